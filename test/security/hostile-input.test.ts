/** Hostile text in every field of every route, read from the routes: it is refused or stored as text, never run. */
import { z } from 'zod';
import { routes } from '../../api/routes';
import type { Route } from '../../api/route';
import { startApiUnderTest, type ApiUnderTest } from '../api/running-api';

let t: ApiUnderTest;
let token: string;
let caseId: string;
beforeAll(async () => {
  t = await startApiUnderTest();
  ({ token } = await t.user(['manager', 'coordinator', 'compliance', 'administrator']));
  ({ caseId } = await t.openDenial());
}, 240_000);
afterAll(() => t?.stop());

const texts = [
  `' or '1'='1`,
  `'; drop table case_event; --`,
  `") or pg_sleep(9)--`,
  '%27%20or%201=1',
  '${1337*7331}{{1337*7331}}<%=1337*7331%>',
  '$(id)`id`;id|id',
  '../../../../etc/passwd',
  '<script>alert(1)</script>',
  'a\r\nSet-Cookie: planted=1',
  '*)(uid=*))(|(uid=*',
  '=cmd|calc!A1',
  '%s%n%x{0}',
];
const shapes: readonly unknown[] = [
  { not: '' },
  { $ne: null },
  [{ contains: '' }],
  1e308,
  -1,
  '9'.repeat(400),
  true,
  null,
];

/** Some of a list, others at each place: all of them are tried everywhere but not each at each. */
const some = <T>(list: readonly T[], count: number, place: number): T[] =>
  Array.from({ length: count }, (_, n) => list[(place * count + n) % list.length] as T);

type Schema = { readonly properties?: Record<string, Schema> };
const schemaOf = (type: z.ZodType | undefined): Schema =>
  type ? (z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }) as Schema) : {};

/** Every place of a body, two levels deep, as a function that makes a body with the value there. */
function places(schema: Schema): ((value: unknown) => Record<string, unknown>)[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => [
    (value: unknown) => ({ [name]: value }),
    ...places(inner).map((make) => (value: unknown) => ({ [name]: make(value) })),
  ]);
}

interface Sent {
  readonly what: string;
  /** As after a sleep in the database. */
  readonly slow: boolean;
  readonly status: number;
  readonly text: string;
  readonly cookies: string | null;
}

const SLEPT_MS = 9_000;

async function send(route: Route, path: string, body: unknown, what: string): Promise<Sent> {
  const from = performance.now();
  const reply = await t.ask(route.method.toUpperCase(), path, body, { token });
  const slow = performance.now() - from > SLEPT_MS;
  return { what, slow, status: reply.status, text: reply.text, cookies: reply.headers.get('set-cookie') };
}

const pathOf = (route: Route, value = caseId) =>
  route.path.replace(/:view/, 'all').replace(/:[a-zA-Z]+/g, encodeURIComponent(value));
const asked = routes.filter((route) => route.produces !== 'text/event-stream' && route.permission !== 'anonymous');

function check(sent: readonly Sent[]): void {
  expect(sent.length).toBeGreaterThan(50);
  for (const { what, slow, status, text, cookies } of sent) {
    expect([what, slow]).toEqual([what, false]);
    expect([what, status < 500, /syntax error at|unterminated quoted|9801547|uid=0|root:x/.exec(text)?.[0]]).toEqual([
      what,
      true,
      undefined,
    ]);
    expect([what, cookies?.includes('planted') ?? false]).toEqual([what, false]);
  }
}

test('A3 in addresses: no field of a query and no part of a path runs what it is given', async () => {
  const sent: Sent[] = [];
  for (const route of asked) {
    for (const text of texts) {
      if (route.path.includes(':'))
        sent.push(await send(route, pathOf(route, text), undefined, `${route.path} ${text}`));
    }
    for (const [n, name] of Object.keys(route.query?.shape ?? {}).entries()) {
      for (const text of some(texts, 4, n)) {
        const query = new URLSearchParams([[name, text]]);
        sent.push(await send(route, `${pathOf(route)}?${query}`, undefined, `${route.path}?${name}=${text}`));
      }
      const nested = `${pathOf(route)}?${name}[not]=&${name}[]=x`;
      sent.push(await send(route, nested, undefined, nested));
    }
  }
  check(sent);
}, 300_000);

test('A3 in bodies: no field runs what it is given, and an object where text belongs is refused, not passed on', async () => {
  const sent: Sent[] = [];
  for (const route of asked.filter((r) => r.body !== undefined)) {
    for (const [n, make] of places(schemaOf(route.documentedBody ?? route.body)).entries()) {
      for (const value of [...some(texts, 3, n), ...some(shapes, 3, n)]) {
        sent.push(
          await send(
            route,
            pathOf(route),
            make(value),
            `${route.method} ${route.path} field ${n} ${JSON.stringify(value)}`,
          ),
        );
      }
    }
  }
  check(sent);
}, 300_000);

test('afterwards everything is as it was: the tables stand, the case can be read, nobody got a role', async () => {
  expect(await t.ask('GET', `/cases/${caseId}`)).toMatchObject({ status: 200 });
  const { rows } = await t.stack.db.pool.query<{ n: number }>('select count(*)::int as n from case_event');
  expect(rows[0]?.n).toBeGreaterThan(0);
  const self = await t.stack.db.prisma.user.findUniqueOrThrow({ where: { id: t.userId } });
  expect(self.roles).toEqual(['coordinator']);
});

test('only JSON objects come in: no other encoding of the same thing is parsed', async () => {
  for (const type of [
    'application/xml',
    'text/xml',
    'application/x-www-form-urlencoded',
    'application/yaml',
    'text/plain',
  ]) {
    const reply = await t.ask('POST', '/cases', undefined, { raw: '<a/>', headers: { 'Content-Type': type }, token });
    expect([type, reply.status]).toEqual([type, 415]);
  }
  const polluted = await t.ask<{ errors?: { path: string }[] }>('POST', '/cases', undefined, {
    raw: '{"kind":"denial","__proto__":{"stage":"Resolved"},"constructor":{"prototype":{"roles":["administrator"]}}}',
    token,
  });
  expect(polluted.status).toBe(422);
  expect(({} as Record<string, unknown>)['stage']).toBeUndefined();
  expect(({} as Record<string, unknown>)['roles']).toBeUndefined();
});
