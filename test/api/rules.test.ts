/** Rules over HTTP on real servers: a published version re-dates every live case it touches, and can be taken back. */
import { randomUUID } from 'node:crypto';
import { addDays } from '../../domain/calendar';
import { careForRules } from '../../commands/rules/care';
import { eventually } from '../support/eventually';
import { eventRequest, openRequest } from '../support/stack';
import { startApiUnderTest, type ApiUnderTest } from './running-api';

let t: ApiUnderTest;
let manager: { token: string };
beforeAll(async () => {
  t = await startApiUnderTest();
  manager = await t.user(['manager']);
}, 240_000);
afterAll(() => t?.stop());

interface Published {
  version: number;
  batchId: string;
  effects: string;
  code?: string;
  errors?: { path: string }[];
}
interface Effect {
  caseId: string;
  clocks: { name: string; change: string; dueBefore: string | null; dueAfter: string | null }[];
  flagsRaised: string[];
  flagsCleared: string[];
  tasksOpened: { key: string }[];
  tasksClosed: { key: string; outcome: string }[];
}
interface Rule {
  id: string;
  sentence: string;
  source: string;
  parameters: { name: string; unit: string | null; least: number | null; most: number | null; default: unknown }[];
  layers: { scope: string; effective: { mode: string; params: Record<string, unknown> } }[];
}

const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Los_Angeles' }).format(Date.now());
const EXPIRING = 'wc.authorization-expiring';

async function openWc(endsInDays: number, more: Record<string, unknown> = {}, jurisdiction = 'US-CA'): Promise<string> {
  const request = openRequest(t.stack, 'wc', {
    authorizations: [
      {
        authorizationId: randomUUID(),
        startsOn: addDays(today, -30),
        endsOn: addDays(today, endsInDays),
        visitsLimit: 12,
        source: 'portal',
        determinedOn: addDays(today, -31),
      },
    ],
    lastContactOn: today,
    ...more,
  });
  if (!request.row) throw new Error('An opening request without a row.');
  const outcome = await t.stack.gateway.submit({ ...request, row: { ...request.row, jurisdiction } });
  await eventually(
    () => t.stack.gateway.outcome(outcome.commandId),
    (o) => o?.state === 'applied',
    60_000,
  );
  return outcome.caseId;
}

const rules = () => t.ask<{ version: number; rules: Rule[] }>('GET', '/rules');

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const etag = (await rules()).headers.get('etag') ?? '';
  return t.ask<Published>('POST', path, body, { token: manager.token, headers: { 'If-Match': etag, ...headers } });
}

const change = (ruleId: string, setting: object, scope = 'default') =>
  post('/rules/versions', { scope, changes: [{ ruleId, ...setting }], note: 'A test changes it.' });

async function effectsOf(published: Published): Promise<Map<string, Effect>> {
  await eventually(
    () => t.ask<{ state: string }>('GET', `/batches/${published.batchId}`),
    (b) => b.body.state === 'finished',
    90_000,
  );
  const { status, body } = await t.ask<{ items: Effect[]; totals: { toCome: number } }>(
    'GET',
    `${published.effects}?limit=200`,
  );
  expect(status).toBe(200);
  expect(body.totals.toCome).toBe(0);
  return new Map(body.items.map((item) => [item.caseId, item]));
}

const row = (id: string) => t.stack.db.prisma.case.findUniqueOrThrow({ where: { id } });
const dueOf = async (caseId: string, name: string) =>
  (await t.stack.db.prisma.clock.findFirst({ where: { caseId, name } }))?.dueAt.toISOString() ?? null;

test('C08 every rule is shown with its sentence, source, limits, units and value', async () => {
  const { status, body } = await rules();
  expect(status).toBe(200);
  for (const rule of body.rules) expect([rule.id, rule.sentence, rule.source]).not.toContain('');
  const silence = body.rules.find((r) => r.id === 'wc.adjuster-silence');
  expect(silence?.parameters.find((p) => p.name === 'businessDays')).toMatchObject({
    unit: 'business days',
    least: 1,
    most: 260,
    default: 10,
  });
  expect(silence?.layers[0]).toMatchObject({
    scope: 'default',
    effective: { mode: 'on', params: { businessDays: 10 } },
  });
});

test('C08 N05 raising the lead from 14 to 21 days flags the cases in between and lists old due -> new due; reverting clears them', async () => {
  const [between, later, flagged] = [await openWc(18), await openWc(60), await openWc(10)];
  const dueBefore = await dueOf(later, 'authorizationExpiring');
  expect([(await row(between)).flags, (await row(flagged)).flags]).toEqual([[], ['expiring']]);

  const published = await change(EXPIRING, { params: { leadDays: 21 } });
  expect(published.status).toBe(201);
  const effects = await effectsOf(published.body);
  expect(effects.get(between)).toMatchObject({ flagsRaised: ['expiring'], flagsCleared: [] });
  expect(effects.get(between)?.tasksOpened).toHaveLength(1);
  const dueAfter = await dueOf(later, 'authorizationExpiring');
  expect(effects.get(later)).toMatchObject({
    clocks: [{ name: 'authorizationExpiring', change: 'redated', dueBefore, dueAfter }],
    flagsRaised: [],
  });
  expect(Date.parse(dueBefore ?? '') - Date.parse(dueAfter ?? '')).toBeGreaterThan(6 * 86_400_000);
  expect(effects.has(flagged)).toBe(false);
  expect((await row(flagged)).ruleVersion).toBe(published.body.version);

  const reverted = await post(`/rules/versions/${published.body.version}/revert`, {});
  expect(reverted).toMatchObject({ status: 201, body: { version: published.body.version + 1 } });
  const back = await effectsOf(reverted.body);
  expect(back.get(between)).toMatchObject({ flagsCleared: ['expiring'] });
  expect(back.get(between)?.tasksClosed).toHaveLength(1);
  expect(await dueOf(later, 'authorizationExpiring')).toBe(dueBefore);
  const version = await t.ask('GET', `/rules/versions/${reverted.body.version}`);
  expect(version.body).toMatchObject({
    reverts: published.body.version,
    changes: [{ ruleId: EXPIRING, scope: 'default' }],
  });
}, 180_000);

test('C08 a rule that is turned off stops its clocks and closes its tasks', async () => {
  const [silent, talking] = [await openWc(90, { lastContactOn: addDays(today, -40) }), await openWc(90)];
  expect((await row(silent)).flags).toContain('silent');
  const off = await change('wc.adjuster-silence', { mode: 'off' });
  const effects = await effectsOf(off.body);
  expect(effects.get(silent)?.flagsCleared).toEqual(['silent']);
  expect(effects.get(silent)?.tasksClosed).toHaveLength(1);
  expect(effects.get(talking)?.clocks).toMatchObject([{ name: 'adjusterSilence', change: 'stopped', dueAfter: null }]);
  expect(await dueOf(talking, 'adjusterSilence')).toBeNull();
  expect(await t.stack.db.prisma.task.count({ where: { caseId: silent, state: 'open' } })).toBe(0);
  await effectsOf((await post(`/rules/versions/${off.body.version}/revert`, {})).body);
  expect((await row(silent)).flags).toContain('silent');
}, 180_000);

test('R09 a closed case keeps what it was measured by, and follows the newest version when it is reopened', async () => {
  const caseId = await openWc(18);
  const it = { caseId, kind: 'wc' };
  const before = (await row(caseId)).ruleVersion;
  await t.stack.gateway.submit(eventRequest(it, 'case.canceled', { reason: 'opened-in-error' }));
  expect((await row(caseId)).stage).toBe('Canceled');
  const published = await change('wc.visit-cap', { params: { margin: 3 } });
  const effects = await effectsOf(published.body);
  expect(effects.has(caseId)).toBe(false);
  expect((await row(caseId)).ruleVersion).toBe(before);
  await t.stack.gateway.submit(eventRequest(it, 'case.reopened'));
  expect((await row(caseId)).ruleVersion).toBe(published.body.version);
}, 120_000);

test('a change for one state reaches only the cases of that state, and a holiday moves their clocks until it is removed', async () => {
  const [ca, nv] = [await openWc(90), await openWc(90, {}, 'US-NV')];
  const before = await dueOf(ca, 'adjusterSilence');
  // The first Tuesday at least three days ahead: a business day within the ten that are counted.
  let on = addDays(today, 3);
  while (new Date(`${on}T00:00:00Z`).getUTCDay() !== 2) on = addDays(on, 1);
  const holidays = [{ jurisdiction: 'US-CA', on, name: 'Test Day' }];
  const added = await t.ask<Published>('POST', '/holidays', { holidays }, manager);
  expect(added.status).toBe(201);
  const effects = await effectsOf(added.body);
  expect(effects.get(ca)?.clocks).toContainEqual(
    expect.objectContaining({ name: 'adjusterSilence', change: 'redated' }),
  );
  const after = await dueOf(ca, 'adjusterSilence');
  expect(Date.parse(after ?? '')).toBeGreaterThan(Date.parse(before ?? ''));
  expect([(await row(ca)).ruleVersion, (await row(nv)).ruleVersion < added.body.version]).toEqual([
    added.body.version,
    true,
  ]);
  expect(await t.ask('POST', '/holidays', { holidays }, manager)).toMatchObject({
    status: 200,
    body: { changed: false },
  });
  const listed = await t.ask('GET', `/holidays?jurisdiction=US-CA&year=${on.slice(0, 4)}`);
  expect(listed.body).toMatchObject({ items: [{ on, name: 'Test Day', approvedBy: expect.any(String) as string }] });
  const removed = await t.ask<Published>(
    'DELETE',
    `/holidays?jurisdiction=US-CA&on=${on}&name=Test%20Day`,
    undefined,
    manager,
  );
  await effectsOf(removed.body);
  expect(await dueOf(ca, 'adjusterSilence')).toBe(before);
}, 180_000);

test('shorter opening hours of a practice are published to its cases, and hours that no calendar can be made of are refused', async () => {
  const caseId = await openWc(90);
  const path = `/practices/${t.stack.practiceId}/hours`;
  const zone = 'America/Los_Angeles';
  const before = await dueOf(caseId, 'adjusterSilence');
  const day = [[480, 1_050]];
  const week = [day, day, day, day, [], [], []];
  const published = await t.ask<Published>('PUT', path, { zone, week }, manager);
  expect(published.status).toBe(201);
  await effectsOf(published.body);
  expect(Date.parse((await dueOf(caseId, 'adjusterSilence')) ?? '')).toBeGreaterThan(Date.parse(before ?? ''));
  expect(await t.ask('PUT', path, { zone, week }, manager)).toMatchObject({ status: 200, body: { changed: false } });
  const noDay = await t.ask<Published>('PUT', path, { zone, week: [[], [], [], [], [], [], []] }, manager);
  expect([noDay.status, noDay.body.errors?.map((e) => e.path)]).toEqual([422, ['body.week']]);
  const noZone = await t.ask<Published>('PUT', path, { zone: 'Mars/Olympus' }, manager);
  expect([noZone.status, noZone.body.errors?.map((e) => e.path)]).toEqual([422, ['body.zone']]);
  await effectsOf((await t.ask<Published>('PUT', path, { zone }, manager)).body);
  expect(await dueOf(caseId, 'adjusterSilence')).toBe(before);
}, 120_000);

test('R23 a worker that is replaced while a version is on its way doubles no event and leaves no case behind', async () => {
  const ids = await Promise.all(Array.from({ length: 8 }, (_, n) => openWc(40 + n)));
  const published = await change(EXPIRING, { params: { leadDays: 16 } });
  await t.stack.restartWorker();
  await effectsOf(published.body);
  const events = await t.stack.db.prisma.caseEvent.findMany({
    where: { caseId: { in: ids }, type: 'rules.published', ruleVersion: published.body.version },
  });
  expect(events.map((e) => e.caseId).sort()).toEqual([...ids].sort());
}, 180_000);

test('N05 two versions published at once leave every case on the newer one', async () => {
  const ids = await Promise.all([openWc(50), openWc(51), openWc(52)]);
  const first = await change(EXPIRING, { params: { leadDays: 17 } });
  const second = await change(EXPIRING, { params: { leadDays: 18 } });
  expect(second.body.version).toBe(first.body.version + 1);
  await effectsOf(second.body);
  for (const id of ids) expect((await row(id)).ruleVersion).toBe(second.body.version);
}, 120_000);

test('two managers cannot publish over each other, and the same request twice is one version', async () => {
  const etag = (await rules()).headers.get('etag') ?? '';
  const body = { scope: 'default', changes: [{ ruleId: EXPIRING, params: { leadDays: 30 } }], note: 'More time.' };
  const asking = (headers: Record<string, string>) => ({ token: manager.token, headers });
  const key = { 'If-Match': etag, 'Idempotency-Key': randomUUID() };
  const first = await t.ask<Published>('POST', '/rules/versions', body, asking(key));
  const again = await t.ask<Published>('POST', '/rules/versions', body, asking(key));
  expect([first.status, again.status, again.body.version]).toEqual([201, 201, first.body.version]);
  const stale = await t.ask('POST', '/rules/versions', body, asking({ 'If-Match': etag }));
  expect(stale).toMatchObject({ status: 412, body: { currentVersion: first.body.version } });
  expect((await t.ask('POST', '/rules/versions', body, asking({}))).status).toBe(400);
  expect((await t.ask('POST', '/rules/versions', body, { headers: { 'If-Match': etag } })).status).toBe(403);
  await effectsOf(first.body);
});

test('each fault of a publication is named with its path, and nothing is published', async () => {
  const { version } = (await rules()).body;
  const paths = async (scope: string, changes: object[]) => {
    const reply = await post('/rules/versions', { scope, changes, note: 'x' });
    return [reply.status, ...(reply.body.errors ?? []).map((e) => e.path)];
  };
  expect(
    await paths('default', [
      { ruleId: EXPIRING, params: { leadDays: -1, nope: 1 } },
      { ruleId: 'wc.none', mode: 'on' },
    ]),
  ).toEqual([422, 'body.changes.0.params.leadDays', 'body.changes.0.params.nope', 'body.changes.1.ruleId']);
  expect(await paths('default', [{ ruleId: EXPIRING }])).toEqual([422, 'body.changes.0.inherit']);
  expect(await paths('everywhere', [{ ruleId: EXPIRING, mode: 'on' }])).toEqual([422, 'body.scope']);
  expect(await paths(`practice:${randomUUID()}`, [{ ruleId: EXPIRING, mode: 'on' }])).toEqual([422, 'body.scope']);
  expect(await paths('default', [{ ruleId: 'wc.lapsed-never', mode: 'off' }])).toEqual([422, 'body.changes.0.ruleId']);
  expect((await rules()).body.version).toBe(version);
});

test('calendars that end within a year are extended once, and a case that was left behind is reached', async () => {
  const deps = { pool: t.stack.db.pool, client: t.stack.temporal.client, taskQueue: t.stack.taskQueue };
  const caseId = await openWc(70);
  const before = (await rules()).body.version;
  await careForRules(deps, Date.now());
  expect((await rules()).body.version).toBe(before);
  const inTwoYears = Date.now() + 2 * 366 * 86_400_000;
  await careForRules(deps, inTwoYears);
  await careForRules(deps, inTwoYears);
  expect((await rules()).body.version).toBe(before + 1);
  await eventually(
    () => row(caseId),
    (c) => c.ruleVersion === before + 1,
  );
  const newest = await t.stack.db.prisma.ruleVersion.findUniqueOrThrow({ where: { version: before + 1 } });
  const batch = () => t.stack.db.prisma.batch.findUniqueOrThrow({ where: { id: newest.batchId ?? '' } });
  await eventually(batch, (b) => b.state === 'finished');
  // What a rollout that gave up leaves: a live case whose row says an older version.
  await t.stack.db.prisma.case.update({ where: { id: caseId }, data: { ruleVersion: before } });
  await careForRules(deps, Date.now());
  await eventually(
    () => row(caseId),
    (c) => c.ruleVersion === before + 1,
  );
}, 120_000);
