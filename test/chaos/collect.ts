/** Waits until a run has come to rest, then reads the tables, each workflow's state and the places for leaks. Changes nothing. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { verifyChain } from '../../platform/audit/verify';
import { workflowIdOf } from '../../platform/names';
import { caseQuery } from '../../workflows/messages';
import type { Evidence, Leak, Op, WorkflowRow } from './checker/evidence';
import { CANARY } from './generator';
import type { World } from '../support/world/world';

/** Between two looks; a clock due within this is waited for, so that nothing moves while evidence is read. */
const QUIET_MS = 4_000;

interface Rest {
  readonly pending: number;
  readonly due: number;
  readonly position: string;
}

async function look(world: World): Promise<Rest> {
  const { rows } = await world.db.pool.query<Rest>(
    `select (select count(*)::int from command where state = 'pending') as pending,
            (select count(*)::int from clock where due_at < now() + $1 * interval '1 ms') as due,
            (select coalesce(max(position), 0)::text from case_event) as position`,
    [QUIET_MS],
  );
  return rows[0] as Rest;
}

/** Nothing pending, nothing due, nothing written between two looks; false when that was not reached in time. */
export async function drain(world: World, withinMs: number): Promise<boolean> {
  const until = Date.now() + withinMs;
  for (let before = await look(world); ;) {
    await delay(1_000);
    const now = await look(world);
    if (now.pending === 0 && now.due === 0 && now.position === before.position) return true;
    if (Date.now() > until) return false;
    before = now;
  }
}

async function workflowOf(client: Client, kind: string, caseId: string): Promise<WorkflowRow> {
  const handle = client.workflow.getHandle(workflowIdOf(kind, caseId));
  const none = { caseId, kind, status: 'NONE', state: null, outbox: 0, timerAt: null, taskAttempt: 0 };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const description = await client.withDeadline(Date.now() + 10_000, () => handle.describe());
      const view = await client.withDeadline(Date.now() + 20_000, () => handle.query(caseQuery));
      return {
        caseId,
        kind,
        status: description.status.name,
        state: view.state,
        outbox: view.outbox.length,
        timerAt: view.timerAt,
        taskAttempt: description.raw.pendingWorkflowTask?.attempt ?? 0,
      };
    } catch (error) {
      if (error instanceof Error && error.name === 'WorkflowNotFoundError') return none;
      if (attempt === 5) return { ...none, status: `UNANSWERED ${String(error)}` };
    }
  }
}

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`;

/** Reads everything the checker needs. */
export async function collect(world: Pick<World, 'db' | 'temporal' | 'places'>, ops: readonly Op[]): Promise<Evidence> {
  const read = async <T extends object>(sql: string): Promise<T[]> => (await world.db.pool.query<T>(sql)).rows;
  const cases = await read<Evidence['cases'][number]>(
    `select id, kind, version, stage, flags, closed_at is not null as closed, ${ms('next_due_at')} as "nextDueAt", state from cases`,
  );
  const workflows: WorkflowRow[] = [];
  const left = [...cases];
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (let row = left.pop(); row; row = left.pop())
        workflows.push(await workflowOf(world.temporal.client, row.kind, row.id));
    }),
  );
  return {
    takenAt: Date.now(),
    ops,
    cases,
    workflows,
    events: await read(
      `select case_id as "caseId", seq, type, ${ms('at')} as at, json_build_object('type', actor_type, 'id', actor_id) as actor,
              command_id as "commandId", data, note, stage_before as "stageBefore", stage_after as "stageAfter", changed,
              clock_changes as "clockChanges", effects, rule_version as "ruleVersion" from case_event order by position`,
    ),
    clocks: await read(`select case_id as "caseId", slot, name, ${ms('due_at')} as "dueAt" from clock`),
    receipts: await read(
      `select case_id as "caseId", seq, slot, name, ${ms('due_at')} as "dueAt", ${ms('fired_at')} as "firedAt",
              armed_by_seq as "armedBySeq" from clock_receipt`,
    ),
    tasks: await read(`select case_id as "caseId", key, state, opened_by_seq as "openedBySeq" from task`),
    claims: await read(`select case_id as "caseId", claim_id as "claimId", active from case_claim`),
    commands: await read(`select id, case_id as "caseId", type, state, version from command`),
    effects: await read(`select id, case_id as "caseId", state from outside_effect`),
    notices: await read(`select effect_id as "effectId", case_id as "caseId" from notice`),
    incidents: await read(`select source, case_id as "caseId", code from incident where state = 'open'`),
    leaks: leaksIn(world, cases[0]?.id),
    audit: await read(
      `select action, outcome, case_id as "caseId", data->>'command' as command from audit_entry order by id`,
    ),
    chainBreaks: await chainBreaksOf(world),
  };
}

async function chainBreaksOf(world: Pick<World, 'db'>): Promise<Evidence['chainBreaks']> {
  const client = await world.db.pool.connect();
  try {
    return (await verifyChain(client)).breaks;
  } finally {
    client.release();
  }
}

/**
 * Looks for the callers' words outside Postgres. A case id, which must be in Temporal's database, proves that the
 * search can find what is there.
 */
function leaksIn(world: Pick<World, 'places'>, knownId: string | undefined): Leak[] {
  const places = world.places();
  const leaks = places.flatMap(({ name, read }): Leak[] => {
    const content = read();
    const at = content.indexOf(CANARY);
    return at < 0 ? [] : [{ place: name, text: content.subarray(at, at + 24).toString('latin1') }];
  });
  const seen =
    knownId !== undefined && places.some((p) => p.name.startsWith('temporal.db') && p.read().includes(knownId));
  return seen ? leaks : [...leaks, { place: 'temporal.db', text: 'the search did not find what is certainly there' }];
}
