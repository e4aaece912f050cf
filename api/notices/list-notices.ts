/**
 * What a person is told: notices to them, their teams and roles; emergencies to review; tasks that others handed to them;
 * batches and imports of theirs that ended. Read from what is there; only what was seen is kept beside it.
 */
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Caller } from '../auth/caller';
import { may } from '../auth/permissions';
import { caseScope } from '../auth/row-scope';
import { Instant } from '../input/fields';
import { phi, plain } from '../privacy/phi';
import { Statement } from '../read/statement';

export const NoticeView = z
  .strictObject({
    id: plain(z.string()).describe('Names it when it is marked as read'),
    about: z.enum(['case', 'emergency', 'task', 'batch', 'import']),
    template: plain(z.string()),
    title: plain(z.string()),
    at: Instant,
    read: z.boolean(),
    caseId: z.uuid().nullable(),
    kind: plain(z.string().nullable()),
    /** Of a batch, an import, a broken glass or a task. */
    thingId: z.uuid().nullable(),
    by: plain(z.string().nullable()).describe('Who did it'),
    counts: z.strictObject({ done: z.int(), failed: z.int() }).nullable(),
    patient: phi('identity', z.string().nullable()),
    claimNumber: phi('identity', z.string().nullable()),
  })
  .meta({ id: 'Notice' });
export type NoticeView = z.infer<typeof NoticeView>;

/** Older than this is history: it stands on the timeline and in the lists. */
const DAYS = 30;
/** More unread than this is a number nobody reads. */
export const MOST_NOTICES = 100;

const titles: Readonly<Record<string, string>> = {
  'wc-authorization-expiring': 'Authorization is ending: request an extension',
  'break-glass-opened': 'Opened in an emergency: review it',
  'task-assigned': 'Task handed to you',
  'batch-ended': 'Bulk change finished',
  'batch-stopped': 'Bulk change stopped',
  'import-finished': 'Import finished',
  'import-failed': 'Import could not be read',
};

interface Row {
  id: string;
  about: NoticeView['about'];
  template: string;
  at: Date;
  read: boolean;
  case_id: string | null;
  kind: string | null;
  thing_id: string | null;
  by_name: string | null;
  done: number | null;
  failed: number | null;
  patient: string | null;
  claim_number: string | null;
}

/** Newest first. @param now epoch ms. */
export async function listNotices(pool: Pool, caller: Caller, now: number, limit: number): Promise<NoticeView[]> {
  const s = new Statement();
  const me = s.value(caller.userId, 'uuid');
  const since = s.value(new Date(now - DAYS * 86_400_000).toISOString(), 'timestamptz');
  const most = s.value(limit, 'int');
  const parts = [
    ...toPeople(caller, s, me, since, most),
    ...emergencies(caller, s, me, since, most),
    ...tasks(caller, s, me, since, most),
    ...ended(me, since, most),
  ].map((part) => `(${part})`);
  const { rows } = await pool.query<Row>(
    `with told (id, about, template, at, case_id, thing_id, by_name, done, failed) as materialized (${parts.join(' union all ')})
     select t.id, t.about, t.template, t.at, t.case_id, t.thing_id, t.by_name, t.done, t.failed, c.kind,
            exists (select 1 from notice_read r where r.user_id = ${me} and r.key = t.id) as read,
            coalesce(n.name, c.details #>> '{patient,name}') as patient, c.claim_number
     from told t left join cases c on c.id = t.case_id left join patient n on n.id = c.patient_id
     order by t.at desc, t.id limit ${most}`,
    s.values,
  );
  return rows.map(viewOf);
}

function viewOf(row: Row): NoticeView {
  return {
    id: row.id,
    about: row.about,
    template: row.template,
    title: titles[row.template] ?? row.template,
    at: row.at.toISOString(),
    read: row.read,
    caseId: row.case_id,
    kind: row.kind,
    thingId: row.thing_id,
    by: row.by_name,
    counts: row.done === null ? null : { done: row.done, failed: row.failed ?? 0 },
    patient: row.patient,
    claimNumber: row.claim_number,
  };
}

const NOBODY = `null::uuid as thing_id, null::text as by_name, null::int as done, null::int as failed`;
const NEVER = 'false';

/** A notice to a role is for those of that role who may read the case. */
function toPeople(caller: Caller, s: Statement, me: string, since: string, most: string): string[] {
  if (!may(caller, 'case.read')) return [];
  const people = [me, ...caller.coversIds.map((id) => s.value(id, 'uuid'))];
  const to = [
    `o.user_id in (${people.join(', ')})`,
    `o.team_id = any(${s.value(caller.teamIds, 'uuid[]')})`,
    `o.role = any(${s.value(caller.roles, 'text[]')})`,
  ];
  return [
    `select distinct on (o.at, o.case_id, o.template) 'notice:' || o.id as id, 'case' as about, o.template, o.at, o.case_id, ${NOBODY}
     from notice o join cases c on c.id = o.case_id
     where o.at > ${since} and o.template <> 'break-glass-opened' and (${to.join(' or ')})
       and ${caseScope(caller, 'case.read', s)} order by o.at desc, o.case_id, o.template limit ${most}`,
  ];
}

/** Until somebody has reviewed it; nobody reviews their own. */
function emergencies(caller: Caller, s: Statement, me: string, since: string, most: string): string[] {
  const scope = may(caller, 'break-glass.review') ? caseScope(caller, 'break-glass.review', s) : NEVER;
  if (scope === NEVER) return [];
  return [
    `select 'break-glass:' || b.id, 'emergency', 'break-glass-opened', b.opened_at, b.case_id, b.id, u.display_name,
            null::int, null::int
     from break_glass b join cases c on c.id = b.case_id join app_user u on u.id = b.user_id
     where b.opened_at > ${since} and b.reviewed_at is null and b.user_id <> ${me} and ${scope}
     order by b.opened_at desc limit ${most}`,
  ];
}

function tasks(caller: Caller, s: Statement, me: string, since: string, most: string): string[] {
  if (!may(caller, 'task.read')) return [];
  return [
    `select 'task:' || t.id || ':' || (extract(epoch from t.assigned_at) * 1000)::bigint, 'task', 'task-assigned',
            t.assigned_at, t.case_id, t.id, u.display_name, null::int, null::int
     from task t join cases c on c.id = t.case_id left join app_user u on u.id = t.assigned_by
     where t.assignee_user_id = ${me} and t.assigned_by is not null and t.assigned_by <> ${me} and t.state = 'open'
       and t.assigned_at > ${since} and ${caseScope(caller, 'task.read', s)} order by t.assigned_at desc limit ${most}`,
  ];
}

/** One's own only. A dry run is looked at while it runs. */
const ended = (me: string, since: string, most: string): string[] => [
  `select 'batch:' || b.id, 'batch', case b.state when 'stopped' then 'batch-stopped' else 'batch-ended' end, b.finished_at,
          null::uuid, b.id, null::text, b.done, b.failed
   from batch b where b.created_by = ${me} and b.finished_at > ${since} order by b.finished_at desc limit ${most}`,
  `select 'import:' || i.id, 'import', case when i.error is null then 'import-finished' else 'import-failed' end,
          i.finished_at, null::uuid, i.id, null::text, null::int, null::int
   from import i where i.created_by = ${me} and i.finished_at > ${since} and not i.dry_run
   order by i.finished_at desc limit ${most}`,
];

/** Marks as read; what is marked already stays as it was. */
export async function markRead(pool: Pool, caller: Caller, keys: readonly string[]): Promise<void> {
  await pool.query(
    `insert into notice_read (user_id, key) select $1::uuid, k from unnest($2::text[]) k on conflict do nothing`,
    [caller.userId, keys],
  );
}
