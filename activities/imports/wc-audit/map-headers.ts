/** Decides which column is which field, or says by name why it cannot; reads headers only. */
import { fieldOf, type FieldName } from './fields';
import { fieldByHeader, nearestField, plainKey } from './header-words';
import type { AuditMapping } from './mapping-file';
import { AuditFileFault, columnLetter, textOf, type Cell } from './table';

export interface Column {
  readonly field: FieldName;
  readonly index: number;
  readonly header: string;
}

export interface IgnoredColumn {
  readonly header: string;
  readonly column: string;
  /** Title of the field whose names are nearest; a person may have meant it. */
  readonly nearest: string | null;
}

export interface HeaderMap {
  readonly columns: readonly Column[];
  readonly ignored: readonly IgnoredColumn[];
}

interface Seen {
  readonly header: string;
  readonly index: number;
}

const seenIn = (cells: readonly Cell[]): Seen[] =>
  cells.flatMap((cell, index) => {
    const header = typeof cell === 'string' ? textOf(cell) : null;
    return header === null ? [] : [{ header: header.replace(/\s+/g, ' ').slice(0, 200), index }];
  });

function fieldsOf(seen: readonly Seen[], mapping: AuditMapping): (FieldName | null)[] {
  const given = new Map<string, FieldName>();
  for (const [field, header] of Object.entries(mapping.columns ?? {})) given.set(plainKey(header), field as FieldName);
  const taken = new Set(given.values());
  const ignored = new Set((mapping.ignore ?? []).map(plainKey));
  return seen.map(({ header }) => {
    const key = plainKey(header);
    const mapped = given.get(key);
    if (mapped !== undefined) return mapped;
    if (ignored.has(key)) return null;
    const found = fieldByHeader(header);
    return found !== null && taken.has(found) ? null : found;
  });
}

/** How many different fields a row would name if it were the header row. */
export function headerScore(cells: readonly Cell[], mapping: AuditMapping): number {
  return new Set(fieldsOf(seenIn(cells), mapping).filter((f) => f !== null)).size;
}

/**
 * @throws AuditFileFault `headers_ambiguous` when two columns mean the same field; `headers_missing` when the claim
 * number has no column or the mapping names a header the file does not have.
 */
export function mapHeaders(cells: readonly Cell[], mapping: AuditMapping): HeaderMap {
  const seen = seenIn(cells);
  const found = fieldsOf(seen, mapping);
  const columns: Column[] = [];
  const ignored: IgnoredColumn[] = [];
  seen.forEach(({ header, index }, i) => {
    const field = found[i] ?? null;
    if (field !== null) columns.push({ field, index, header });
    else {
      const near = nearestField(header);
      ignored.push({ header, column: columnLetter(index), nearest: near === null ? null : fieldOf(near).title });
    }
  });
  refuseTwins(seen, columns);
  refuseUnknownMapping(seen, mapping);
  refuseMissing(seen, columns, ignored);
  return { columns, ignored };
}

function refuseTwins(seen: readonly Seen[], columns: readonly Column[]): void {
  const twins = columns.map((c) => columns.filter((d) => d.field === c.field)).find((group) => group.length > 1);
  if (twins === undefined) return;
  const field = (twins[0] as Column).field;
  const named = twins.map((c) => `"${c.header}" (column ${columnLetter(c.index)})`).join(' and ');
  throw new AuditFileFault(
    'headers_ambiguous',
    `${named} both mean ${fieldOf(field).title.toLowerCase()}. Remove or rename one, or name the right one in the mapping ("columns": {"${field}": ...}).`,
    { field, headers: seen.map((s) => s.header), columns: columns.filter((c) => !twins.includes(c)) },
  );
}

function refuseUnknownMapping(seen: readonly Seen[], mapping: AuditMapping): void {
  const keys = new Set(seen.map((s) => plainKey(s.header)));
  const absent = Object.entries(mapping.columns ?? {}).filter(([, header]) => !keys.has(plainKey(header)));
  if (absent.length === 0) return;
  const named = absent.map(([field, header]) => `"${header}" (for ${field})`).join(', ');
  throw new AuditFileFault(
    'headers_missing',
    `The mapping names ${named}, but the file has no such header. Headers seen: ${list(seen)}. Correct the mapping or the file.`,
    { headers: seen.map((s) => s.header) },
  );
}

function refuseMissing(seen: readonly Seen[], columns: readonly Column[], ignored: readonly IgnoredColumn[]): void {
  const field: FieldName = 'claimNumber';
  if (columns.some((c) => c.field === field)) return;
  const title = fieldOf(field).title;
  const near = ignored.filter((c) => c.nearest === title).map((c) => c.header);
  const hint = near.length > 0 ? ` Did you mean ${near.map((h) => `"${h}"`).join(' or ')}?` : '';
  throw new AuditFileFault(
    'headers_missing',
    `No column holds the claim number.${hint} Headers seen: ${list(seen)}. Rename the column to "${title}", or name it in the mapping ("columns": {"${field}": "your header"}).`,
    { missing: [field], headers: seen.map((s) => s.header), nearest: near, columns },
  );
}

const list = (seen: readonly Seen[]): string =>
  seen.length === 0
    ? 'none'
    : seen
        .slice(0, 60)
        .map((s) => `"${s.header}"`)
        .join(', ');
