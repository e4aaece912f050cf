/** Edits facts that drive no clock: details, subject, tags, priority. Bumps the revision and leaves an audit row. */
import type { Pool, PoolClient } from 'pg';
import { CaseNotFound } from '../commands/types';
import { CHANGE_CHANNEL } from '../platform/names';
import { audit } from './audit';
import type { Caller } from './auth/caller';
import { conflictsFor, requireCase } from './auth/reach';
import { detailsSchemaOf, searchTextOf } from './case-details';
import type { Seen } from './input/preconditions';
import { detailsTree } from './privacy/case-privacy';
import { treeOf } from './privacy/class-tree';
import { refuseUnreadable } from './privacy/written';
import { invalid, Problem } from './problem';

export interface Edit {
  /** Merged into the details, field by field; null removes a field. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  readonly subject?: string | null | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly priority?: string | undefined;
}

const WORDS = treeOf({ subject: 'words', tags: 'words' });

interface Row {
  kind: string;
  version: number;
  revision: number;
  details: Record<string, unknown>;
  subject: string | null;
  tags: string[];
  priority: string;
  facts: Record<string, unknown>;
  claim_number: string | null;
  words: string[];
}

/**
 * One transaction: row, audit entry and notification land together.
 * @returns the new version and revision; the same as before when nothing differs.
 * @throws CaseNotFound; Problem `forbidden`, `version_conflict` or `invalid`.
 */
export async function editCase(
  pool: Pool,
  caller: Caller,
  caseId: string,
  edit: Edit,
  seen: Seen | null,
  requestId: string,
): Promise<{ version: number; revision: number; changed: string[] }> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await apply(client, caller, caseId, edit, seen, requestId);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

async function apply(
  client: PoolClient,
  caller: Caller,
  caseId: string,
  edit: Edit,
  seen: Seen | null,
  requestId: string,
) {
  await requireCase(client, caller, ['case.edit'], caseId);
  const row = await lockRow(client, caseId);
  const stale = seen !== null && (seen.version !== row.version || (seen.revision ?? row.revision) !== row.revision);
  if (stale) throw new Problem('version_conflict', undefined, { currentVersion: row.version });
  refuseUnreadable(caller, [
    { path: 'body', value: { subject: edit.subject, tags: edit.tags }, classes: WORDS },
    { path: 'body.details', value: edit.details ?? {}, classes: detailsTree(row.kind) },
  ]);
  refuseWhatTheChartKnows(row, edit);
  const merged = detailsSchemaOf(row.kind).safeParse(mergePatch(row.details, edit.details ?? {}));
  if (!merged.success) throw invalid('body.details', merged.error.issues);
  const details = merged.data as Row['details'];
  const next = {
    details,
    subject: edit.subject === undefined ? row.subject : edit.subject,
    tags: edit.tags === undefined ? row.tags : [...edit.tags],
    priority: edit.priority ?? row.priority,
  };
  const changed = changedFields(row, next);
  if (changed.length === 0) return { version: row.version, revision: row.revision, changed };
  const claimNumber = typeof details['claimNumber'] === 'string' ? details['claimNumber'] : null;
  await refuseTakenNumber(client, caller, caseId, row, claimNumber);
  await client.query(
    `update cases set details = $2, subject = $3, tags = $4, priority = $5, claim_number = $6, search_text = $7,
            revision = revision + 1 where id = $1`,
    [
      caseId,
      JSON.stringify(details),
      next.subject,
      next.tags,
      next.priority,
      claimNumber,
      searchTextOf([details, next.tags, row.words]),
    ],
  );
  const revision = row.revision + 1;
  await audit(client, caller, {
    action: 'case.edited',
    caseId,
    outcome: 'ok',
    requestId,
    data: {
      revision,
      fields: changed,
      ...(row.priority === next.priority ? {} : { priority: [row.priority, next.priority] }),
    },
  });
  const payload = JSON.stringify({ caseId, seq: row.version, revision, kind: row.kind });
  await client.query('select pg_notify($1, $2)', [CHANGE_CHANNEL, payload]);
  return { version: row.version, revision, changed };
}

async function lockRow(client: PoolClient, caseId: string): Promise<Row> {
  const { rows } = await client.query<Row>(
    `select c.kind, c.version, c.revision, c.details, c.subject, c.tags, c.priority, c.facts, c.claim_number,
            array(select w from case_claim cc join claim m on m.id = cc.claim_id
                  left join payer p on p.id = m.payer_id left join patient t on t.id = m.patient_id
                  cross join lateral unnest(array[m.number, p.name, t.name]) w
                  where cc.case_id = c.id and w is not null) as words
     from cases c where c.id = $1 for update of c`,
    [caseId],
  );
  if (!rows[0]) throw new CaseNotFound(caseId);
  return rows[0];
}

/** Where the chart itself holds subject or priority, an edit of the row would be undone by the next event. */
function refuseWhatTheChartKnows(row: Row, edit: Edit): void {
  const errors = (['subject', 'priority'] as const)
    .filter((field) => edit[field] !== undefined && field in row.facts)
    .map((field) => ({
      path: `body.${field}`,
      message: 'is part of this case: send the event classification.set instead',
    }));
  if (errors.length > 0) throw new Problem('invalid', undefined, { errors });
}

/** RFC 7396: objects merge, null removes, anything else replaces. */
function mergePatch(target: Readonly<Record<string, unknown>>, patch: Readonly<Record<string, unknown>>) {
  const merged = new Map(Object.entries(target));
  for (const [key, value] of Object.entries(patch)) {
    const before = merged.get(key);
    if (value === null) merged.delete(key);
    else if (isObject(value)) merged.set(key, mergePatch(isObject(before) ? before : {}, value));
    else merged.set(key, value);
  }
  return Object.fromEntries(merged);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Edited = Pick<Row, 'details' | 'subject' | 'tags' | 'priority'>;

/** Names only: values of details identify people and have no place in an audit row. */
function changedFields(before: Edited, after: Edited): string[] {
  const differs = (a: unknown, b: unknown) => JSON.stringify(sorted(a)) !== JSON.stringify(sorted(b));
  const keys = new Set([...Object.keys(before.details), ...Object.keys(after.details)]);
  return [
    ...[...keys].filter((key) => differs(before.details[key], after.details[key])).map((key) => `details.${key}`),
    ...(['subject', 'tags', 'priority'] as const).filter((key) => differs(before[key], after[key])),
  ].sort();
}

function sorted(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.keys(value)
    .sort()
    .map((key) => [key, sorted(value[key])]);
}

/** One open case a compensation claim number (H23); the unique index has the last word on a race. */
async function refuseTakenNumber(
  client: PoolClient,
  caller: Caller,
  caseId: string,
  row: Row,
  number: string | null,
): Promise<void> {
  if (row.kind !== 'wc' || number === null || number === row.claim_number) return;
  const { rows } = await client.query<{ id: string }>(
    `select o.id from cases o, cases mine
     where mine.id = $1 and o.id <> mine.id and o.kind = 'wc' and o.closed_at is null and mine.closed_at is null
       and o.practice_id = mine.practice_id
       and regexp_replace(upper(o.claim_number), '[^A-Z0-9]', '', 'g') = regexp_replace(upper($2), '[^A-Z0-9]', '', 'g')`,
    [caseId, number],
  );
  if (!rows[0]) return;
  const conflicts = await conflictsFor(client, caller, [{ claimId: null, caseId: rows[0].id }]);
  if (conflicts.length === 0) {
    throw new Problem('claims_taken', 'A case that you may not see has this claim number. Ask a manager.');
  }
  throw new Problem('claims_taken', 'Another open case has this claim number. Work there, or close it first.', {
    conflicts,
  });
}
