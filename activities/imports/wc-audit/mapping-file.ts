/** The mapping a practice gives for a spreadsheet with odd headers or words; checked here, applied by the readers. */
import { z } from 'zod';
import { fieldNames, type FieldName } from './fields';
import { plainKey } from './header-words';

const Name = z.enum(fieldNames as [FieldName, ...FieldName[]]);
const Order = z.enum(['mdy', 'dmy']);
export type DateOrder = z.infer<typeof Order>;

const header = z.string().trim().min(1).max(200);

/** Everything is optional; what is not mapped is found by the common header names. */
export const AuditMapping = z.strictObject({
  /** Our field -> the header in the file. */
  columns: z.partialRecord(Name, header).optional().describe('Our field: the header in the file'),
  /** Our field -> their word -> the word to read instead; "" reads as empty. Words are compared without case. */
  values: z
    .partialRecord(Name, z.record(z.string().max(200), z.string().max(200)))
    .optional()
    .describe('Our field: their word: the word to read instead'),
  /** Order of day and month in dates such as 3/11/2026, for all columns or by field. */
  dateOrder: z.union([Order, z.partialRecord(Name, Order)]).optional(),
  /** Headers to leave out even where their name is known. */
  ignore: z.array(header).max(500).optional(),
  /** Name of the sheet in a workbook. */
  sheet: z.string().min(1).max(100).optional(),
});
export type AuditMapping = z.infer<typeof AuditMapping>;

/** The order of day and month the mapping gives for a field; null leaves it to the column. */
export function mappedOrder(mapping: AuditMapping, field: FieldName): DateOrder | null {
  const order = mapping.dateOrder;
  if (order === undefined) return null;
  return typeof order === 'string' ? order : (order[field] ?? null);
}

/** The word the mapping reads instead of theirs; the word itself when it maps none. */
export function mappedValue(mapping: AuditMapping, field: FieldName, text: string): string {
  const words = mapping.values?.[field];
  if (words === undefined) return text;
  const key = plainKey(text);
  const found = Object.entries(words).find(([theirs]) => theirs === text || (key !== '' && plainKey(theirs) === key));
  return found ? found[1].trim() : text;
}
