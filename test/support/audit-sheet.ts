/** Makes believable audit spreadsheets of invented people, as rows, CSV text or workbooks; the same seed gives the same file. */
import writeWorkbook from 'write-excel-file/node';
import { addDays } from '../../domain/calendar';

export type SheetCell = string | number | Date | null;
/** Header -> cell; every row of a sheet has the same headers in the same order. */
export type SheetRow = Readonly<Record<string, SheetCell>>;

export const auditHeaders = {
  claimNumber: 'Claim #',
  workerName: 'Patient Name',
  dateOfBirth: 'DOB',
  employer: 'Employer',
  adjusterName: 'Adjuster',
  adjusterPhone: 'Adjuster Phone',
  adjusterEmail: 'Adjuster E-mail',
  claimsAdministrator: 'Carrier',
  injuredOn: 'Date of Injury',
  bodyPart: 'Body Part',
  jurisdiction: 'State',
  authorizationNumber: 'Auth No.',
  authorizedFrom: 'Auth Start',
  authorizedTo: 'Auth Expiration',
  visitsAuthorized: '# Visits Auth',
  visitsUsed: 'Visits Used',
  lastContactOn: 'Last Adjuster Contact',
  status: 'Current Status',
  notes: 'Notes',
} as const;
export type AuditField = keyof typeof auditHeaders;
export type AuditRecord = Record<AuditField, SheetCell>;

/** Mulberry32: small, and the same on every machine. */
export function random(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const first = [
  'Ana',
  'Bogdan',
  'Chiara',
  'Deshawn',
  'Elif',
  'Farid',
  'Grace',
  'Hiro',
  'Imani',
  'Jos\u00e9',
  'Kateryna',
  'Liam',
];
const last = [
  'Abara',
  'Brandt',
  'Castillo',
  'Dvorak',
  'Eze',
  'Fontaine',
  'Garc\u00eda',
  'Haddad',
  'Ito',
  'Jansen',
  "O'Neal",
  'Quist',
];
const employers = [
  'Northside Freight, Inc.',
  'Bayview "Fresh" Foods',
  'Cole & Sons Roofing',
  'City of Ashford',
  'Lumen Works LLC',
];
const carriers = ['Granite Mutual', 'Harbor Casualty', 'Pioneer TPA Services'];
const parts = ['Lumbar spine', 'Right shoulder', 'Left knee', 'Neck; upper back', 'Right wrist'];

/** `count` rows that are all in order on `today`, in every state an audit finds: valid, expiring, lapsed, capped, silent. */
export function auditRecords(count: number, today: string, seed = 1): AuditRecord[] {
  const next = random(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T;
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return Array.from({ length: count }, (_, i) => {
    const injuredOn = addDays(today, -between(60, 400));
    const from = addDays(today, -between(20, 55));
    const limit = between(6, 24);
    const adjuster = pick(last);
    return {
      claimNumber: `WC-${String(2026_0000 + i)}-${pick(['A', 'B', 'C'])}`,
      workerName: `${pick(last)}, ${pick(first)}`,
      dateOfBirth: addDays(today, -between(20 * 365, 60 * 365)),
      employer: pick(employers),
      adjusterName: `${pick(first)} ${adjuster}`,
      adjusterPhone: `(555) 010-${String(between(1_000, 9_999))}`,
      adjusterEmail: `claims.${i}@carrier.example`,
      claimsAdministrator: pick(carriers),
      injuredOn,
      bodyPart: pick(parts),
      jurisdiction: pick(['CA', 'California', 'NV']),
      authorizationNumber: `AU${between(10_000, 99_999)}-${i}`,
      authorizedFrom: from,
      authorizedTo: addDays(today, between(-10, 120)),
      visitsAuthorized: limit,
      visitsUsed: between(0, limit),
      lastContactOn: addDays(today, -between(0, 30)),
      status: pick(['Treating', 'In treatment', 'treatment done \u2192 claim submitted \u2192 payment pending']),
      notes: pick(['', 'Left voicemail.', 'Called, then faxed "RFA";\nwaiting.']) || null,
    };
  });
}

/** One way each to spoil a row; the name says what is wrong with it. */
export function spoilers(today: string): Record<string, (row: AuditRecord) => AuditRecord> {
  const set = (change: Partial<AuditRecord>) => (row: AuditRecord) => ({ ...row, ...change });
  return {
    claim_number_missing: set({ claimNumber: null }),
    'claim_number_missing:dash': set({ claimNumber: '--' }),
    worker_missing: set({ workerName: '  ' }),
    'date_impossible:injury': set({ injuredOn: '2026-02-30' }),
    'date_impossible:month': set({ authorizedTo: '13/45/2026' }),
    'date_unreadable:start': set({ authorizedFrom: 'next Tuesday' }),
    'date_unreadable:contact': set({ lastContactOn: 'voicemail' }),
    expiry_before_start: set({ authorizedFrom: today, authorizedTo: addDays(today, -1) }),
    visits_above_limit: set({ visitsAuthorized: 6, visitsUsed: 7 }),
    'count_negative:used': set({ visitsUsed: -1 }),
    'count_negative:authorized': set({ visitsAuthorized: '-4' }),
    'count_fraction:used': set({ visitsUsed: 2.5 }),
    'count_unreadable:authorized': set({ visitsAuthorized: 'twelve' }),
    'count_too_large:authorized': set({ visitsAuthorized: 20_261 }),
    'date_in_future:injury': set({ injuredOn: addDays(today, 3) }),
    'date_in_future:contact': set({ lastContactOn: addDays(today, 1) }),
    'date_in_future:birth': set({ dateOfBirth: addDays(today, 400) }),
    state_unknown: set({ jurisdiction: 'Kalifornia' }),
    'visits_zero:limit': set({ visitsAuthorized: 0, visitsUsed: 0 }),
  };
}

/** Records under headers: by default ours; `names` gives other ones, `order` another order. */
export function asRows(
  records: readonly AuditRecord[],
  order: readonly AuditField[] = Object.keys(auditHeaders) as AuditField[],
  names: Partial<Record<AuditField, string>> = {},
): SheetCell[][] {
  return [order.map((f) => names[f] ?? auditHeaders[f]), ...records.map((record) => order.map((f) => record[f]))];
}

export interface CsvForm {
  readonly delimiter?: string;
  readonly newline?: string;
  readonly bom?: boolean;
  /** Every cell in quotes, not only those that need them. */
  readonly quoteAll?: boolean;
}

/** Delimited text as spreadsheet programs write it. */
export function toCsv(rows: readonly (readonly SheetCell[])[], form: CsvForm = {}): string {
  const { delimiter = ',', newline = '\r\n', bom = false, quoteAll = false } = form;
  const cell = (value: SheetCell) => {
    const text = value === null ? '' : value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
    const needs = quoteAll || text.includes(delimiter) || /["\r\n]/.test(text) || text !== text.trim();
    return needs ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return (bom ? '\ufeff' : '') + rows.map((row) => row.map(cell).join(delimiter) + newline).join('');
}

/** A workbook; texts of the form YYYY-MM-DD become real date cells, unless the sheet is to keep them as texts. */
export async function toWorkbook(
  sheets: Readonly<Record<string, readonly (readonly SheetCell[])[]>>,
  dates: 'real' | 'text' = 'real',
): Promise<Buffer> {
  const cell = (value: SheetCell) => {
    if (value === null || value === '') return null;
    const date =
      dates === 'real' && typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(value) : value;
    if (date instanceof Date && Number.isFinite(date.getTime()) && date.toISOString().slice(0, 10) === value) {
      return { value: date, type: Date, format: 'mm/dd/yyyy' };
    }
    return typeof value === 'number' ? { value, type: Number } : { value: String(value), type: String };
  };
  return writeWorkbook(
    Object.entries(sheets).map(([sheet, rows]) => ({ sheet, data: rows.map((row) => row.map(cell)) })),
  ).toBuffer();
}
