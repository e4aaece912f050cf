/** A filter as a batch keeps it: codes and dates as they were asked; of words that can name a person only that there were some. */
import type { CaseFilter } from './read/case-filter';

/** Fields that a person types freely. */
const TYPED = ['q', 'tag', 'subject'] as const satisfies readonly (keyof CaseFilter)[];
const NOT_KEPT = '(not kept)';
/** Rows that were ticked are the items of the batch; the filter says how many. */
const TICKED = ['ids', 'exceptIds'] as const satisfies readonly (keyof CaseFilter)[];

/** The cases of a batch are those that matched when it was made: its filter is for reading only. */
export function keptFilter(filter: CaseFilter): Record<string, unknown> {
  const typed = TYPED.filter((field) => filter[field] !== undefined);
  const ticked = TICKED.flatMap((field) => (filter[field] ? [[field, filter[field].length] as const] : []));
  return { ...filter, ...Object.fromEntries(typed.map((field) => [field, NOT_KEPT])), ...Object.fromEntries(ticked) };
}
