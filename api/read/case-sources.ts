/** Reads where each fact of a case comes from: which event, edit or import gave it last, who, and when (A16, R20). */
import type { Pool } from 'pg';
import { z } from 'zod';
import { Instant } from '../input/fields';
import { plain } from '../privacy/phi';
import { eventTitle } from './case-views';

const from = ['portal', 'ehr', 'billing', 'import', 'feed', 'person', 'rule'] as const;

export const SourceView = z
  .strictObject({
    field: plain(z.string()).describe('A fact of the case, or details.<name>'),
    from: z.enum(from).describe('What the event itself names, or else what kind of sender it had'),
    at: Instant,
    by: plain(z.string().nullable()).describe('Name of the person or feed'),
    how: plain(z.string()).describe('The event or edit, in words'),
    seq: z.int().nullable().describe('The event on the timeline; null: an edit'),
  })
  .meta({ id: 'FactSource' });
type SourceView = z.infer<typeof SourceView>;

interface Row {
  field: string;
  seq: number | null;
  at: Date;
  type: string;
  actor_type: string;
  actor_name: string | null;
  actor_kind: string | null;
  named: string | null;
  imported: boolean;
}

/**
 * The last event that changed each fact, and the last edit of each detail. Details that nobody edited came with the
 * opening. An import writes `case.revised` for the details it brings, without naming them: they count as its own.
 */
const SOURCES = `
with events as (
  select distinct on (f.field) f.field, e.seq, e.at, e.type, e.actor_type, e.actor_id, e.data->>'source' as named,
         (e.data ? 'sourceImportId' or e.data ? 'importId') as imported
  from case_event e cross join lateral jsonb_object_keys(e.changed) as f(field)
  where e.case_id = $1 order by f.field, e.seq desc),
details as (
  select 'details.' || d.field as field, 1 as seq, e.at, e.type, e.actor_type, e.actor_id, null as named,
         (e.data ? 'sourceImportId') as imported
  from cases c cross join lateral jsonb_object_keys(c.details) as d(field)
  join case_event e on e.case_id = c.id and e.seq = 1 where c.id = $1),
edits as (
  select f.field, null::int as seq, a.at, a.action as type, a.actor_type, a.actor_id, null as named, false as imported,
         a.id
  from audit_entry a cross join lateral jsonb_array_elements_text(a.data->'fields') as f(field)
  where a.case_id = $1 and a.action = 'case.edited'
  union all
  select d.field, null, a.at, a.action, a.actor_type, a.actor_id, null, true, a.id
  from audit_entry a cross join details d where a.case_id = $1 and a.action = 'case.revised'),
latest as (
  select distinct on (e.field) e.* from (
    select field, seq, at, type, actor_type, actor_id, named, imported, seq::bigint as n from events
    union all select field, seq, at, type, actor_type, actor_id, named, imported, 0 from details
    union all select field, seq, at, type, actor_type, actor_id, named, imported, id from edits) e
  order by e.field, e.at desc, e.n desc)
select l.field, l.seq, l.at, l.type, l.actor_type, l.named, l.imported, u.display_name as actor_name, u.kind as actor_kind
from latest l left join app_user u on u.id::text = l.actor_id order by l.field`;

export async function readSources(pool: Pool, caseId: string): Promise<SourceView[]> {
  const [found, { rows }] = await Promise.all([
    pool.query<{ kind: string }>('select kind from cases where id = $1', [caseId]),
    pool.query<Row>(SOURCES, [caseId]),
  ]);
  const kind = found.rows[0]?.kind ?? '';
  return rows.map((row) => ({
    field: row.field,
    from: fromOf(row),
    at: row.at.toISOString(),
    by: row.actor_name,
    how: row.seq === null ? (row.type === 'case.revised' ? 'Import' : 'Details edited') : eventTitle(kind, row.type),
    seq: row.seq,
  }));
}

function fromOf(row: Row): SourceView['from'] {
  if (row.named === 'portal' || row.named === 'ehr' || row.named === 'billing') return row.named;
  if (row.imported) return 'import';
  if (row.actor_type === 'system') return 'rule';
  return row.actor_kind === 'service' || row.actor_type === 'service' ? 'feed' : 'person';
}
