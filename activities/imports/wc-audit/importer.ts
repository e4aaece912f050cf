/** The WC audit spreadsheet as a kind of import: check the sheet, take its rows, list the cases at risk [B09]. */
import { importer } from '../framework';
import { checkAudit, importRows, listRisk } from './import-rows';
import { AuditMapping } from './mapping-file';
import { foreignFile } from './sniff-file';

export const wcAuditImporter = importer({
  kind: 'wc-audit',
  title: "Workers' compensation audit (spreadsheet)",
  /** The mapping file's content. */
  options: AuditMapping,
  mismatch: foreignFile,
  phases: [
    { name: 'check', title: 'Checking the sheet', run: (run) => checkAudit(run) },
    { name: 'rows', title: 'Opening and updating cases', run: (run) => importRows(run) },
    { name: 'at-risk', title: 'Listing the cases at risk', run: (run) => listRisk(run) },
  ],
});
