/** Commands on the audit trail: one row per request, one outcome per command, whoever sent it and however often (I8). */
import { randomUUID } from 'node:crypto';
import { sideBySide } from '../../../activities/batches/side-by-side';
import { verifyChain } from '../../../platform/audit/verify';
import { asRows, auditRecords, toCsv } from '../../support/audit-sheet';
import { eventually } from '../../support/eventually';
import { startApiUnderTest, type ApiUnderTest, type Reply } from '../running-api';
import { trailOf, type Trail } from './trail';

let t: ApiUnderTest;
let trail: Trail;
beforeAll(async () => {
  t = await startApiUnderTest();
  trail = trailOf(t);
}, 240_000);
afterAll(() => t?.stop());

test('a malformed body and a stale condition are on record under the route’s action and the case', async () => {
  const { caseId } = await t.openDenial();
  const path = `/cases/${caseId}/events`;
  const malformed = await t.ask('POST', path, undefined, {
    raw: '{"type":',
    headers: { 'Content-Type': 'application/json' },
  });
  expect(await trail.rowOf(malformed)).toMatchObject({ action: 'case.event', outcome: 'malformed_json', caseId });
  const stale = await t.ask('POST', path, { type: 'work.started' }, { headers: { 'If-Match': '"9"' } });
  expect(await trail.rowOf(stale)).toMatchObject({ action: 'case.event', outcome: 'version_conflict', caseId });
  const wrong = await t.ask('POST', path, { type: 'work.resumed' });
  const row = await trail.rowOf(wrong);
  expect(row).toMatchObject({ action: 'case.event', outcome: 'event_not_allowed', caseId });
  // The refusal of the case itself is on record, too, and both name the command.
  const outcome = await t.stack.db.prisma.auditEntry.findMany({ where: { caseId, action: 'case.command' } });
  expect(outcome.map((o) => o.outcome)).toEqual(['applied', 'version_conflict', 'event_not_allowed']);
  expect(outcome[2]?.data).toMatchObject({ command: (row.data as { command: string }).command, type: 'work.resumed' });
});

test('I8 every operation of a mixed run has one row, every accepted command one outcome, and the chain is whole', async () => {
  const opened = await Promise.all(Array.from({ length: 4 }, () => t.openDenial()));
  const replies: { reply: Reply; action: string; ok: boolean }[] = [];
  const kinds = [
    (id: string) => t.ask('GET', `/cases/${id}`),
    () => t.ask('POST', '/cases/search', { filter: { kind: 'denial', q: 'nothing' } }),
    (id: string) => t.ask('POST', `/cases/${id}/events`, { type: 'work.started' }),
    (id: string) => t.ask('PATCH', `/cases/${id}`, { tags: [randomUUID().slice(0, 8)] }),
    () => t.ask('GET', `/cases/${randomUUID()}`),
    () => t.ask('GET', '/tasks?state=open'),
    () => t.ask('POST', '/cases', { kind: 'denial', data: {} }),
    () => t.ask('GET', '/incidents'),
    (id: string) => t.ask('GET', `/cases/${id}/timeline`),
  ];
  const actions = [
    'case.read',
    'case.list',
    'case.event',
    'case.edit',
    'case.read',
    'task.list',
    'case.open',
    'incident.list',
    'case.timeline.read',
  ];
  const work = Array.from({ length: 90 }, (_, n) => n);
  await sideBySide(
    work,
    12,
    async (n) => {
      const which = n % kinds.length;
      const reply = await (kinds[which] as (id: string) => Promise<Reply>)(opened[n % 4]?.caseId ?? '');
      replies.push({ reply, action: actions[which] as string, ok: reply.status < 400 });
    },
    () => false,
  );
  expect(replies).toHaveLength(90);
  for (const { reply, action, ok } of replies) {
    // An edit that changed something has the row of the change besides.
    const rows = (await trail.rowsOf(reply)).filter((row) => row.action !== 'case.edited');
    expect(rows).toEqual([
      expect.objectContaining({ action, outcome: ok ? String(reply.status) : String(reply.body['code']) }),
    ]);
  }
  const applied = replies.flatMap(({ reply }) => (reply.body['state'] === 'applied' ? [reply.body['commandId']] : []));
  expect(applied.length).toBeGreaterThan(0);
  for (const command of applied) {
    const { rows } = await t.stack.db.pool.query(
      `select outcome from audit_entry where action = 'case.command' and data->>'command' = $1`,
      [command],
    );
    expect(rows).toEqual([{ outcome: 'applied' }]);
  }
  const client = await t.stack.db.pool.connect();
  expect(await verifyChain(client)).toMatchObject({ ok: true, breaks: [] });
  client.release();
});

test('a command that is sent again under its key leaves a row per request and one outcome', async () => {
  const { caseId } = await t.openDenial();
  const headers = { 'Idempotency-Key': randomUUID() };
  const send = () => t.ask('POST', `/cases/${caseId}/events`, { type: 'work.started' }, { headers });
  const replies = [await send(), await send(), await send()];
  expect(replies.map((reply) => reply.status)).toEqual([200, 200, 200]);
  for (const reply of replies) expect(await trail.rowOf(reply)).toMatchObject({ action: 'case.event', outcome: '200' });
  const { rows } = await t.stack.db.pool.query(
    `select actor_id as actor, roles, data->>'type' as type from audit_entry
     where action = 'case.command' and data->>'command' = $1`,
    [replies[0]?.body['commandId']],
  );
  expect(rows).toEqual([{ actor: t.userId, roles: ['coordinator'], type: 'work.started' }]);
});

test('what a batch sends is on record as the command of who started it', async () => {
  const opened = await Promise.all([t.openDenial(), t.openDenial()]);
  const payer = await t.stack.db.prisma.payer.create({ data: { name: 'Batch payer', identity: randomUUID() } });
  await t.stack.db.pool.query('update cases set payer_id = $1 where id = any($2::uuid[])', [
    payer.id,
    opened.map((o) => o.caseId),
  ]);
  const started = await t.ask<{ id: string }>('POST', '/batches', {
    filter: { payerId: payer.id },
    command: { type: 'work.started' },
  });
  await eventually(
    async () => (await t.ask('GET', `/batches/${started.body.id}`)).body['state'],
    (state) => state === 'finished',
  );
  const { rows } = await t.stack.db.pool.query(
    `select case_id as "caseId", actor_type as type, actor_id as actor, outcome from audit_entry
     where action = 'case.command' and data->>'type' = 'work.started' and case_id = any($1::uuid[]) order by case_id`,
    [opened.map((o) => o.caseId)],
  );
  const expected = opened.map((o) => o.caseId).sort();
  expect(rows).toEqual(expected.map((caseId) => ({ caseId, type: 'user', actor: t.userId, outcome: 'applied' })));
});

test('what an import sends is on record as its uploader’s, with the import', async () => {
  const today = new Date().toISOString().slice(0, 10);
  const raw = toCsv(asRows(auditRecords(2, today, 77)));
  const sent = await t.ask<{ id: string }>('POST', '/imports?kind=wc-audit', undefined, {
    raw,
    headers: { 'Content-Type': 'text/csv', 'Content-Disposition': 'attachment; filename="a.csv"' },
  });
  expect(sent.status).toBe(202);
  await eventually(
    async () => (await t.ask('GET', `/imports/${sent.body.id}`)).body['state'],
    (state) => state === 'finished',
    60_000,
  );
  const { rows } = await t.stack.db.pool.query(
    `select actor_type as type, actor_id as actor, outcome, data->>'import' as import from audit_entry
     where action = 'case.command' and data->>'import' = $1 and data->>'type' = 'case.opened'`,
    [sent.body.id],
  );
  const one = { type: 'user', actor: t.userId, outcome: 'applied', import: sent.body.id };
  expect(rows).toEqual([one, one]);
});
