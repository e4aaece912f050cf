/** A filter as a batch keeps it: codes, ids and dates as they were asked; of words that can name a person only that there were some. */
import type { CaseFilter } from './read/case-filter';

/** Fields that a person types freely. */
const TYPED = ['q', 'tag', 'subject'] as const satisfies readonly (keyof CaseFilter)[];
const NOT_KEPT = '(not kept)';

/** The cases of a batch are those that matched when it was made: its filter is for reading only. */
export function keptFilter(filter: CaseFilter): Record<string, unknown> {
  const typed = TYPED.filter((field) => filter[field] !== undefined);
  return { ...filter, ...Object.fromEntries(typed.map((field) => [field, NOT_KEPT])) };
}
