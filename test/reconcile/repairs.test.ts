/** What can come apart between a case's row and its workflow: found, mended where it is certain, told where it is not. */
import { randomUUID } from 'node:crypto';
import { openDb, type Db } from '../../platform/db';
import { workflowIdOf } from '../../platform/names';
import { eventually } from '../support/eventually';
import { denialData, eventRequest, openRequest, someClaims, startStack, viewOf, type Stack } from '../support/stack';
import { sweep } from './sweep';

let stack: Stack;
/** The other hands: the application's role may not do what they do. */
let owner: Db;
jest.setTimeout(120_000);
beforeAll(async () => {
  stack = await startStack();
  owner = openDb({ url: stack.ownerUrl });
}, 240_000);
afterAll(async () => {
  await owner?.close();
  await stack?.stop();
});

const handle = (caseId: string) => stack.temporal.client.workflow.getHandle(workflowIdOf('denial', caseId));

async function openDenial() {
  const claims = await someClaims(stack, 1);
  const outcome = await stack.gateway.submit(openRequest(stack, 'denial', denialData(claims)));
  expect(outcome.state).toBe('applied');
  return { ...outcome, kind: 'denial', claims };
}

/** What is found about one case. */
async function about(caseId: string, repair: boolean) {
  return (await sweep(stack, repair)).filter((finding) => finding.caseId === caseId);
}

test('N10 a sound case is not found, and a sweep changes nothing of it', async () => {
  const { caseId } = await openDenial();
  const before = await viewOf(stack, 'denial', caseId);
  expect(await about(caseId, true)).toEqual([]);
  expect(await viewOf(stack, 'denial', caseId)).toEqual(before);
});

test('N10 an open case without a workflow is reported, and with repair it lives again from its row', async () => {
  const opened = await openDenial();
  const { caseId } = opened;
  const worked = eventRequest(opened, 'work.started', {}, { key: `known-${caseId}` });
  await stack.gateway.submit(worked);
  const dueAt = Date.now() + 4_000;
  await stack.gateway.submit(eventRequest(opened, 'clock.moved', { clock: 'stalled', dueAt }));
  await handle(caseId).terminate('lost');
  expect(await about(caseId, false)).toMatchObject([{ code: 'no_workflow', outcome: 'reported' }]);
  // The clock came due while nobody kept the case.
  expect(Date.now()).toBeGreaterThan(dueAt);
  expect(await about(caseId, true)).toMatchObject([{ code: 'no_workflow', outcome: 'repaired' }]);
  await eventually(
    () => stack.db.prisma.clockReceipt.count({ where: { caseId, name: 'stalled' } }),
    (fired) => fired === 1,
  );
  // A command it knew is known, a new one is applied.
  expect(await handle(caseId).executeUpdate('command', { args: [commandOf(worked)] })).toMatchObject({ version: 2 });
  expect(await stack.gateway.submit(eventRequest(opened, 'carc.added', { codes: ['CO-45'] }))).toMatchObject({
    state: 'applied',
  });
  expect(await about(caseId, true)).toEqual([]);
  expect(await stack.db.prisma.clockReceipt.count({ where: { caseId, name: 'stalled' } })).toBe(1);
});

const commandOf = ({ commandId, type, actor, data }: ReturnType<typeof eventRequest>) => ({
  commandId,
  type,
  actor,
  data,
  expectedVersion: null,
});

test('N10 a row that other hands changed shows again what the case says: stage, clocks, tasks, claims', async () => {
  const { caseId } = await openDenial();
  const { pool } = owner;
  const rows = () =>
    pool.query(
      `select c.stage, c.flags, c.next_due_at, c.state, c.facts,
              (select json_agg(k order by slot) from clock k where case_id = c.id) as clocks,
              (select json_agg(json_build_object('k', key, 't', title, 'd', due_on) order by key) from task
               where case_id = c.id and state = 'open') as tasks,
              (select json_agg(h order by claim_id) from case_claim h where case_id = c.id) as claims
       from cases c where id = $1`,
      [caseId],
    );
  const before = (await rows()).rows;
  await pool.query(`update cases set stage = 'Awaiting Payment', next_due_at = null where id = $1`, [caseId]);
  await pool.query('delete from clock where case_id = $1', [caseId]);
  await pool.query('delete from case_claim where case_id = $1', [caseId]);
  await pool.query(`delete from task where case_id = $1 and key = 'work-denial'`, [caseId]);
  await pool.query(
    `insert into task (id, case_id, key, title, reason, state, follows_owner, priority, due_on, opened_at, opened_by_seq)
     values ($2, $1, 'nobody-asked', 'x', 'x', 'open', false, 'normal', now(), now(), 1)`,
    [caseId, randomUUID()],
  );
  const found = await about(caseId, true);
  expect(found).toMatchObject([
    {
      code: 'parts_differ',
      outcome: 'repaired',
      detail: { parts: ['stage', 'next clock', 'clocks', 'tasks', 'claims'] },
    },
  ]);
  expect((await rows()).rows).toEqual(before);
  expect(await about(caseId, true)).toEqual([]);
});

test('I6 tasks and clocks that were left on a closed case are closed', async () => {
  const opened = await openDenial();
  const { caseId } = opened;
  await stack.gateway.submit(eventRequest(opened, 'case.canceled', { reason: 'opened-in-error' }));
  const { pool } = owner;
  const closed = await pool.query('select closed_at from cases where id = $1', [caseId]);
  expect(closed.rows[0]?.closed_at).not.toBeNull();
  await pool.query(`update task set state = 'open', closed_at = null where case_id = $1 and key = 'work-denial'`, [
    caseId,
  ]);
  await pool.query('update case_claim set active = true where case_id = $1', [caseId]);
  expect(await about(caseId, true)).toMatchObject([{ code: 'left_on_closed_case', outcome: 'repaired' }]);
  expect(await stack.db.prisma.task.count({ where: { caseId, state: 'open' } })).toBe(0);
  expect(await stack.db.prisma.caseClaim.count({ where: { caseId, active: true } })).toBe(0);
});

test('I6 an open case that waits for nothing and nobody is told to a person, and counted', async () => {
  const { caseId } = await openDenial();
  const { pool } = owner;
  // The row alone cannot show it: the workflow agrees only when it has no clock either, so its run is silent here.
  await pool.query(`update task set state = 'closed' where case_id = $1`, [caseId]);
  await pool.query('delete from clock where case_id = $1', [caseId]);
  const { rows } = await pool.query<{ n: number }>(
    `select count(*)::int as n from cases c where closed_at is null and not exists (select 1 from clock k where k.case_id = c.id)
       and not exists (select 1 from task t where t.case_id = c.id and t.state = 'open')`,
  );
  expect(rows[0]?.n).toBe(1);
  expect(await about(caseId, true)).toMatchObject([{ code: 'parts_differ', outcome: 'repaired' }]);
});

test('I7 a command that got no outcome is told, and with repair sent again', async () => {
  const opened = await openDenial();
  const request = eventRequest(opened, 'work.started');
  await owner.pool.query(
    `insert into command (id, case_id, kind, type, actor_type, actor_id, body_hash, data, received_at, attempts)
     values ($1, $2, 'denial', 'work.started', 'user', 'test-person', 'x', '{}', now() - interval '1 hour', 9)`,
    [request.commandId, opened.caseId],
  );
  const found = await about(opened.caseId, true);
  expect(found).toMatchObject([{ code: 'command_without_outcome', outcome: 'repaired' }]);
  const { rows } = await stack.db.pool.query('select attempts, tried_at from command where id = $1', [
    request.commandId,
  ]);
  expect(rows[0]).toMatchObject({ attempts: 0, tried_at: new Date(0) });
  await owner.pool.query('delete from command where id = $1', [request.commandId]);
});

test('N10 a timeline with a hole is reported and nothing is guessed', async () => {
  const opened = await openDenial();
  const { caseId } = opened;
  await stack.gateway.submit(eventRequest(opened, 'work.started'));
  await owner.pool.query('alter table case_event disable trigger user');
  await owner.pool.query('delete from case_event where case_id = $1 and seq = 1', [caseId]);
  await owner.pool.query('alter table case_event enable trigger user');
  expect(await about(caseId, true)).toMatchObject([{ code: 'record_has_gap', outcome: 'reported' }]);
});

test('N10 cases under load are left alone: a command that is on its way is no finding', async () => {
  const cases = await Promise.all([1, 2, 3].map(() => openDenial()));
  let busy = true;
  const load = Promise.all(
    cases.map(async (opened) => {
      for (let n = 0; busy; n += 1) {
        await stack.gateway.submit(
          eventRequest(opened, 'clock.moved', { clock: 'unworkedDenial', dueAt: Date.now() + 600_000 + n }),
        );
      }
    }),
  );
  const found = await sweep(stack, true);
  busy = false;
  await load;
  const ids = cases.map((c) => c.caseId);
  expect(found.filter((f) => f.caseId !== null && ids.includes(f.caseId))).toEqual([]);
});
