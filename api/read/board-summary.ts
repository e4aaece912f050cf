/** Counts of the WC board and the words beside them: how near, how long, how much, whose, and what nobody watches (E1, E2, E4, N10). */
import type { Pool } from 'pg';
import { z } from 'zod';
import { businessDaysBetween, localDateOf } from '../../domain/calendar';
import { placeKey, type Place, type RuleSource } from '../../commands/rule-source';
import { CivilDay } from '../input/fields';
import { phi, plain } from '../privacy/phi';
import {
  caseConditions,
  ofTeams,
  sections,
  todayOf,
  UNOWNED,
  type Asking,
  type CaseFilter,
  type Section,
} from './case-filter';
import { Statement } from './statement';

const Count = z.int();

export const BoardSummary = z
  .strictObject({
    sections: z.record(z.enum(sections), Count),
    authorization: z.strictObject({
      past: Count.describe('Lost already'),
      soon: Count.describe('Lost today or tomorrow'),
      nextOn: plain(CivilDay.nullable()).describe('The nearest day, past or to come'),
    }),
    silent: z.strictObject({ longest: Count.nullable().describe('Business days') }),
    unbilled: z.strictObject({
      longest: Count.nullable().describe('Business days'),
      cents: phi('money', z.int()).describe('Charges of their claims'),
    }),
    unowned: Count.describe('Open WC cases without an owner, wherever they stand (E2)'),
    unwatched: Count.describe(
      'Open cases of every kind with no clock, no task and no command on its way; must be 0 (N10)',
    ),
    views: z.strictObject({
      urgent: Count,
      mine: Count,
      team: Count,
      all: Count,
      covers: z
        .array(z.strictObject({ id: z.uuid(), name: plain(z.string()), n: Count }))
        .describe('Whose queue is yours now (E4)'),
    }),
  })
  .meta({ id: 'BoardSummary', description: 'Of all open WC cases that you may see, whatever the filter' });
export type BoardSummary = z.input<typeof BoardSummary>;

interface Ranked {
  rank: number;
  n: number;
  unowned: number;
  mine: number;
  team: number;
  covers: number[];
}

/** One pass over the index of the board's counts. */
async function countRanked(pool: Pool, filter: CaseFilter, asking: Asking): Promise<Ranked[]> {
  const s = new Statement();
  const { caller } = asking;
  const count = (condition: string) => `count(*) filter (where ${condition})::int`;
  const of = (id: string) => count(`c.owner_user_id = ${s.value(id, 'uuid')}`);
  const covers = caller.coversIds.map(of).join(', ');
  const columns = [
    `${count(UNOWNED)} as unowned`,
    `${of(caller.userId)} as mine`,
    `${count(ofTeams(caller, s))} as team`,
    `array[${covers}]::int[] as covers`,
  ].join(', ');
  const where = caseConditions({ ...filter, kind: 'wc', open: true }, asking, s).join(' and ');
  const { rows } = await pool.query<Ranked>(
    `select c.attention_rank as rank, count(*)::int as n, ${columns} from cases c where ${where} group by 1`,
    s.values,
  );
  return rows;
}

const UNRANKED = 9;

/** How many rows each section holds, of those that match. */
export async function countSections(pool: Pool, filter: CaseFilter, asking: Asking): Promise<Record<Section, number>> {
  return sectionsOf(await countRanked(pool, filter, asking));
}

function sectionsOf(ranked: readonly Ranked[]): Record<Section, number> {
  const sum = (pick: (row: Ranked) => number) => ranked.reduce((all, row) => all + pick(row), 0);
  const at = (rank: number) => sum((row) => (row.rank === rank ? row.n : 0));
  const unowned = sum((row) => (row.rank === UNRANKED ? row.unowned : 0));
  return {
    authorization: at(1),
    silent: at(2),
    unbilled: at(3),
    other: sum((row) => (row.rank > 3 && row.rank < UNRANKED ? row.n : 0)),
    unowned,
    quiet: at(UNRANKED) - unowned,
  };
}

interface First extends Place {
  readonly on: string;
}

interface Worded {
  past: number;
  soon: number;
  first: First | null;
  silent: First | null;
  unbilled: First | null;
  cents: string;
  unwatched: number;
}

/** Along the board's own index: the first row of each section, and the few days around today. */
async function readWorded(pool: Pool, asking: Asking): Promise<Worded | undefined> {
  const s = new Statement();
  const of = (section: Section) => caseConditions({ kind: 'wc', section: [section] }, asking, s).join(' and ');
  const today = todayOf('c', asking.now, s);
  // No zone is further ahead: what the index gives up to here holds every practice's tomorrow.
  const latest = s.value(new Date(asking.now + 3 * 86_400_000).toISOString().slice(0, 10), 'date');
  const first = (section: Section) => `(select jsonb_build_object('on', to_char(c.attention_on, 'YYYY-MM-DD'),
      'practiceId', c.practice_id, 'jurisdiction', c.jurisdiction)
    from cases c where ${of(section)} and c.attention_on is not null order by c.attention_rank, c.attention_on, c.id limit 1)`;
  const { rows } = await pool.query<Worded>(
    `select near.past, near.soon, ${first('authorization')} as first, ${first('silent')} as silent,
       ${first('unbilled')} as unbilled,
       (select coalesce(sum(m.charge_cents), 0)::text from cases c join case_claim k on k.case_id = c.id and k.active
          join claim m on m.id = k.claim_id where ${of('unbilled')}) as cents,
       (select count(*)::int from cases c where ${caseConditions({}, asking, s).join(' and ')}
          and c.closed_at is null and c.next_due_at is null
          and not exists (select 1 from task t where t.case_id = c.id and t.state = 'open')
          and not exists (select 1 from command m where m.case_id = c.id and m.state = 'pending')) as unwatched
     from (select count(*) filter (where d.on_day < d.today)::int as past,
                  count(*) filter (where d.on_day between d.today and d.today + 1)::int as soon
           from (select c.attention_on as on_day, ${today} as today from cases c
                 where ${of('authorization')} and c.attention_on <= ${latest}) d) near`,
    s.values,
  );
  return rows[0];
}

export async function readBoardSummary(
  deps: { readonly pool: Pool; readonly rules: RuleSource },
  asking: Asking,
): Promise<BoardSummary> {
  const [ranked, worded, names] = await Promise.all([
    countRanked(deps.pool, {}, asking),
    readWorded(deps.pool, asking),
    namesOf(deps.pool, asking.caller.coversIds),
  ]);
  const places = [worded?.silent, worded?.unbilled].filter((place) => place !== null && place !== undefined);
  const rules = await deps.rules.snapshotsFor(places);
  const longest = (first: First | null | undefined) => {
    const calendar = first && rules.get(placeKey(first))?.calendar;
    return calendar ? businessDaysBetween(calendar, first.on, localDateOf(calendar, asking.now)) : null;
  };
  const sum = (pick: (row: Ranked) => number) => ranked.reduce((all, row) => all + pick(row), 0);
  const all = sectionsOf(ranked);
  return {
    sections: all,
    authorization: { past: worded?.past ?? 0, soon: worded?.soon ?? 0, nextOn: worded?.first?.on ?? null },
    silent: { longest: longest(worded?.silent) },
    unbilled: { longest: longest(worded?.unbilled), cents: Number(worded?.cents ?? 0) },
    unowned: sum((row) => row.unowned),
    unwatched: worded?.unwatched ?? 0,
    views: {
      urgent: sum((row) => row.n) - all.quiet,
      mine: sum((row) => row.mine),
      team: sum((row) => row.team),
      all: sum((row) => row.n),
      covers: asking.caller.coversIds.map((id, n) => ({
        id,
        name: names.get(id) ?? '',
        n: sum((row) => row.covers[n] ?? 0),
      })),
    },
  };
}

async function namesOf(pool: Pool, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await pool.query<{ id: string; name: string }>(
    'select id, display_name as name from app_user where id = any($1::uuid[])',
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
