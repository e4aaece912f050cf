/** Cases and bare workflows with a timer each at a given instant, and when what they wrote arrived. */
import { randomUUID } from 'node:crypto';
import { bareTimer } from '../bare-workflows';
import { percentile } from '../figures';
import { applied, opening, type Stand } from '../stand';
import type { Gateway } from '../../commands/gateway';

/** Due instants by case or row id. */
export type Due = Map<string, number>;

export const clockAt =
  (stand: Stand, gateway: Gateway, claims: readonly string[], due: Due, at: (n: number) => number) =>
  async (n: number): Promise<void> => {
    const request = opening(stand, claims[n] as string, at(n));
    due.set(request.caseId, at(n));
    await applied(gateway.submit(request, 60_000));
  };

export const bareAt =
  (stand: Stand, taskQueue: string, due: Due, at: (n: number) => number) =>
  async (n: number): Promise<void> => {
    const workflowId = `bare:${randomUUID()}`;
    due.set(workflowId, at(n));
    await stand.bareClient.workflow.start(bareTimer, { workflowId, taskQueue, args: [workflowId, at(n)] });
  };

export interface Arrivals {
  /** When each arrived first, epoch ms. */
  readonly at: Map<string, number>;
  stop(): void;
}

/** Listens for the second event of each case: its commit, as those who look at the board hear of it. */
export async function listenForClocks(stand: Stand): Promise<Arrivals> {
  const at = new Map<string, number>();
  const connection = await stand.db.pool.connect();
  connection.on('notification', ({ payload }) => {
    const { caseId, seq } = JSON.parse(payload ?? '{}') as { caseId?: string; seq?: number };
    if (caseId !== undefined && seq === 2) at.set(caseId, Date.now());
  });
  await connection.query('listen caseclock');
  return { at, stop: () => connection.release(true) };
}

/** When the rows of the bare timers were written. */
export async function bareArrivals(stand: Stand, due: Due): Promise<Map<string, number>> {
  const { rows } = await stand.db.pool.query<{ id: string; at: number }>(
    'select id, (extract(epoch from at) * 1000)::float8 as at from bare_row where id = any($1::text[])',
    [[...due.keys()]],
  );
  return new Map(rows.map((row) => [row.id, row.at]));
}

export function lateness(due: Due, arrived: ReadonlyMap<string, number>): number[] {
  return [...arrived].flatMap(([id, at]) => {
    const wanted = due.get(id);
    return wanted === undefined ? [] : [at - wanted];
  });
}

export const seconds = (values: readonly number[]): string =>
  `p50 ${(percentile(values, 0.5) / 1000).toFixed(2)} s, p99 ${(percentile(values, 0.99) / 1000).toFixed(2)} s`;

/**
 * Every case has exactly one task and one receipt of its clock, and no clock fired before its instant.
 * @throws with the counts when not.
 */
export async function eachOnceNoneEarly(stand: Stand, due: Due): Promise<void> {
  const { rows } = await stand.db.pool.query<{ cases: number; wrong: number; early: number }>(
    `select count(*)::int as cases,
            count(*) filter (where tasks <> 1 or receipts <> 1)::int as wrong,
            count(*) filter (where early > 0)::int as early
     from unnest($1::uuid[]) as k(id), lateral (
       select (select count(*) from task t where t.case_id = k.id and t.key = 'unworked-denial') as tasks,
              (select count(*) from clock_receipt r where r.case_id = k.id) as receipts,
              (select count(*) from clock_receipt r where r.case_id = k.id and r.fired_at < r.due_at) as early
     ) x`,
    [[...due.keys()]],
  );
  const row = rows[0];
  if (row?.cases === due.size && row.wrong === 0 && row.early === 0) return;
  throw new Error(`Of ${due.size} cases ${row?.wrong} have not exactly one task, and ${row?.early} fired early.`);
}
