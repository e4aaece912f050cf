/** The board and the denial views at 100,000 open cases of each kind, beside the best SQL we could write by hand. */
import type { Caller } from '../../api/auth/caller';
import { boardRoutes } from '../../api/routes/boards';
import type { RouteContext } from '../../api/route';
import { SUMMARY, SUMMARY_JOINS } from '../../api/read/case-views';
import type { Db } from '../../platform/db';
import { ms, percentile, takeTurns, times, type Line } from '../figures';
import type { Stand } from '../stand';
import { fill } from './view-rows';

const BUDGET_MS = 50;
const RATIO = 1.5;
const PAGE = 51;

/** What a route answers, without HTTP: its own handler with parsed parameters. */
function read(
  db: Db,
  userId: string,
  routePath: string,
  params: Record<string, string>,
  query: Record<string, string>,
) {
  const route = boardRoutes.find((r) => r.path === routePath);
  if (!route?.query) throw new Error(`The API has no route ${routePath}.`);
  const parsed = route.query.parse(query);
  // Somebody who sees every case: what the scope of a location or a team costs, test/api/authorization/scoped-speed tells.
  const caller: Caller = {
    userId,
    via: 'token',
    tokenId: 'bench',
    roles: ['manager'],
    teamIds: [],
    locationIds: 'all',
    coversIds: [],
    openedCaseIds: [],
    scopes: null,
  };
  const asked = { params, query: parsed, caller, deps: { db, now: Date.now } };
  return async () => {
    const answer = await route.handle(asked as unknown as RouteContext);
    return (answer as { body: { items: { id: string }[]; next: string | null } }).body;
  };
}

/** By hand: prepared, one statement for the page with everything it shows, and the counts beside it. */
const boardByHand = (db: Db) => async () => {
  const [page] = await Promise.all([
    db.pool.query<{ id: string }>({
      name: 'board-by-hand',
      text: `with page as materialized (
               select * from cases c where c.kind = 'wc' and c.closed_at is null
               order by attention_rank, attention_on, id limit ${PAGE})
             select ${SUMMARY}, c.detail->'authorizations' as authorizations, c.detail->'silence' as silence,
                    c.detail->'predictedExhaustion' as exhaustion
             from page c ${SUMMARY_JOINS} order by c.attention_rank, c.attention_on, c.id`,
    }),
    db.pool.query({
      name: 'counts-by-hand',
      text: `select attention_rank, count(*)::int from cases where kind = 'wc' and closed_at is null group by 1`,
    }),
  ]);
  return page.rows;
};

const viewByHand = (db: Db, stages: string[], userId: string | null) => async () => {
  const owner = userId === null ? '' : 'and c.owner_user_id = $2';
  const { rows } = await db.pool.query<{ id: string }>({
    name: `view-by-hand-${stages.length}-${owner.length}`,
    text: `with page as materialized (
             select c.* from unnest($1::text[]) s(stage) cross join lateral (
               select * from cases c where c.kind = 'denial' and c.stage = s.stage ${owner}
               order by c.follow_up_on, c.id limit ${PAGE}) c
             order by c.follow_up_on, c.id limit ${PAGE})
           select ${SUMMARY}, c.details->>'description' as description,
                  (select jsonb_agg(jsonb_build_object('id', t.id, 'key', t.key, 'title', t.title,
                     'dueOn', t.due_on, 'priority', t.priority) order by t.due_on, t.id)
                   from task t where t.case_id = c.id and t.state = 'open') as tasks
           from page c ${SUMMARY_JOINS} order by c.follow_up_on, c.id`,
    values: userId === null ? [stages] : [stages, userId],
  });
  return rows;
};

const OPEN = ['New', 'In Progress', 'Awaiting Payment'];

export async function views(stand: Stand, quick: boolean): Promise<Line[]> {
  const each = quick ? 20_000 : 100_000;
  const db = await stand.freshDatabase('bench_views');
  const { userId } = await fill(db, each);
  const view = (name: string) => read(db, userId, '/views/denials/:view', { view: name }, {});
  const asked = [
    { what: 'WC board, first page', ours: read(db, userId, '/board/wc', {}, {}), hand: boardByHand(db) },
    { what: 'denial view open, first page', ours: view('open'), hand: viewByHand(db, OPEN, null) },
    { what: 'denial view my-open, first page', ours: view('my-open'), hand: viewByHand(db, OPEN, userId) },
    {
      what: 'denial view awaiting-payment',
      ours: view('awaiting-payment'),
      hand: viewByHand(db, [OPEN[2] ?? ''], null),
    },
  ];
  const lines: Line[] = [];
  for (const { what, ours, hand } of asked) {
    const [shown, expected] = [await ours(), await hand()];
    const same = shown.items.every((item, n) => item.id === expected[n]?.id);
    if (!same) throw new Error(`${what}: the statement by hand shows other rows, so they cannot be compared.`);
    const took = await takeTurns({ ours, hand }, quick ? 40 : 150);
    const [mine, best] = [percentile(took.ours, 0.95), percentile(took.hand, 0.95)];
    lines.push({
      what: `${what} of ${each.toLocaleString('en')} open cases, p95`,
      ours: ms(mine),
      bare: `SQL by hand: ${ms(best)}`,
      ratio: times(mine / best),
      budget: `<= ${RATIO} x and < ${BUDGET_MS} ms`,
      kept: mine / best <= RATIO && mine < BUDGET_MS,
    });
  }
  return lines;
}
