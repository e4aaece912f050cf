/** Drafts of rules over HTTP: kept on the server, by whom and when, never overwritten unseen, gone when published. */
import { startApiUnderTest, type ApiUnderTest } from '../running-api';
import { publishDraft } from './asking';

const EXPIRING = 'wc.authorization-expiring';
const CAP = 'wc.visit-cap';

interface DraftBody {
  readonly scope: string;
  readonly changes: { ruleId: string; params?: Record<string, unknown> }[];
  readonly revision: number;
  readonly basedOn: number;
  readonly updatedBy: { id: string; name: string };
  readonly faults: { path: string; message: string }[];
  readonly currentVersion?: number;
}

let t: ApiUnderTest;
let manager: { userId: string; token: string };
beforeAll(async () => {
  t = await startApiUnderTest();
  manager = await t.user(['manager']);
}, 240_000);
afterAll(() => t?.stop());

const keep = (changes: object[], seen: number, by = manager, scope = 'default') =>
  t.ask<DraftBody>(
    'PUT',
    '/rules/drafts',
    { scope, changes },
    { token: by.token, headers: { 'If-Match': `"${seen}"` } },
  );
const drafts = async (by = manager) =>
  (await t.ask<{ items: DraftBody[] }>('GET', '/rules/drafts', undefined, by)).body.items;
const discard = (scope: string, by = manager) => t.ask('DELETE', `/rules/drafts?scope=${scope}`, undefined, by);

test('C08 a draft of several values is kept with who changed it, and discarding forgets it', async () => {
  const changes = [
    { ruleId: EXPIRING, params: { leadDays: 21 } },
    { ruleId: CAP, params: { margin: 1 } },
  ];
  const kept = await keep(changes, 0);
  expect(kept).toMatchObject({ status: 200, body: { scope: 'default', changes, revision: 1, faults: [] } });
  expect(kept.headers.get('etag')).toBe('"1"');
  expect(await drafts()).toMatchObject([{ changes, updatedBy: { id: manager.userId, name: 'Test manager' } }]);
  expect((await discard('default')).status).toBe(204);
  expect(await drafts()).toEqual([]);
  expect((await discard('default')).status).toBe(404);
});

test('two managers do not overwrite each other’s draft: the later one is told what is there', async () => {
  const other = await t.user(['manager']);
  await keep([{ ruleId: EXPIRING, params: { leadDays: 20 } }], 0);
  expect((await keep([{ ruleId: EXPIRING, params: { leadDays: 22 } }], 0, other)).status).toBe(412);
  const seen = await keep([{ ruleId: EXPIRING, params: { leadDays: 22 } }], 1, other);
  expect(seen).toMatchObject({ status: 200, body: { revision: 2 } });
  const late = await keep([{ ruleId: EXPIRING, params: { leadDays: 19 } }], 1);
  expect(late).toMatchObject({ status: 412, body: { currentVersion: 2 } });
  expect((await drafts())[0]).toMatchObject({
    changes: [{ params: { leadDays: 22 } }],
    updatedBy: { id: other.userId },
  });
  await discard('default');
});

test('what cannot be published is kept all the same, and said', async () => {
  const { body } = await keep([{ ruleId: EXPIRING, params: { leadDays: 4_000 } }], 0);
  expect(body.faults.map(({ path }) => path)).toEqual(['changes.0.params.leadDays']);
  await discard('default');
});

test('publishing what a draft says ends the draft; one that went on meanwhile stays', async () => {
  const changes = [{ ruleId: EXPIRING, params: { leadDays: 23 } }];
  await keep(changes, 0);
  await publishDraft(t, manager.token, { scope: 'default', changes });
  expect(await drafts()).toEqual([]);
  await keep([{ ruleId: EXPIRING, params: { leadDays: 25 } }], 0);
  await publishDraft(t, manager.token, { scope: 'default', changes: [{ ruleId: CAP, params: { margin: 5 } }] });
  expect(await drafts()).toMatchObject([{ changes: [{ params: { leadDays: 25 } }] }]);
  await discard('default');
}, 60_000);

test('a draft is for those who publish: others may neither read nor write it, and not for a practice of others', async () => {
  const coordinator = await t.user(['coordinator']);
  expect((await t.ask('GET', '/rules/drafts', undefined, coordinator)).status).toBe(403);
  expect((await keep([{ ruleId: EXPIRING, params: { leadDays: 20 } }], 0, coordinator)).status).toBe(403);
  const second = await t.stack.db.prisma.practice.create({
    data: { name: 'Second', zone: 'America/Los_Angeles', jurisdiction: 'US-CA' },
  });
  const scope = `practice:${second.id}`;
  const changes = [{ ruleId: EXPIRING, params: { leadDays: 20 } }];
  expect((await keep(changes, 0, manager, scope)).status).toBe(422);
  const administrator = await t.user(['administrator']);
  expect((await keep(changes, 0, administrator, scope)).status).toBe(200);
  expect(await drafts()).toEqual([]);
  expect(await drafts(administrator)).toHaveLength(1);
});

test('R20 R21 a rule is told in plain words with its live values, and its history says who changed what from what', async () => {
  interface Rule {
    id: string;
    group: string;
    sentence: string;
    changedIn: number;
    parts: { text?: string; param?: string; one?: string; many?: string }[];
    parameters: { name: string; title: string; words: Record<string, string> }[];
  }
  const { body } = await t.ask<{ rules: Rule[] }>('GET', '/rules');
  const expiring = body.rules.find((rule) => rule.id === EXPIRING);
  expect(expiring?.sentence).toContain('ends within 23 days');
  expect(expiring?.group).toBe('Authorization');
  expect(expiring?.parts.filter((part) => part.param !== undefined)).toEqual([
    { param: 'leadDays' },
    { param: 'leadDays', one: 'day', many: 'days' },
  ]);
  for (const rule of body.rules) {
    expect([rule.id, rule.sentence]).toEqual([rule.id, expect.not.stringMatching(/[{}]/) as unknown]);
    for (const parameter of rule.parameters) expect([rule.id, parameter.title]).not.toEqual([rule.id, parameter.name]);
  }
  interface Entry {
    version: number;
    publishedBy: string;
    changes: { before: unknown; after: unknown }[];
    alsoChanges: string[];
  }
  const history = await t.ask<{ items: Entry[]; next: string | null }>('GET', `/rules/${EXPIRING}/history`);
  expect(history.body).toMatchObject({
    items: [
      {
        version: expiring?.changedIn,
        publishedBy: 'Test manager',
        changes: [{ scope: 'default', before: null, after: { params: { leadDays: 23 } } }],
        alsoChanges: [],
      },
    ],
    next: null,
  });
  expect((await t.ask('GET', '/rules/wc.none/history')).status).toBe(404);
});
