/** Emergency reading of one case beyond one's scope: reason, time limit, banner, record and review by somebody else. */
import { randomUUID } from 'node:crypto';
import { caseScope } from '../../../api/auth/row-scope';
import { callerOf } from '../../../api/auth/tokens';
import { Statement } from '../../../api/read/statement';
import type { Role } from '../../../domain/effects';
import { rolesFor } from '../../../api/auth/permissions';
import { startApiUnderTest, type ApiUnderTest } from '../running-api';

let t: ApiUnderTest;
let elsewhere: string;
beforeAll(async () => {
  t = await startApiUnderTest();
  const other = await t.stack.db.prisma.practice.create({
    data: { name: 'Elsewhere', zone: 'UTC', jurisdiction: 'US-CA' },
  });
  elsewhere = other.id;
}, 240_000);
afterAll(() => t?.stop());

type Person = Awaited<ReturnType<ApiUnderTest['user']>>;
interface Glass {
  id: string;
  caseId: string;
  openedAt: string;
  endsAt: string;
  endedAt: string | null;
  code?: string;
}
const because = { reason: 'The patient stands here and the home site is closed' };

/** Somebody who works at another site than the cases. */
async function stranger(...roles: Role[]): Promise<Person> {
  const person = await t.user(roles);
  await t.stack.db.prisma.userLocation.updateMany({
    where: { userId: person.userId },
    data: { practiceId: elsewhere },
  });
  return person;
}

async function openWc(): Promise<string> {
  const { body } = await t.ask<{ caseId: string }>('POST', '/cases', {
    kind: 'wc',
    details: { patient: { name: 'Ida Quillon' }, bodyPart: 'metacarpal', description: 'remark' },
    data: { paidCents: 4_200, paymentPostedOn: '2026-01-05' },
    practiceId: t.stack.practiceId,
  });
  return body.caseId;
}
const breakIt = (who: Person, caseId: string, body: object = because) =>
  t.ask<Glass>('POST', `/cases/${caseId}/break-glass`, body, { token: who.token });
const show = (who: Person, caseId: string) =>
  t.ask<{ details: object; facts: Record<string, unknown> }>('GET', `/cases/${caseId}`, undefined, {
    token: who.token,
  });
const actionsOn = async (caseId: string, who: Person) => {
  const where = { caseId, actorId: who.userId, action: { startsWith: 'break-glass' } };
  return t.stack.db.prisma.auditEntry.findMany({ where, orderBy: { id: 'asc' } });
};

/** Does a read by this person reach the case? */
async function reaches(who: Person, caseId: string, permission: 'case.read' | 'case.edit' = 'case.read') {
  const caller = await callerOf(t.stack.db.pool, `Bearer ${who.token}`);
  if (!caller) throw new Error('The token names nobody.');
  const s = new Statement();
  const id = s.value(caseId, 'uuid');
  const { rowCount } = await t.stack.db.pool.query(
    `select 1 from cases c where c.id = ${id} and ${caseScope(caller, permission, s)}`,
    s.values,
  );
  return rowCount === 1;
}

test('a case out of reach is opened for reading with a reason, for an hour, and out of reach again afterwards', async () => {
  const [caseId, other] = [await openWc(), await openWc()];
  const who = await stranger('front-desk');
  expect(await reaches(who, caseId)).toBe(false);
  const { status, body } = await breakIt(who, caseId);
  expect(status).toBe(201);
  expect(Date.parse(body.endsAt) - Date.parse(body.openedAt)).toBe(3_600_000);
  expect(await reaches(who, caseId)).toBe(true);
  expect(await reaches(who, other)).toBe(false);
  // Reading only: an emergency changes nothing.
  expect(await reaches(who, caseId, 'case.edit')).toBe(false);
  const past = { openedAt: new Date(Date.now() - 7_200_000), endsAt: new Date(Date.now() - 3_600_000) };
  await t.stack.db.prisma.breakGlass.update({ where: { id: body.id }, data: past });
  expect(await reaches(who, caseId)).toBe(false);
  expect((await show(who, other)).headers.get('break-glass')).toBeNull();
});

test('while it is open the one case shows what care needs and no money; other cases show what they always did', async () => {
  const [caseId, mine] = [await openWc(), await openWc()];
  const who = await stranger('front-desk');
  await breakIt(who, caseId);
  const opened = await show(who, caseId);
  expect(opened.body.details).toEqual({
    patient: { name: 'Ida Quillon' },
    bodyPart: 'metacarpal',
    description: 'remark',
  });
  expect(opened.body.facts).not.toHaveProperty('paidCents');
  expect(opened.headers.get('withheld')).toBe('money');
  await t.stack.db.prisma.userLocation.create({ data: { userId: who.userId, practiceId: t.stack.practiceId } });
  expect((await show(who, mine)).body.details).toEqual({ patient: { name: 'Ida Quillon' } });
});

test('every answer carries the banner while a glass is broken, refusals too, and who asks is told which cases', async () => {
  const caseId = await openWc();
  const who = await stranger('clinical-staff');
  const asked = async (path: string) => (await t.ask('GET', path, undefined, { token: who.token })).headers;
  expect((await asked('/me')).get('break-glass')).toBeNull();
  const { body } = await breakIt(who, caseId, { ...because, minutes: 15 });
  const banner = `until=${body.endsAt}; cases=1`;
  for (const path of ['/me', '/tasks', `/cases/${randomUUID()}`, '/batches', '/nothing']) {
    expect([path, (await asked(path)).get('break-glass')]).toEqual([path, banner]);
  }
  const { body: me } = await t.ask('GET', '/me', undefined, { token: who.token });
  expect(me['openedCases']).toEqual([{ breakGlassId: body.id, caseId, until: body.endsAt }]);
});

test('opening, each read and ending are on record as an emergency, and reviewers are told', async () => {
  const caseId = await openWc();
  const who = await stranger('case-manager');
  const { body } = await breakIt(who, caseId);
  await show(who, caseId);
  await t.ask('GET', `/cases/${caseId}/timeline`, undefined, { token: who.token });
  await t.ask('GET', '/cases?limit=200', undefined, { token: who.token });
  const end = await t.ask<Glass>('POST', `/break-glass/${body.id}/end`, undefined, { token: who.token });
  expect(end.body.endedAt).not.toBeNull();
  const rows = await actionsOn(caseId, who);
  expect(rows.map((row) => row.action)).toEqual([
    ...['break-glass.opened', 'break-glass.read', 'break-glass.read', 'break-glass.read', 'break-glass.ended'],
  ]);
  expect(rows.map((row) => row.purpose)).toEqual(rows.map(() => 'emergency'));
  const reads = rows.map((row) => row.data as { method?: string; route?: string }).filter((data) => data.route);
  expect(reads).toEqual(['/cases/:id', '/cases/:id/timeline', '/cases'].map((route) => ({ method: 'GET', route })));
  expect(JSON.stringify(rows.map((row) => row.data))).not.toContain('patient stands here');
  const notices = await t.stack.db.prisma.notice.findMany({
    where: { effectId: { startsWith: `break-glass:${body.id}` } },
  });
  expect(notices.map((notice) => notice.role).sort()).toEqual(['compliance', 'manager']);
  expect(await reaches(who, caseId)).toBe(false);
  expect((await t.ask('POST', `/break-glass/${body.id}/end`, undefined, { token: who.token })).status).toBe(404);
});

test('it takes a real reason and at most four hours, and only a case that exists and is out of reach', async () => {
  const caseId = await openWc();
  const who = await stranger('intake');
  const bad = [{}, { reason: 'urgent' }, { reason: ' '.repeat(30) }, { reason: 'x'.repeat(501) }];
  const times = [0, 241, 1.5].map((minutes) => ({ ...because, minutes }));
  for (const body of [...bad, ...times]) expect((await breakIt(who, caseId, body)).status).toBe(422);
  expect((await breakIt(who, randomUUID())).status).toBe(404);
  expect((await breakIt(await t.user(['intake']), caseId)).status).toBe(409);
  expect((await breakIt(who, caseId, { ...because, minutes: 240 })).status).toBe(201);
  expect((await breakIt(who, caseId)).status).toBe(409);
  expect(await t.stack.db.prisma.breakGlass.count({ where: { caseId } })).toBe(1);
});

test('two clicks at once break one glass', async () => {
  const caseId = await openWc();
  const who = await stranger('coordinator');
  const statuses = await Promise.all(Array.from({ length: 6 }, async () => (await breakIt(who, caseId)).status));
  expect(statuses.sort()).toEqual([201, 409, 409, 409, 409, 409]);
});

test('care and coordination may break the glass; money, audit, accounts and administration may not', async () => {
  expect([...rolesFor('break-glass.open')].sort()).toEqual(
    ['case-manager', 'clinical-staff', 'coordinator', 'front-desk', 'intake', 'manager'].sort(),
  );
  const caseId = await openWc();
  for (const role of ['auditor', 'administrator', 'account-executive', 'biller', 'coder'] as const) {
    expect((await breakIt(await stranger(role), caseId)).status).toBe(403);
  }
});

interface ReviewList {
  items: (Glass & { reason: string; user: { id: string }; review: { finding: string; note: string | null } | null })[];
}
const waiting = async (who: Person, reviewed = false) =>
  (await t.ask<ReviewList>('GET', `/break-glass?reviewed=${reviewed}&limit=200`, undefined, { token: who.token })).body
    .items;
const judge = (who: Person, id: string, finding = 'justified', note?: string) =>
  t.ask('POST', `/break-glass/${id}/review`, { finding, ...(note ? { note } : {}) }, { token: who.token });

test('compliance and the manager of the location review it with its reason; it is judged once', async () => {
  const caseId = await openWc();
  const who = await stranger('clinical-staff');
  const { body } = await breakIt(who, caseId);
  const compliance = await t.user(['compliance']);
  const manager = await t.user(['manager']);
  const far = await stranger('manager');
  const seen = (await waiting(compliance)).find((glass) => glass.id === body.id);
  expect(seen).toMatchObject({ reason: because.reason, user: { id: who.userId }, caseId, review: null });
  expect((await waiting(manager)).some((glass) => glass.id === body.id)).toBe(true);
  expect((await waiting(far)).some((glass) => glass.id === body.id)).toBe(false);
  expect((await judge(far, body.id)).status).toBe(404);
  expect((await judge(who, body.id)).status).toBe(403);
  expect(await judge(manager, body.id, 'not-justified', 'Ask first')).toMatchObject({
    status: 200,
    body: { review: { finding: 'not-justified', note: 'Ask first', by: { id: manager.userId } } },
  });
  expect((await judge(compliance, body.id)).status).toBe(409);
  expect((await waiting(compliance)).some((glass) => glass.id === body.id)).toBe(false);
  expect((await waiting(compliance, true)).find((glass) => glass.id === body.id)?.review?.finding).toBe(
    'not-justified',
  );
  // What was still open has ended with the finding.
  expect(await reaches(who, caseId)).toBe(false);
  const rows = await actionsOn(caseId, manager);
  expect(rows.map((row) => [row.action, (row.data as { finding?: string }).finding])).toEqual([
    ['break-glass.reviewed', 'not-justified'],
  ]);
});

test('nobody reviews what they opened themselves, whatever their role', async () => {
  const caseId = await openWc();
  const who = await stranger('manager');
  const { body } = await breakIt(who, caseId);
  await t.stack.db.prisma.user.update({ where: { id: who.userId }, data: { roles: ['manager', 'compliance'] } });
  expect(await judge(who, body.id)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  const themselves = `update break_glass set reviewed_by = user_id, reviewed_at = now(), finding = 'justified' where id = $1`;
  await expect(t.stack.db.pool.query(themselves, [body.id])).rejects.toThrow(/break_glass_reviewed_by_another/);
});
