/** What a list of cases is narrowed by, and which of it may stand in an address: nothing that can name a person. */
import type { SavedView, ViewState } from '../../api/saved-views';

/** Fields as lists and batches take them in a body. */
export interface CaseFilter {
  readonly q?: string;
  readonly payerId?: readonly string[];
  readonly subject?: readonly string[];
  readonly carc?: readonly string[];
  readonly priority?: readonly string[];
  readonly tag?: readonly string[];
  readonly flag?: readonly string[];
  readonly owner?: string;
  readonly followUp?: 'due' | 'overdue' | 'none' | 'set';
  readonly followUpFrom?: string;
  readonly followUpTo?: string;
  /** Cents. */
  readonly outstandingOver?: number;
}
export type FilterField = keyof CaseFilter;

const LISTS = ['payerId', 'carc', 'priority', 'flag'] as const satisfies readonly FilterField[];
const WORDS = ['owner', 'followUp', 'followUpFrom', 'followUpTo'] as const satisfies readonly FilterField[];
/** Kept by the page alone, and by saved views on the server. */
const PRIVATE = ['q', 'subject', 'tag'] as const satisfies readonly FilterField[];
const OPEN: readonly string[] = [...LISTS, ...WORDS, 'outstandingOver'];

export function filterFromAddress(search: URLSearchParams): CaseFilter {
  const filter: Record<string, unknown> = {};
  for (const name of LISTS) {
    const values = search.getAll(name);
    if (values.length > 0) filter[name] = values;
  }
  for (const name of WORDS) {
    const value = search.get(name);
    if (value !== null) filter[name] = value;
  }
  const over = Number(search.get('outstandingOver') ?? '');
  if (Number.isSafeInteger(over) && over > 0) filter['outstandingOver'] = over;
  return filter;
}

/** The address with the open part of a filter in place of the one it had. */
export function withFilter(search: URLSearchParams, filter: CaseFilter): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const name of OPEN) next.delete(name);
  for (const [name, value] of Object.entries(filter) as [FilterField, string | number | readonly string[]][]) {
    if (!OPEN.includes(name)) continue;
    for (const one of typeof value === 'object' ? value : [String(value)]) next.append(name, one);
  }
  return next;
}

export function privatePart(filter: CaseFilter): CaseFilter {
  return Object.fromEntries(PRIVATE.flatMap((name) => (filter[name] === undefined ? [] : [[name, filter[name]]])));
}

/** Without what says nothing. */
export function trimmed(filter: CaseFilter): CaseFilter {
  return Object.fromEntries(
    Object.entries(filter).filter(([, v]) => v !== undefined && v !== '' && !(Array.isArray(v) && v.length === 0)),
  );
}

export const isNarrowed = (filter: CaseFilter): boolean => Object.keys(trimmed(filter)).length > 0;

/** Fields in the form of a body: lists that can be changed. */
export function bodyOf(filter: CaseFilter): ViewState['filter'] {
  return Object.fromEntries(
    Object.entries(trimmed(filter)).map(([name, value]) => [
      name,
      Array.isArray(value) ? [...(value as string[])] : value,
    ]),
  ) as ViewState['filter'];
}

export const filterOfView = (view: SavedView): CaseFilter => trimmed(view.filter as CaseFilter);
