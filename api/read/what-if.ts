/** Reads what-ifs and what they would do to each case; each is shown to who asked for it, its cases by that caller's scope. */
import type { Pool } from 'pg';
import { z } from 'zod';
import type { WhatIfSummary } from '../../commands/rules/what-if/tally';
import { LOST_AFTER } from '../../commands/rules/what-if/start';
import type { MovedClock, NewTask } from '../../domain/kernel';
import type { Caller } from '../auth/caller';
import { may } from '../auth/permissions';
import { caseScope } from '../auth/row-scope';
import { CivilDay, Instant } from '../input/fields';
import { decodeCursor, encodeCursor } from '../input/cursor';
import { phi, plain } from '../privacy/phi';
import { clockWords, ownerOf, OwnerView } from './case-views';
import { RuleChange } from './rule-changes';
import { Statement } from './statement';

const Day = z.strictObject({
  on: plain(CivilDay),
  closed: plain(z.string().nullable()).describe('Why the practice is closed that day; null: it works'),
  live: z.int().describe('New tasks with the rules as they are'),
  draft: z.int().describe('New tasks with the draft'),
  due: z.int().describe('Tasks that are open now and due that day'),
});

const OwnerLoadView = z.strictObject({
  type: z.enum(['user', 'team', 'role', 'none']),
  id: plain(z.string().nullable()).describe('Of the person or team; the name of a role'),
  name: plain(z.string().nullable()),
  live: z.array(z.int()).describe('New tasks, a number a day'),
  draft: z.array(z.int()),
});

const Summary = z.strictObject({
  cases: z.int(),
  changed: z.int().describe('Cases on which something changes at the publication'),
  failed: z.int().describe('Cases that could not be computed; the figures are without them'),
  flagged: z.int(),
  cleared: z.int(),
  flags: z.array(z.strictObject({ flag: plain(z.string()), raised: z.int(), cleared: z.int() })),
  clocks: z
    .strictObject({
      moved: z.int(),
      cases: z.int(),
      atPublish: z.int(),
      sooner: z.int(),
      later: z.int(),
      started: z.int(),
      stopped: z.int(),
    })
    .describe('Clocks that change at the publication; atPublish: their new instant has passed, so they act then'),
  opened: z.int().describe('Tasks that the publication opens'),
  closed: z.int().describe('Tasks that the publication closes'),
  tasks: z.strictObject({ live: z.int(), draft: z.int() }).describe('New tasks of all the days'),
  days: z.array(Day).describe('From today to the end of the sixth working day'),
  owners: z.array(OwnerLoadView),
});

export const WhatIfView = z
  .strictObject({
    id: z.uuid(),
    state: z.enum(['running', 'finished', 'failed', 'replaced']),
    scope: plain(z.string()),
    changes: plain(z.array(RuleChange)),
    basedOn: z.int().describe('The rule version it compares with'),
    stale: z.boolean().describe('Rules were published since'),
    total: z.int(),
    done: z.int(),
    startedAt: Instant,
    finishedAt: Instant.nullable(),
    elapsedMs: z.int(),
    summary: Summary.nullable(),
  })
  .meta({ id: 'WhatIf' });
export type WhatIfView = z.infer<typeof WhatIfView>;

export const WhatIfCase = z
  .strictObject({
    caseId: z.uuid(),
    kind: plain(z.string()),
    stage: plain(z.string()),
    patient: phi('identity', z.string().nullable()),
    claimNumber: phi('identity', z.string().nullable()),
    owner: OwnerView.nullable(),
    flagsRaised: plain(z.array(z.string())),
    flagsCleared: plain(z.array(z.string())),
    clocks: z.array(
      z.strictObject({
        name: plain(z.string()),
        title: plain(z.string()),
        change: z.enum(['armed', 'fired', 'stopped', 'moved', 'redated']),
        dueBefore: Instant.nullable(),
        dueAfter: Instant.nullable(),
        atPublish: z.boolean().describe('Its new instant has passed: it acts at the publication'),
        runningSince: Instant.describe('Elapsed time is kept: the new date counts from the same fact'),
      }),
    ),
    opened: z.array(
      z.strictObject({
        key: plain(z.string()),
        title: plain(z.string()),
        dueOn: plain(CivilDay),
        role: plain(z.string().nullable()),
      }),
    ),
    closed: plain(z.array(z.strictObject({ key: z.string(), title: z.string(), outcome: z.string() }))),
  })
  .meta({ id: 'WhatIfCase' });
type WhatIfCase = z.infer<typeof WhatIfCase>;

interface Row extends Omit<WhatIfView, 'summary' | 'startedAt' | 'finishedAt'> {
  readonly createdBy: string;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly summary: WhatIfSummary | null;
}

/** Null when there is none that this caller asked for. */
export async function readWhatIf(pool: Pool, caller: Caller, id: string): Promise<WhatIfView | null> {
  const { rows } = await pool.query<Row>(
    `select w.id, w.scope, w.changes, w.based_on as "basedOn", w.total, w.done, w.created_at as "startedAt",
            w.finished_at as "finishedAt", w.summary, w.created_by as "createdBy",
            case when w.state = 'running' and w.beat_at < now() - $3::interval then 'failed' else w.state end as state,
            coalesce((select max(version) from rule_version), 0) > w.based_on as stale,
            (extract(epoch from coalesce(w.finished_at, now()) - w.created_at) * 1000)::int as "elapsedMs"
     from rule_what_if w where w.id = $1 and w.created_by = $2`,
    [id, caller.userId, LOST_AFTER],
  );
  const [row] = rows;
  if (!row) return null;
  const { createdBy: _createdBy, summary, ...head } = row;
  return {
    ...head,
    startedAt: row.startedAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
    summary: summary && (await summaryOf(pool, caller, summary)),
  };
}

async function summaryOf(pool: Pool, caller: Caller, summary: WhatIfSummary): Promise<z.infer<typeof Summary>> {
  const s = new Statement();
  const people = summary.owners.flatMap(({ key }) => /^(?:user|team):(.+)$/.exec(key)?.[1] ?? []);
  const seen = caseScope(caller, may(caller, 'case.read') ? 'case.read' : 'rules.read', s);
  const days = s.value(
    summary.days.map(({ on }) => on),
    'date[]',
  );
  const [names, due] = await Promise.all([
    pool.query<{ id: string; name: string }>(
      `select id, display_name as name from app_user where id = any($1::uuid[])
       union all select id, name from team where id = any($1::uuid[])`,
      [people],
    ),
    pool.query<{ on: string; n: number }>(
      `select to_char(t.due_on, 'YYYY-MM-DD') as "on", count(*)::int as n from task t join cases c on c.id = t.case_id
       where t.state = 'open' and t.due_on = any(${days}) and ${seen} group by t.due_on`,
      s.values,
    ),
  ]);
  const nameOf = new Map(names.rows.map(({ id, name }) => [id, name]));
  const dueOn = new Map(due.rows.map(({ on, n }) => [on, n]));
  return {
    ...summary,
    flags: [...summary.flags],
    days: summary.days.map((day) => ({ ...day, due: dueOn.get(day.on) ?? 0 })),
    owners: summary.owners.map(({ key, live, draft }) => {
      const [type, id] = key.split(':') as ['user' | 'team' | 'role' | 'none', string | undefined];
      return { type, id: id ?? null, name: nameOf.get(id ?? '') ?? null, live: [...live], draft: [...draft] };
    }),
  };
}

export const whatIfParts = ['all', 'flagged', 'cleared', 'moved'] as const;

interface CaseRow {
  readonly case_id: string;
  readonly kind: string;
  readonly stage: string;
  readonly patient: string | null;
  readonly claim_number: string | null;
  readonly owner_user_id: string | null;
  readonly owner_team_id: string | null;
  readonly owner_user_name: string | null;
  readonly owner_team_name: string | null;
  readonly sort_at: Date;
  readonly titles: Readonly<Record<string, string>>;
  readonly effect: {
    readonly flagsRaised: string[];
    readonly flagsCleared: string[];
    readonly clocks: readonly MovedClock[];
    readonly opened: readonly NewTask[];
    readonly closed: readonly { readonly key: string; readonly outcome: string }[];
  };
}

/** Cases of a what-if that the caller may read still, those first that it reaches soonest. */
export async function readWhatIfCases(
  pool: Pool,
  caller: Caller,
  ask: {
    readonly id: string;
    readonly which: (typeof whatIfParts)[number];
    readonly limit: number;
    readonly cursor?: string | undefined;
  },
) {
  const s = new Statement();
  const where = [`w.what_if_id = ${s.value(ask.id, 'uuid')}`, caseScope(caller, 'case.read', s)];
  if (ask.which === 'moved') where.push('w.moved > 0');
  else if (ask.which !== 'all') where.push(`w.${ask.which}`);
  const name = `what-if:${ask.id}:${ask.which}`;
  if (ask.cursor !== undefined) {
    const [at, caseId] = decodeCursor(name, ask.cursor, [z.iso.datetime(), z.uuid()] as const);
    where.push(`(w.sort_at, w.case_id) > (${s.value(at, 'timestamptz')}, ${s.value(caseId, 'uuid')})`);
  }
  const { rows } = await pool.query<CaseRow>(
    `select w.case_id, c.kind, c.stage, coalesce(patient.name, c.details #>> '{patient,name}') as patient,
            c.claim_number, c.owner_user_id, c.owner_team_id, owner_user.display_name as owner_user_name,
            owner_team.name as owner_team_name, w.sort_at, w.effect,
            coalesce((select jsonb_object_agg(t.key, t.title) from task t
                      where t.case_id = c.id and t.state = 'open' and t.key not like 'own:%'), '{}') as titles
     from rule_what_if_case w join cases c on c.id = w.case_id
     left join app_user owner_user on owner_user.id = c.owner_user_id
     left join team owner_team on owner_team.id = c.owner_team_id
     left join patient on patient.id = c.patient_id
     where ${where.join(' and ')} order by w.sort_at, w.case_id limit ${s.value(ask.limit + 1)}`,
    s.values,
  );
  const page = rows.slice(0, ask.limit);
  const last = page.at(-1);
  return {
    items: page.map(caseOf),
    next: rows.length > page.length && last ? encodeCursor(name, [last.sort_at.toISOString(), last.case_id]) : null,
  };
}

const instant = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

function caseOf(row: CaseRow): WhatIfCase {
  const { flagsRaised, flagsCleared, clocks, opened, closed } = row.effect;
  return {
    caseId: row.case_id,
    kind: row.kind,
    stage: row.stage,
    patient: row.patient,
    claimNumber: row.claim_number,
    owner: ownerOf(row),
    flagsRaised,
    flagsCleared,
    clocks: clocks.map((clock) => ({
      name: clock.name,
      title: clockWords(row.kind, clock.name).title,
      change: clock.change,
      dueBefore: instant(clock.dueBefore),
      dueAfter: instant(clock.dueAfter),
      atPublish: clock.atPublish,
      runningSince: new Date(clock.runningSince).toISOString(),
    })),
    opened: opened.map(({ key, title, dueOn, role }) => ({ key, title, dueOn, role })),
    closed: closed.map(({ key, outcome }) => ({ key, title: row.titles[key] ?? 'Task', outcome })),
  };
}
