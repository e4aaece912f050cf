/** Refuses to search, filter or sort by what the caller may not see: the rows that come back would tell it. */
import { askedFields, groupsOf, lacking, searchGroups } from '../auth/field-groups';
import type { Caller } from '../auth/caller';
import { Problem, type Fault } from '../problem';

/** @throws Problem `forbidden` naming each field of the query, or of the body's filter, that is withheld. */
export function refuseWithheldFilters(caller: Caller | undefined, query: unknown, body: unknown): void {
  const faults = [...faultsIn('query', query, caller), ...faultsIn('body.filter', filterOf(body), caller)];
  if (faults.length === 0) return;
  const names = faults.map((fault) => fault.path).join(', ');
  throw new Problem('forbidden', `Your roles do not show what this would search or sort by: ${names}. Leave it out.`, {
    errors: faults,
  });
}

/** Names of the fields of a kept filter, and of its order, that the caller may not ask for. */
export function withheldFilters(caller: Caller, filter: object, sort: string | null | undefined): string[] {
  return faultsIn('filter', { ...filter, ...(sort ? { sort } : {}) }, caller).map(({ path }) => path);
}

function faultsIn(where: string, asked: unknown, caller: Caller | undefined): Fault[] {
  if (typeof asked !== 'object' || asked === null) return [];
  return Object.entries(asked).flatMap(([name, value]): Fault[] => {
    if (value === undefined) return [];
    const needed = name === 'sort' && typeof value === 'string' ? value.replace('-', '') : name;
    const missing = missingFor(needed, caller);
    if (missing.length === 0) return [];
    return [{ path: `${where}.${name}`, message: `needs ${missing.join(' and ')}, which your roles do not show` }];
  });
}

function missingFor(name: string, caller: Caller | undefined): readonly string[] {
  const given = groupsOf(caller);
  const needed = Object.hasOwn(askedFields, name) ? askedFields[name] : 'plain';
  if (needed !== 'search') return lacking(given, needed);
  return searchGroups.some((group) => given.has(group)) ? [] : [searchGroups.join(' or ')];
}

const filterOf = (body: unknown): unknown =>
  typeof body === 'object' && body !== null ? (body as { readonly filter?: unknown }).filter : undefined;
