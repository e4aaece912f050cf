/** Reads what happened on a case, newest first: events and edits, who, what, before -> after, which rule (R20, D2). */
import type { Pool } from 'pg';
import { z } from 'zod';
import { CaseNotFound } from '../../commands/types';
import { decodeCursor, encodeCursor } from '../input/cursor';
import { Instant } from '../input/fields';
import { byKind, effectsTree } from '../privacy/case-privacy';
import { openRecord, phi, plain } from '../privacy/phi';
import { clockWords, eventTitle } from './case-views';
import { patternsOf, type Sort } from './timeline-sorts';

const Change = z.tuple([z.unknown(), z.unknown()]);

export const TimelineEntry = z
  .strictObject({
    id: plain(z.string()).describe('event:<seq> or edit:<number>'),
    at: Instant,
    kind: plain(z.string()).describe('Kind of the case'),
    type: plain(z.string()),
    title: plain(z.string()),
    actor: plain(z.strictObject({ type: z.string(), id: z.string(), name: z.string().nullable() })),
    seq: z.int().nullable(),
    data: openRecord(byKind.event, z.record(z.string(), z.unknown())),
    note: phi('words', z.string().nullable()),
    stage: plain(z.strictObject({ before: z.string().nullable(), after: z.string() }).nullable()),
    changed: openRecord(byKind.facts, z.record(z.string(), Change)).describe('Fact -> [before, after]'),
    clocks: z.array(
      z.strictObject({
        change: z.enum(['armed', 'fired', 'stopped', 'moved', 'redated']),
        name: plain(z.string()),
        title: plain(z.string()),
        dueBefore: Instant.nullable(),
        dueAfter: Instant.nullable(),
      }),
    ),
    effects: z.array(openRecord(effectsTree, z.record(z.string(), z.unknown()))),
    ruleVersion: z.int().nullable(),
    receipt: z
      .strictObject({
        seq: z.int(),
        clock: plain(z.string()),
        ruleId: plain(z.string()),
        ruleVersion: z.int(),
        dueAt: Instant,
        firedAt: Instant,
        latenessMs: z.int(),
      })
      .nullable()
      .describe('The clock that caused it'),
    fields: plain(z.array(z.string())).describe('Names of the fields an edit changed'),
  })
  .meta({ id: 'TimelineEntry' });
type Entry = z.infer<typeof TimelineEntry>;

interface Row {
  source: 0 | 1;
  n: string;
  at: Date;
  type: string;
  actor_type: string;
  actor_id: string;
  actor_name: string | null;
  data: Record<string, unknown>;
  note: string | null;
  stage_before: string | null;
  stage_after: string | null;
  changed: Entry['changed'] | null;
  clock_changes: {
    change: Entry['clocks'][number]['change'];
    name: string;
    dueBefore: number | null;
    dueAfter: number | null;
  }[];
  effects: Entry['effects'];
  rule_version: number | null;
  r_name: string | null;
  r_rule_id: string | null;
  r_rule_version: number | null;
  r_due_at: Date | null;
  r_fired_at: Date | null;
}

/** Events first by instant, then by number; an edit at the same instant comes after the event. */
const TIMELINE = `
with entries as (
  (select 0 as source, e.seq::bigint as n, e.at, e.type, e.actor_type, e.actor_id, e.data, e.note, e.stage_before,
          e.stage_after, e.changed, e.clock_changes, e.effects, e.rule_version
   from case_event e
   where e.case_id = $1 and ($2::timestamptz is null or (e.at, 0, e.seq::bigint) < ($2::timestamptz, $3::int, $4::bigint))
     and ($6::text[] is null or e.type like any($6::text[]))
   order by e.at desc, e.seq desc limit $5)
  union all
  (select 1, a.id, a.at, a.action, a.actor_type, a.actor_id, a.data, null, null, null, null, '[]'::jsonb, '[]'::jsonb, null
   from audit_entry a
   where a.case_id = $1 and a.action = 'case.edited' and $6::text[] is null
     and ($2::timestamptz is null or (a.at, 1, a.id) < ($2::timestamptz, $3::int, $4::bigint))
   order by a.at desc, a.id desc limit $5)
)
select t.*, u.display_name as actor_name, r.name as r_name, r.rule_id as r_rule_id, r.rule_version as r_rule_version,
       r.due_at as r_due_at, r.fired_at as r_fired_at
from (select * from entries order by at desc, source desc, n desc limit $5) t
left join app_user u on t.actor_type = 'user' and u.id::text = t.actor_id
left join clock_receipt r on t.source = 0 and r.case_id = $1 and r.seq = t.n
order by t.at desc, t.source desc, t.n desc`;

/** A page of a case's timeline, newest first. @param show only entries of this sort. */
export async function readTimeline(pool: Pool, caseId: string, limit: number, cursor: string | undefined, show?: Sort) {
  const after =
    cursor === undefined
      ? [null, null, null]
      : decodeCursor('timeline', cursor, [
          z.iso.datetime(),
          z.int().min(0).max(1),
          z.string().regex(/^\d{1,18}$/),
        ] as const);
  const [found, { rows }] = await Promise.all([
    pool.query<{ kind: string }>('select kind from cases where id = $1', [caseId]),
    pool.query<Row>(TIMELINE, [caseId, ...after, limit + 1, patternsOf(show)]),
  ]);
  const kind = found.rows[0]?.kind;
  if (kind === undefined) throw new CaseNotFound(caseId);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const more = rows.length > limit && last;
  return {
    items: page.map((row) => entryOf(kind, row)),
    next: more ? encodeCursor('timeline', [last.at.toISOString(), last.source, last.n]) : null,
  };
}

/** One event of the timeline; null when the case has none of this number. */
export async function readTimelineEvent(pool: Pool, caseId: string, seq: number): Promise<Entry | null> {
  const { rows } = await pool.query<Row & { kind: string }>(
    `select 0 as source, e.seq::bigint as n, e.at, e.type, e.actor_type, e.actor_id, e.data, e.note, e.stage_before,
            e.stage_after, e.changed, e.clock_changes, e.effects, e.rule_version, c.kind,
            u.display_name as actor_name, r.name as r_name, r.rule_id as r_rule_id, r.rule_version as r_rule_version,
            r.due_at as r_due_at, r.fired_at as r_fired_at
     from case_event e join cases c on c.id = e.case_id
     left join app_user u on e.actor_type = 'user' and u.id::text = e.actor_id
     left join clock_receipt r on r.case_id = e.case_id and r.seq = e.seq
     where e.case_id = $1 and e.seq = $2`,
    [caseId, seq],
  );
  const row = rows[0];
  return row ? entryOf(row.kind, row) : null;
}

function entryOf(kind: string, row: Row): Entry {
  const isEvent = row.source === 0;
  const instant = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
  return {
    id: `${isEvent ? 'event' : 'edit'}:${row.n}`,
    at: row.at.toISOString(),
    kind,
    type: row.type,
    title: isEvent ? titleOf(kind, row) : 'Details edited',
    actor: { type: row.actor_type, id: row.actor_id, name: row.actor_name },
    seq: isEvent ? Number(row.n) : null,
    data: isEvent ? row.data : {},
    note: row.note,
    stage: row.stage_after === null ? null : { before: row.stage_before, after: row.stage_after },
    changed:
      row.changed ??
      (Array.isArray(row.data['priority']) ? { priority: row.data['priority'] as [unknown, unknown] } : {}),
    clocks: row.clock_changes.map(({ change, name, dueBefore, dueAfter }) => ({
      change,
      name,
      title: clockWords(kind, name).title,
      dueBefore: instant(dueBefore),
      dueAfter: instant(dueAfter),
    })),
    effects: row.effects,
    ruleVersion: row.rule_version,
    receipt: receiptOf(row),
    fields: isEvent ? [] : ((row.data['fields'] as string[] | undefined) ?? []),
  };
}

function titleOf(kind: string, row: Row): string {
  if (row.type === 'clock.fired' && row.r_name) return clockWords(kind, row.r_name).title;
  return eventTitle(kind, row.type);
}

function receiptOf(row: Row): Entry['receipt'] {
  const { r_name, r_rule_id, r_rule_version, r_due_at, r_fired_at } = row;
  if (!r_name || !r_rule_id || r_rule_version === null || !r_due_at || !r_fired_at) return null;
  return {
    seq: Number(row.n),
    clock: r_name,
    ruleId: r_rule_id,
    ruleVersion: r_rule_version,
    dueAt: r_due_at.toISOString(),
    firedAt: r_fired_at.toISOString(),
    latenessMs: r_fired_at.getTime() - r_due_at.getTime(),
  };
}
