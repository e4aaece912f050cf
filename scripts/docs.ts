/** Writes docs/cases from the charts, and the tables of docs/security.md from the code: `npm run docs`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { caseKinds } from '../domain/cases';
import { docOf } from './docs/case-doc';
import { fieldGroupTable, permissionTable, withTable } from './docs/security-tables';

const docs = path.resolve(__dirname, '..', 'docs');
const folder = path.join(docs, 'cases');
mkdirSync(folder, { recursive: true });
for (const kind of caseKinds) writeFileSync(path.join(folder, `${kind.kind}.md`), docOf(kind));
const security = path.join(docs, 'security.md');
const tables = { permissions: permissionTable(), 'field-groups': fieldGroupTable() };
const page = Object.entries(tables).reduce(
  (text, [name, table]) => withTable(text, name, table),
  readFileSync(security, 'utf8'),
);
writeFileSync(security, page);
console.log(`Wrote ${caseKinds.length} pages to docs/cases and the tables of docs/security.md.`);
