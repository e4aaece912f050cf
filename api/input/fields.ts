/** Schemas that many routes take: ids, pages, lists in a query string. Shapes only. */
import { z } from 'zod';
import { plain } from '../privacy/phi';

export const IdParams = z.strictObject({ id: z.uuid() });

export const MOST_ROWS = 200;
const USUAL_ROWS = 50;

/** `cursor` is opaque: take it from `next` of the page before. */
export const PageQuery = {
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(USUAL_ROWS).describe('Rows a page, at most 200'),
  cursor: z.string().min(1).max(600).optional().describe('`next` of the page before; opaque'),
};

/** A query field that may be given several times: `?stage=New&stage=Resolved`. At most 50 values. */
export function several<T extends z.ZodType>(item: T) {
  return z
    .union([item, z.array(item).min(1).max(50)])
    .transform((value) => (Array.isArray(value) ? value : [value]) as z.output<T>[]);
}

/** A page of rows. `next` is null on the last page. */
export const pageOf = <T extends z.ZodType>(row: T) =>
  z.strictObject({ items: z.array(row), next: plain(z.string().nullable()) });

export const Yes = z.enum(['true', 'false']).transform((value) => value === 'true');

export const Instant = z.iso.datetime();
export const CivilDay = z.iso.date();
