/** Reads the share of clocks met, by person, by team and by clock (R29). What counts as met is in definitions.ts. */
import type { Pool } from 'pg';
import { z } from 'zod';
import { caseScope } from '../auth/row-scope';
import { plain } from '../privacy/phi';
import type { Asking } from '../read/case-filter';
import { clockWords, ownerOf, OwnerView } from '../read/case-views';
import { Statement } from '../read/statement';
import { promises } from './definitions';
import type { Period } from './period';

const Shares = {
  met: z.int(),
  missed: z.int(),
  share: z.number().nullable().describe('Met, of met and missed; null: there was none'),
};

export const ClocksMet = z
  .strictObject({
    ...Shares,
    people: z.array(z.strictObject({ owner: OwnerView.nullable().describe('null: nobody owned the case'), ...Shares })),
    teams: z
      .array(z.strictObject({ owner: OwnerView, ...Shares }))
      .describe(
        'Cases that a team owned, or one of those who are its members now; a person of two teams counts in both',
      ),
    clocks: z.array(
      z.strictObject({ kind: plain(z.string()), clock: plain(z.string()), title: plain(z.string()), ...Shares }),
    ),
  })
  .meta({ id: 'ClocksMet' });
type ClocksMet = z.infer<typeof ClocksMet>;

export interface ClocksQuery {
  readonly asking: Asking;
  readonly practiceId: string | undefined;
  readonly period: Period;
}

/** As the index says it. */
const ENDED = `(e.clock_changes @> '[{"change": "stopped"}]' or e.clock_changes @> '[{"change": "redated"}]')`;

/** The owner as the last change of it says, at an event `seq` of a case. */
const ownerAt = (caseId: string, seq: string) =>
  `left join lateral (select x.changed->'owner'->1 as owner from case_event x
     where x.case_id = ${caseId} and x.seq <= ${seq} and x.changed ? 'owner' order by x.seq desc limit 1) o on true`;

/**
 * Rows (case_id, kind, clock, met, owner_user_id, owner_team_id), one for each promise that ended on a day of the period.
 * An act on a clock that has fired already ends nothing, so that none counts twice.
 */
export function endedClocks({ asking, practiceId, period }: ClocksQuery, s: Statement): string {
  const scopes = ['true', ...asking.may.map((permission) => caseScope(asking.caller, permission, s))];
  const place = practiceId === undefined ? 'true' : `c.practice_id = ${s.value(practiceId, 'uuid')}`;
  const where = `${scopes.join(' and ')} and ${place}`;
  const [from, to] = [s.value(period.from, 'date'), s.value(period.to, 'date')];
  const within = (at: string) => `${at} >= ${from} - interval '1 day' and ${at} < ${to} + interval '2 days'
    and (${at} at time zone p.zone)::date between ${from} and ${to}`;
  const kept = promises.flatMap(({ kind, clock, metBy }) => metBy.map((type) => ({ kind, clock, type })));
  const metBy = s.value(JSON.stringify(kept), 'jsonb');
  const broken = s.value(JSON.stringify(promises.map(({ kind, clock }) => ({ kind, clock }))), 'jsonb');
  return `select e.case_id, c.kind, k->>'name' as clock, true as met,
      (o.owner->>'userId')::uuid as owner_user_id, (o.owner->>'teamId')::uuid as owner_team_id
    from case_event e join cases c on c.id = e.case_id join practice p on p.id = c.practice_id
    cross join lateral jsonb_array_elements(e.clock_changes) k
    join jsonb_to_recordset(${metBy}) as y(kind text, clock text, type text)
      on y.kind = c.kind and y.clock = k->>'name' and y.type = e.type
    ${ownerAt('e.case_id', 'e.seq')}
    where ${ENDED} and ${within('e.at')} and ${where}
      and (k->>'change' = 'stopped' or (k->>'change' = 'redated' and k->'dueAfter' > k->'dueBefore'))
    union all
    select r.case_id, c.kind, r.name, false, (o.owner->>'userId')::uuid, (o.owner->>'teamId')::uuid
    from clock_receipt r join cases c on c.id = r.case_id join practice p on p.id = c.practice_id
    join jsonb_to_recordset(${broken}) as y(kind text, clock text) on y.kind = c.kind and y.clock = r.name
    ${ownerAt('r.case_id', 'r.seq')}
    where ${within('r.fired_at')} and r.due_at > r.armed_at and ${where}`;
}

interface Row {
  by: 'all' | 'owner' | 'team' | 'clock';
  kind: string | null;
  clock: string | null;
  owner_user_id: string | null;
  owner_team_id: string | null;
  owner_user_name: string | null;
  owner_team_name: string | null;
  met: number;
  missed: number;
}

export async function readClocksMet(pool: Pool, query: ClocksQuery): Promise<ClocksMet> {
  const s = new Statement();
  const counts = 'count(*) filter (where met)::int as met, count(*) filter (where not met)::int as missed';
  const nobody = 'null::uuid as owner_user_id, null::uuid as owner_team_id';
  const { rows } = await pool.query<Row>(
    `with ended as materialized (${endedClocks(query, s)}),
     in_team as (
       select owner_team_id as team_id, met from ended where owner_team_id is not null
       union all
       select m.team_id, ended.met from ended join team_member m on m.user_id = ended.owner_user_id),
     counted as (
       select 'all' as by, null as kind, null as clock, ${nobody}, ${counts} from ended
       union all
       select 'owner', null, null, owner_user_id, owner_team_id, ${counts} from ended group by 4, 5
       union all
       select 'team', null, null, null, team_id, ${counts} from in_team group by team_id
       union all
       select 'clock', kind, clock, ${nobody}, ${counts} from ended group by 2, 3)
     select counted.*, u.display_name as owner_user_name, g.name as owner_team_name from counted
     left join app_user u on u.id = counted.owner_user_id left join team g on g.id = counted.owner_team_id
     order by met + missed desc, owner_user_name, owner_team_name, kind, clock, owner_user_id, owner_team_id`,
    s.values,
  );
  const of = (by: Row['by']) => rows.filter((row) => row.by === by);
  return {
    ...sharesOf(of('all')[0] ?? { met: 0, missed: 0 }),
    people: of('owner').map((row) => ({ owner: ownerOf(row), ...sharesOf(row) })),
    teams: of('team').flatMap((row) => {
      const owner = ownerOf(row);
      return owner === null ? [] : [{ owner, ...sharesOf(row) }];
    }),
    clocks: of('clock').map((row) => {
      const [kind, clock] = [row.kind ?? '', row.clock ?? ''];
      return { kind, clock, title: clockWords(kind, clock).title, ...sharesOf(row) };
    }),
  };
}

function sharesOf({ met, missed }: Pick<Row, 'met' | 'missed'>) {
  return { met, missed, share: met + missed === 0 ? null : met / (met + missed) };
}
