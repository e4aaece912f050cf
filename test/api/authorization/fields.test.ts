/** Every answer, for every role, over HTTP: only fields of the groups that the role has (G17). */
import { groupsOf } from '../../../api/auth/field-groups';
import { rolesFor } from '../../../api/auth/permissions';
import { routes } from '../../../api/routes';
import { Role } from '../../../domain/effects';
import { fieldGroups } from '../../../domain/privacy';
import { startApiUnderTest, type ApiUnderTest } from '../running-api';
import { openCanaryPractice, type CanaryPractice } from './canary-practice';
import { canariesIn, type Met } from './canary-search';

let t: ApiUnderTest;
let at: CanaryPractice;
const tokens = new Map<Role, string>();
const userIds = new Map<Role, string>();

beforeAll(async () => {
  t = await startApiUnderTest();
  for (const role of Role.options) {
    const user = await t.user([role]);
    tokens.set(role, user.token);
    userIds.set(role, user.userId);
  }
  at = await openCanaryPractice(t, tokens.get('manager') as string);
  // Whatever the scope of a role, it reaches the cases: everybody has a task on each.
  const task = { title: 'Follow up', reason: '', state: 'open', followsOwner: false, priority: 'normal' };
  await t.stack.db.prisma.task.createMany({
    data: [at.wc, at.denial].flatMap((caseId) =>
      [...userIds.values()].map((assigneeUserId, n) => ({
        ...task,
        ...{ caseId, key: `follow-up:9${n}`, assigneeUserId, dueOn: new Date(), openedAt: new Date(), openedBySeq: 1 },
      })),
    ),
  });
}, 240_000);
afterAll(() => t?.stop());

/** Addresses of the canary practice behind each route that reads. */
const addresses: Readonly<Record<string, (p: CanaryPractice) => string[]>> = {
  '/cases': () => ['/cases?limit=200', '/cases?kind=wc', '/cases?owner=me', '/cases?owner=mine'],
  '/cases/:id': (p) => [`/cases/${p.wc}`, `/cases/${p.denial}`],
  '/cases/:id/timeline': (p) => [`/cases/${p.wc}/timeline?limit=200`, `/cases/${p.denial}/timeline?limit=200`],
  '/cases/:id/chart': (p) => [`/cases/${p.wc}/chart`, `/cases/${p.denial}/chart`],
  '/cases/:id/sources': (p) => [`/cases/${p.wc}/sources`, `/cases/${p.denial}/sources`],
  '/codes': () => ['/codes'],
  '/cases/:id/moments': (p) => [`/cases/${p.wc}/moments`, `/cases/${p.denial}/moments`],
  '/cases/:id/moments/:version': (p) =>
    [p.wc, p.denial].flatMap((id) => [1, 2, 3].map((v) => `/cases/${id}/moments/${v}`)),
  '/cases/:id/forward': (p) => [`/cases/${p.wc}/forward?days=366`, `/cases/${p.denial}/forward?days=366`],
  '/cases/:id/history': (p) => [`/cases/${p.wc}/history?limit=200`, `/cases/${p.denial}/history?limit=200`],
  '/cases/:id/workflow': (p) => [`/cases/${p.wc}/workflow`],
  '/cases/:id/receipts': (p) => [`/cases/${p.wc}/receipts`, `/cases/${p.denial}/receipts`],
  '/cases/:id/clocks': (p) => [`/cases/${p.wc}/clocks`, `/cases/${p.denial}/clocks`],
  '/clocks': () => ['/clocks?limit=200'],
  '/tasks': () => ['/tasks?limit=200', '/tasks?state=closed'],
  '/tasks/counts': () => ['/tasks/counts'],
  '/clocks/:id/receipt': (p) => [`/clocks/${p.wc}:1/receipt`, `/clocks/${p.denial}:2/receipt`],
  '/notices': () => ['/notices'],
  '/claims': () => ['/claims?limit=200'],
  '/claims/:id': (p) => [`/claims/${p.claimId}`],
  '/board/wc': () => ['/board/wc'],
  '/board/wc/sections': () => ['/board/wc/sections', '/board/wc/sections?owner=team&perSection=30'],
  '/views/denials/:view': () => ['/views/denials/all'],
  '/views/counts': () => ['/views/counts', '/views/counts?kind=denial'],
  '/payers': () => ['/payers'],
  '/saved-views': () => ['/saved-views'],
  '/commands/:id': (p) => [`/commands/${p.commandId}`],
  '/me': () => ['/me'],
  '/counts': () => ['/counts'],
  '/practices': () => ['/practices'],
  '/users': () => ['/users'],
  '/teams': () => ['/teams'],
  '/locations': () => ['/locations'],
  '/covers': () => ['/covers'],
  '/break-glass': () => ['/break-glass', '/break-glass?reviewed=true'],
  '/incidents': () => ['/incidents'],
  '/imports': () => ['/imports'],
  '/imports/:id': (p) => [`/imports/${p.importId}`],
  '/imports/:id/rows': (p) => [`/imports/${p.importId}/rows`],
  '/imports/:id/exceptions': (p) => [`/imports/${p.importId}/exceptions`],
  '/imports/:id/parts': (p) => [`/imports/${p.importId}/parts`],
  '/batches': () => ['/batches'],
  '/batches/:id': (p) => [`/batches/${p.batchId}`],
  '/batches/:id/items': (p) => [`/batches/${p.batchId}/items`],
  '/rules': () => ['/rules'],
  '/rules/versions': () => ['/rules/versions'],
  '/rules/versions/:version': (p) => [`/rules/versions/${p.ruleVersion}`],
  '/rules/versions/:version/effects': (p) => [`/rules/versions/${p.ruleVersion}/effects`],
  '/rules/:ruleId/history': () => ['/rules/wc.adjuster-silence/history'],
  '/rules/drafts': () => ['/rules/drafts'],
  '/rules/what-ifs/:id': (p) => [`/rules/what-ifs/${p.whatIfId}`],
  '/rules/what-ifs/:id/cases': (p) => [`/rules/what-ifs/${p.whatIfId}/cases?limit=200`],
  '/session': () => ['/session'],
  '/session/oidc/callback': () => ['/session/oidc/callback'],
  '/account': () => ['/account'],
  '/account/sessions': () => ['/account/sessions'],
  '/tokens': () => ['/tokens'],
  '/people': () => ['/people?limit=200'],
  '/people/:id': (p) => [`/people/${p.userId}`],
  '/people/:id/work': (p) => [`/people/${p.userId}/work`],
  '/people/:id/sessions': (p) => [`/people/${p.userId}/sessions`],
  '/people/:id/tokens': (p) => [`/people/${p.userId}/tokens`],
  '/audit': (p) => ['/audit?limit=200', `/audit?caseId=${p.wc}`, `/audit?patientId=${p.patientId}`],
  '/audit/verify': () => ['/audit/verify'],
  '/reconciliations': () => ['/reconciliations'],
  '/reconciliations/:id': (p) => [`/reconciliations/${p.reconciliationId}`],
  '/figures/no-orphan': () => ['/figures/no-orphan'],
  '/figures/stranded-work': () => ['/figures/stranded-work'],
  '/insights/denials': () => ['/insights/denials'],
  '/insights/denials/breakdown': () => ['/insights/denials/breakdown?by=owner', '/insights/denials/breakdown?by=carc'],
  '/insights/tier-1': () => ['/insights/tier-1'],
  '/insights/wc': () => ['/insights/wc', '/insights/wc?from=2021-01-01&to=2021-12-31&step=week'],
  '/insights/clocks-met': () => ['/insights/clocks-met'],
  '/insights/no-orphan': () => ['/insights/no-orphan'],
  '/insights/cases': () => [
    '/insights/cases?of=active',
    '/insights/cases?of=denials&open=true',
    '/insights/cases?of=activity&limit=200',
    '/insights/cases?of=lapses&visitFrom=2021-01-01&visitTo=2026-12-31',
    '/insights/cases?of=billing-lag&billedFrom=2021-01-01&billedTo=2026-12-31',
    '/insights/cases?of=lead-time&warnedFrom=2021-01-01&warnedTo=2026-12-31',
    '/insights/cases?of=receivables&owedOn=2026-11-01',
    '/insights/cases?of=silence&silentOn=2026-11-01',
  ],
  '/holidays': () => ['/holidays?jurisdiction=US&year=2026'],
};
const reading = routes.filter((route) => route.method === 'get' && route.produces === undefined);

test('the walk knows every route that reads: a new one needs its canaries here', () => {
  expect(reading.map((route) => route.path).filter((path) => !addresses[path])).toEqual([]);
});

async function readAll(role: Role): Promise<{ met: Met[]; answered: number }> {
  const met: Met[] = [];
  let answered = 0;
  for (const route of reading) {
    const may =
      route.permission === 'anonymous' || route.permission === 'signed-in' || rolesFor(route.permission).includes(role);
    for (const address of addresses[route.path]?.(at) ?? []) {
      const reply = await t.ask('GET', address, undefined, { token: tokens.get(role) as string });
      if (!may) expect([address, reply.status]).toEqual([address, 403]);
      else expect([address, reply.status]).not.toEqual([address, 500]);
      const here = canariesIn(reply.body).map((m) => ({ ...m, path: `${address} ${m.path}` }));
      met.push(...here);
      if (reply.status === 200) answered += 1;
      const kept = (reply.headers.get('withheld') ?? '').split(', ').filter(Boolean);
      expect(kept.filter((group) => groupsOf({ roles: [role] }).has(group as never))).toEqual([]);
    }
  }
  return { met, answered };
}

test('the practice is full: somebody who sees everything meets canaries of every group on every kind of page', async () => {
  const { met } = await readAll('manager');
  expect([...new Set(met.map((m) => m.group))].sort()).toEqual([...fieldGroups].sort());
  const pages = new Set(met.map((m) => m.path.split(/[ ?]/)[0]));
  for (const page of ['/cases', '/clocks', '/tasks', '/claims', '/board/wc', '/views/denials/all', '/break-glass']) {
    expect(pages).toContain(page);
  }
  for (const part of ['', '/rows', '/exceptions', '/parts']) expect(pages).toContain(`/imports/${at.importId}${part}`);
  for (const part of ['', '/items']) expect(pages).toContain(`/batches/${at.batchId}${part}`);
  for (const id of [at.wc, at.denial])
    for (const part of ['', '/timeline']) expect(pages).toContain(`/cases/${id}${part}`);
});

test.each(Role.options)('G17 a %s is answered only fields of the groups of that role', async (role) => {
  const { met, answered } = await readAll(role);
  const given = groupsOf({ roles: [role] });
  expect(met.filter((m) => !given.has(m.group))).toEqual([]);
  expect(answered).toBeGreaterThan(5);
  // Not everything is withheld either: who has a group and reads cases meets it.
  const reads = rolesFor('case.read').includes(role);
  expect(reads ? [...given].filter((group) => !met.some((m) => m.group === group)) : []).toEqual([]);
});

test('G17 roles without any group still see stages, counts, ids and the dates of clocks', async () => {
  const token = tokens.get('account-executive') as string;
  const { body, headers } = await t.ask<Record<string, unknown>>('GET', `/cases/${at.wc}`, undefined, { token });
  expect(body).toMatchObject({
    id: at.wc,
    kind: 'wc',
    stage: 'In Progress',
    claimNumber: null,
    details: {},
    detail: {},
  });
  expect(body['facts']).toMatchObject({ authorizationsCount: 1, statusChain: expect.anything() as unknown });
  expect(body['facts']).not.toHaveProperty('authorizationEndsOn');
  expect((body['clocks'] as { dueAt: string; explanation: null }[])[0]).toMatchObject({ explanation: null });
  expect(headers.get('withheld')).toBe('identity, clinical, visits, money, contact, words');
});

test('a change of role counts at the next request', async () => {
  const { userId, token } = await t.user(['auditor']);
  const name = async () => {
    const reply = await t.ask<{ patient: { name: string | null } }>('GET', `/cases/${at.wc}`, undefined, { token });
    return reply.body.patient?.name;
  };
  expect(await name()).toBeNull();
  await t.stack.db.prisma.user.update({ where: { id: userId }, data: { roles: ['compliance'] } });
  expect(await name()).toBe('zzidentityzzname');
});

test('a task that a person added keeps its words for its assignee; others without words see that it is there', async () => {
  const frontDesk = userIds.get('front-desk') as string;
  const own = await t.stack.db.prisma.task.findFirstOrThrow({ where: { caseId: at.wc, key: { startsWith: 'own:' } } });
  const token = tokens.get('front-desk') as string;
  const title = async () => {
    const { body } = await t.ask<{ tasks: { id: string; title: string | null }[] }>(
      'GET',
      `/cases/${at.wc}`,
      undefined,
      { token },
    );
    return body.tasks.find((task) => task.id === own.id)?.title;
  };
  expect(await title()).toBeNull();
  await t.stack.db.prisma.task.update({ where: { id: own.id }, data: { assigneeUserId: frontDesk } });
  expect(await title()).toBe('zzwordszztask');
});

test('what is written is answered by the same rule: who has no money creates a claim and is not shown its amounts', async () => {
  const { token } = await t.user(['case-manager', 'intake']);
  const made = await t.ask<Record<string, unknown>>(
    'POST',
    '/claims',
    { number: 'zzidentityzzmade', chargeCents: 7_310_001, serviceFrom: '2021-06-01' },
    { token },
  );
  expect(made).toMatchObject({ status: 201, body: { number: 'zzidentityzzmade', chargeCents: null } });
  expect(made.headers.get('withheld')).toBe('money');
});

test('the stream of changes says ids, kind and version, nothing else', async () => {
  const stop = new AbortController();
  const response = await fetch(`${t.api.url}/api/v1/events/stream`, {
    headers: { Authorization: `Bearer ${tokens.get('manager')}`, 'Last-Event-ID': '0' },
    signal: stop.signal,
  });
  let text = '';
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  while (!text.includes('"version":3')) text += (await reader?.read())?.value ?? '';
  stop.abort();
  const sent = [...text.matchAll(/^data: (.*)$/gm)].map((m) => JSON.parse(m[1] as string) as object);
  expect(sent.length).toBeGreaterThan(3);
  for (const change of sent) expect(Object.keys(change).sort()).toEqual(['caseId', 'kind', 'version']);
  expect(canariesIn(text)).toEqual([]);
});
