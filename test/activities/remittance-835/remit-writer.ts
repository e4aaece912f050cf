/** Writes small legal 835 files and reads them back for tests; sums are known to the writer before the reader sees them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { read835, type Read835Options } from '../../../activities/connectors/remittance-835/read-835';
import type { FaultRecord, Remit835Record } from '../../../activities/connectors/remittance-835/records';

export interface Separators {
  element: string;
  component: string;
  segment: string;
  lineBreak: string;
}
export const PLAIN: Separators = { element: '*', component: ':', segment: '~', lineBreak: '' };

export type Seg = (string | string[])[];

/** Body segments of a balanced transaction, or of one the test then breaks. */
export function transaction(
  control: string,
  body: Seg[],
  trace = `T${control}`,
  bpr = '80.00',
  count?: number,
  endControl = control,
): Seg[] {
  const head: Seg[] = [
    ['BPR', 'I', bpr, 'C', 'ACH', 'CCP', '01', '1', 'DA', '2', '1512345678', '', '01', '3', 'DA', '4', '20260105'],
    ['TRN', '1', trace, '1512345678'],
    ['N1', 'PR', 'EXAMPLE PAYER', 'XV', '12345'],
    ['N1', 'PE', 'EXAMPLE CLINIC', 'XX', '1234567893'],
    ['REF', 'TJ', '999999999'],
  ];
  const inner = [...head, ...body];
  return [['ST', '835', control], ...inner, ['SE', String(count ?? inner.length + 2), endControl]];
}

export function claim(
  number: string,
  charge = '100.00',
  paid = '80.00',
  cas: Seg[] = [['CAS', 'CO', '45', '20.00']],
  status = '1',
): Seg[] {
  return [
    ['CLP', number, status, charge, paid, '0', '12', `P${number}`, '11', '1'],
    ['NM1', 'QC', '1', 'DOE', 'JANE', '', '', '', 'MI', 'M1'],
    ['SVC', ['HC', '97110', 'GP'], charge, paid, '', '1'],
    ['DTM', '472', '20251201'],
    ...cas,
    ['REF', '6R', `L${number}`],
  ];
}

export function envelope(
  transactions: Seg[][],
  separators: Separators = PLAIN,
  control = '000000001',
  groupControl = '77',
): string {
  const { element, component, segment, lineBreak } = separators;
  const isa = [
    'ISA',
    '00',
    ' '.repeat(10),
    '00',
    ' '.repeat(10),
    'ZZ',
    'PAYER'.padEnd(15),
    'ZZ',
    'CLINIC'.padEnd(15),
    '260105',
    '0930',
    element === '^' || component === '^' ? '+' : '^',
    '00501',
    control,
    '0',
    'T',
    component,
  ];
  const all: Seg[] = [
    isa,
    ['GS', 'HP', 'PAYER', 'CLINIC', '20260105', '0930', groupControl, 'X', '005010X221A1'],
    ...transactions.flat(),
    ['GE', String(transactions.length), groupControl],
    ['IEA', '1', control],
  ];
  return all
    .map(
      (parts) =>
        parts.map((part) => (Array.isArray(part) ? part.join(component) : part)).join(element) + segment + lineBreak,
    )
    .join('');
}

export async function* chunked(data: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
}

export async function read(
  input: string | Uint8Array,
  size = 65_536,
  options: Read835Options = {},
): Promise<Remit835Record[]> {
  const data = typeof input === 'string' ? Buffer.from(input, 'utf8') : input;
  const records: Remit835Record[] = [];
  for await (const record of read835(chunked(data, size), options)) records.push(record);
  return records;
}

export function ofType<T extends Remit835Record['type']>(
  records: readonly Remit835Record[],
  type: T,
): Extract<Remit835Record, { type: T }>[] {
  return records.filter((record): record is Extract<Remit835Record, { type: T }> => record.type === type);
}

export const codes = (records: readonly Remit835Record[]): string[] =>
  ofType(records, 'fault').map(({ code }: FaultRecord) => code);

export const sample = (path: string): Buffer => readFileSync(join(__dirname, '../../samples', path));
