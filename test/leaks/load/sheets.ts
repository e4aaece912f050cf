/** Spreadsheets full of canaries, as CSV and as workbooks: rows that are taken, rows that are refused, strange headers. */
import { asRows, auditRecords, spoilers, toCsv, toWorkbook, type AuditRecord } from '../../support/audit-sheet';
import type { Canaries } from '../canaries';

function withCanaries(canaries: Canaries, record: AuditRecord): AuditRecord {
  const word = (field: string) => canaries.word(`sheet.${field}`);
  return {
    ...record,
    claimNumber: word('claimNumber'),
    workerName: `${word('workerName')}, ${word('workerName')} Ren\u00e9e`,
    dateOfBirth: canaries.birthDate('sheet.dateOfBirth'),
    employer: word('employer'),
    adjusterName: word('adjusterName'),
    adjusterPhone: word('adjusterPhone'),
    adjusterEmail: `${word('adjusterEmail')}@example.test`,
    claimsAdministrator: word('claimsAdministrator'),
    bodyPart: word('bodyPart'),
    authorizationNumber: word('authorizationNumber'),
    notes: `${word('notes')};\n"${word('notes')}"`,
  };
}

/** Each row is wrong in its own way; some are wrong because a name stands where a date or a number should. */
function refused(canaries: Canaries, today: string, record: AuditRecord): AuditRecord[] {
  const base = () => withCanaries(canaries, record);
  const word = () => canaries.word('sheet.refused-cell');
  return [
    ...Object.values(spoilers(today)).map((spoil) => spoil(base())),
    { ...base(), injuredOn: word() },
    { ...base(), dateOfBirth: word() },
    { ...base(), authorizedTo: word() },
    { ...base(), visitsAuthorized: word() },
    { ...base(), visitsUsed: `7 ${word()}` },
    { ...base(), jurisdiction: word() },
    { ...base(), status: word() },
    { ...base(), adjusterEmail: `${word()} at home` },
    { ...base(), claimNumber: word().repeat(12) },
    { ...base(), workerName: word().repeat(60) },
  ];
}

export interface SheetFile {
  readonly name: string;
  readonly type: string;
  readonly content: string | Buffer;
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export async function sheetFiles(canaries: Canaries, today: string, rows: number): Promise<SheetFile[]> {
  const name = (end: string) => `${canaries.word('file.name')} Ren\u00e9e.${end}`;
  const records = (seed: number) => auditRecords(rows, today, seed).map((record) => withCanaries(canaries, record));
  const [bad] = auditRecords(1, today, 3);
  const extra = (table: readonly (readonly unknown[])[]) =>
    table.map((row, i) => [
      ...row,
      i === 0 ? canaries.word('sheet.unknown-header') : canaries.word('sheet.unknown-cell'),
    ]);
  const broken = Buffer.concat([
    Buffer.from(toCsv(asRows(records(4).slice(0, 2)))),
    Buffer.from([0xff, 0xfe, 0xe9]),
    Buffer.from(`${canaries.word('sheet.not-utf8')},"${canaries.word('sheet.open-quote')}`),
  ]);
  return [
    { name: name('csv'), type: 'text/csv', content: toCsv(asRows(records(1))) },
    {
      name: name('xlsx'),
      type: XLSX,
      content: await toWorkbook({ [canaries.word('sheet.name')]: asRows(records(2)) }),
    },
    {
      name: name('csv'),
      type: 'text/csv',
      content: toCsv(extra(asRows(refused(canaries, today, bad as AuditRecord))) as string[][]),
    },
    { name: name('csv'), type: 'text/csv', content: broken },
    // No file of this kind at all.
    { name: name('xlsx'), type: XLSX, content: `${canaries.word('file.content')} is no workbook` },
    {
      name: name('csv'),
      type: 'text/csv',
      content: `${canaries.word('sheet.header')}\n${canaries.word('sheet.cell')}\n`,
    },
  ];
}
