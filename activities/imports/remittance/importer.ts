/** The 835 remittance as a kind of import: load the payments, then tell the cases. */
import { z } from 'zod';
import { describeForeignFile } from '../../connectors/remittance-835/foreign-file';
import { importer } from '../framework';
import { loadRemittance } from './load';
import { tellCases } from './tell-cases';

export const remittanceImporter = importer({
  kind: '835',
  title: 'Remittance (835)',
  options: z.strictObject({}),
  mismatch: (head) => {
    const found = describeForeignFile(Buffer.from(head).toString('latin1'));
    return found === null ? null : `The file is ${found}.`;
  },
  phases: [
    { name: 'load', title: 'Reading the payments', run: loadRemittance },
    { name: 'cases', title: 'Opening and telling cases', run: tellCases },
  ],
});
