/** Writes docs/cases from the charts: `npm run docs`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { caseKinds } from '../domain/cases';
import { docOf } from './docs/case-doc';

const folder = path.resolve(__dirname, '..', 'docs', 'cases');
mkdirSync(folder, { recursive: true });
for (const kind of caseKinds) writeFileSync(path.join(folder, `${kind.kind}.md`), docOf(kind));
console.log(`Wrote ${caseKinds.length} pages to docs/cases.`);
