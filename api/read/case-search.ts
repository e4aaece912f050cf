/** Which cases hold a word: the indexed search text, and for who does not see all of it also the words that they do see. */
import { caseKinds } from '../../domain/cases';
import type { FieldClass, FieldGroup } from '../../domain/privacy';
import { lacking, searchGroups } from '../auth/field-groups';
import { privacyOf } from '../privacy/case-privacy';
import type { Statement } from './statement';

/**
 * SQL conditions on `c` (cases), one a word. The search text mixes everything that names or describes a case: a match
 * in a part that the asker may not see would tell what stands there, so that it must be found in a part that they do.
 */
export function searchConditions(q: string, given: ReadonlySet<FieldGroup>, s: Statement): string[] {
  return wordsOf(q).map((word) => wordCondition([`%${literal(word)}%`], given, s));
}

export const wordsOf = (q: string): string[] => q.toLowerCase().split(/\s+/).filter(Boolean);

/** A word as LIKE takes it: its own signs stand for themselves. */
export const literal = (word: string): string => word.replace(/[\\%_]/g, '\\$&');

/** @param patterns of LIKE; one that fits is enough. */
export function wordCondition(patterns: readonly string[], given: ReadonlySet<FieldGroup>, s: Statement): string {
  const seen = searchGroups.every((group) => given.has(group)) ? null : seenText(given);
  const found = patterns.map((pattern) => {
    const value = s.value(pattern, 'text');
    const inIndex = `c.search_text like ${value}`;
    return seen === null ? inIndex : `(${inIndex} and ${seen} like ${value})`;
  });
  return found.length === 1 ? (found[0] as string) : `(${found.join(' or ')})`;
}

/** SQL for the words of a case that these groups show. Names come from code only. */
function seenText(given: ReadonlySet<FieldGroup>): string {
  const sees = (needed: FieldClass | undefined) => lacking(given, needed).length === 0;
  const common = [
    '(select p.name from payer p where p.id = c.payer_id)',
    ...(sees('words') ? [`array_to_string(c.tags, ' ')`] : []),
    ...(sees('identity')
      ? [
          'c.claim_number',
          '(select t.name from patient t where t.id = c.patient_id)',
          `(select string_agg(concat_ws(' ', m.number, w.name), ' ') from case_claim cc join claim m on m.id = cc.claim_id
            left join patient w on w.id = m.patient_id where cc.case_id = c.id)`,
        ]
      : []),
  ];
  const byKind = caseKinds.map(
    ({ kind }) => `when '${kind}' then concat_ws(' ', '', ${seenPaths(kind, sees).map(jsonText).join(', ') || 'null'})`,
  );
  return `lower(concat_ws(' ', ${common.join(', ')}, case c.kind ${byKind.join(' ')} end))`;
}

/** Paths that are seen with all that is below them. */
function seenPaths(kind: string, sees: (needed: FieldClass | undefined) => boolean): string[] {
  const details = Object.entries(privacyOf(kind)?.details ?? {});
  return details.flatMap(([path, needed]) => {
    const hidesBelow = details.some(([longer, below]) => longer.startsWith(`${path}.`) && !sees(below));
    return sees(needed) && !hidesBelow ? [path] : [];
  });
}

/** Lax paths go through lists by themselves. */
const jsonText = (path: string): string =>
  `jsonb_path_query_array(c.details, '$.${path
    .split('.')
    .map((name) => `"${name}"`)
    .join('.')}')::text`;
