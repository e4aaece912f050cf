/** Reconciliations over HTTP: who may start and read them, and the no-orphan figure. */
import { startApiUnderTest, type ApiUnderTest } from '../api/running-api';
import { eventually } from '../support/eventually';

let t: ApiUnderTest;
let manager = '';
jest.setTimeout(120_000);
beforeAll(async () => {
  t = await startApiUnderTest();
  manager = (await t.user(['manager'])).token;
}, 240_000);
afterAll(() => t?.stop());

interface Shown {
  reconciliation: { state: string; found: number; looked: number; open: number };
  findings: { items: { caseId: string; code: string; outcome: string }[]; next: string | null };
}

async function finished(id: string): Promise<Shown> {
  return eventually(
    async () => (await t.ask<Shown>('GET', `/reconciliations/${id}`, undefined, { token: manager })).body,
    ({ reconciliation }) => reconciliation.state === 'finished',
    60_000,
  );
}

test('N10 a manager starts a sweep, follows it and reads what it found; a second at the same time is refused', async () => {
  const { caseId } = await t.openDenial();
  await t.stack.temporal.client.workflow.getHandle(`denial:${caseId}`).terminate('lost');
  const started = await t.ask<{ id: string }>('POST', '/reconciliations', { repair: true }, { token: manager });
  expect(started.status).toBe(202);
  const second = await t.ask('POST', '/reconciliations', {}, { token: manager });
  expect(second).toMatchObject({ status: 409, body: { code: 'conflict' } });
  const { reconciliation, findings } = await finished(started.body.id);
  expect(reconciliation).toMatchObject({ found: 1, repaired: 1, open: 0 });
  expect(reconciliation.looked).toBeGreaterThanOrEqual(1);
  expect(findings.items).toMatchObject([{ caseId, code: 'no_workflow', outcome: 'repaired' }]);
  const list = await t.ask<{ items: { id: string }[] }>('GET', '/reconciliations', undefined, { token: manager });
  expect(list.body.items[0]?.id).toBe(started.body.id);
});

test('N10 the no-orphan figure counts open cases that wait for nothing, and says when the last sweep ran', async () => {
  const { caseId } = await t.openDenial();
  const figure = () =>
    t.ask<{ openCases: number; orphans: number; lastSweep: object | null }>('GET', '/figures/no-orphan', undefined, {
      token: manager,
    });
  const before = await figure();
  expect(before).toMatchObject({ status: 200, body: { orphans: 0 } });
  expect(before.body.lastSweep).not.toBeNull();
  await t.stack.db.pool.query(`update task set state = 'closed' where case_id = $1`, [caseId]);
  await t.stack.db.pool.query('delete from clock where case_id = $1', [caseId]);
  expect((await figure()).body.orphans).toBe(1);
});

test.each(['coordinator', 'biller', 'auditor', 'clinical-staff'] as const)(
  'G17 a %s reads no reconciliation and starts none',
  async (role) => {
    const { token } = await t.user([role]);
    expect((await t.ask('GET', '/reconciliations', undefined, { token })).status).toBe(403);
    expect((await t.ask('GET', '/figures/no-orphan', undefined, { token })).status).toBe(403);
    expect((await t.ask('POST', '/reconciliations', {}, { token })).status).toBe(403);
  },
);

test('G17 compliance reads reconciliations and starts none; an administrator does both', async () => {
  const compliance = (await t.user(['compliance'])).token;
  expect((await t.ask('GET', '/reconciliations', undefined, { token: compliance })).status).toBe(200);
  expect((await t.ask('POST', '/reconciliations', {}, { token: compliance })).status).toBe(403);
  const administrator = (await t.user(['administrator'])).token;
  expect((await t.ask('POST', '/reconciliations', {}, { token: administrator })).status).toBe(202);
});

test('a sweep whose run was lost with data of Temporal does not block the next one', async () => {
  await eventually(
    () => t.stack.db.prisma.reconciliation.count({ where: { state: 'running' } }),
    (running) => running === 0,
    60_000,
  );
  const { rows } = await t.stack.db.pool.query<{ id: string }>(
    `insert into reconciliation (id, trigger, repair, workflow_id) values (gen_random_uuid(), 'nightly', true, 'reconcile:gone') returning id`,
  );
  const started = await t.ask<{ id: string }>('POST', '/reconciliations', {}, { token: manager });
  expect(started.status).toBe(202);
  expect(
    (await t.ask<Shown>('GET', `/reconciliations/${rows[0]?.id}`, undefined, { token: manager })).body,
  ).toMatchObject({
    reconciliation: { state: 'failed' },
  });
  await finished(started.body.id);
});

test('an unknown reconciliation is not found', async () => {
  const reply = await t.ask('GET', '/reconciliations/00000000-0000-4000-8000-000000000000', undefined, {
    token: manager,
  });
  expect(reply.status).toBe(404);
});
