/** The details of a case as the fields of a form, and the smallest patch that makes them so (RFC 7396). Pure. */
import type { Case } from '../../api/case';
import { detailText, textsOf } from '../../components/case-detail';
import { detailFieldsOf, type DetailField } from './detail-fields';

export type DetailValues = Readonly<Record<string, string>>;

/** Tags are a field of the case itself. */
export const TAGS = 'tags';

export function detailValues(theCase: Pick<Case, 'kind' | 'details' | 'tags'>): DetailValues {
  const fields = detailFieldsOf(theCase.kind).map((field): [string, string] => [field.path, valueOf(theCase, field)]);
  return { ...Object.fromEntries(fields), [TAGS]: (theCase.tags ?? []).join(', ') };
}

function valueOf(theCase: Pick<Case, 'details'>, { path, kind }: DetailField): string {
  return kind === 'list' ? textsOf(theCase.details[path]).join(', ') : (detailText(theCase, path) ?? '');
}

const listOf = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  ),
];

type Patch = { details?: Record<string, unknown>; tags?: string[] };

/** Only what differs from the beginning: what somebody else changed meanwhile is not undone by the way. */
export function patchOf(kind: string, before: DetailValues, after: DetailValues): Patch {
  const details: Record<string, unknown> = {};
  for (const field of detailFieldsOf(kind)) {
    const value = (after[field.path] ?? '').trim();
    if (value === (before[field.path] ?? '').trim()) continue;
    const [group = '', name] = field.path.split('.');
    const next = value === '' ? null : field.kind === 'list' ? listOf(value) : value;
    if (name === undefined) details[group] = next;
    else details[group] = { ...(details[group] as object | undefined), [name]: next };
  }
  dropEmptyGroups(kind, after, details);
  const tags = (after[TAGS] ?? '') === (before[TAGS] ?? '') ? {} : { tags: listOf(after[TAGS] ?? '') };
  return { ...(Object.keys(details).length > 0 ? { details } : {}), ...tags };
}

/** A person without a name is nobody: the whole group goes. */
function dropEmptyGroups(kind: string, after: DetailValues, details: Record<string, unknown>): void {
  const fields = detailFieldsOf(kind).filter(({ path }) => path.includes('.'));
  for (const group of new Set(fields.map(({ path }) => path.split('.')[0] ?? ''))) {
    const ofGroup = fields.filter(({ path }) => path.startsWith(`${group}.`));
    const isEmpty = ofGroup.every(({ path }) => (after[path] ?? '').trim() === '');
    if (details[group] !== undefined && isEmpty) details[group] = null;
  }
}

export interface FieldDifference {
  readonly path: string;
  readonly mine: string;
  readonly theirs: string;
}

/** Fields that both changed, and not to the same. */
export function conflictsOf(before: DetailValues, mine: DetailValues, theirs: DetailValues): FieldDifference[] {
  return Object.keys(mine).flatMap((path): FieldDifference[] => {
    const [b, m, t] = [before[path] ?? '', mine[path] ?? '', theirs[path] ?? ''];
    return m !== b && t !== b && m !== t ? [{ path, mine: m, theirs: t }] : [];
  });
}

/** Mine where I changed something, theirs everywhere else. */
export function mergedOf(before: DetailValues, mine: DetailValues, theirs: DetailValues): DetailValues {
  return Object.fromEntries(
    Object.keys({ ...theirs, ...mine }).map((path) => {
      const [b, m, t] = [before[path] ?? '', mine[path] ?? '', theirs[path] ?? ''];
      return [path, m === b ? t : m];
    }),
  );
}
