/** The kinds of file that can be imported: one line a kind. */
import type { Importer } from './framework';
import { remittanceImporter } from './remittance/importer';
import { wcAuditImporter } from './wc-audit/importer';

export const importers: readonly Importer[] = [remittanceImporter, wcAuditImporter];
