/** A3 hostile text in every place of every route: a 4xx or plain text that was stored, never a 500, never a change beyond it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildDocument, documentPath } from '../../../api/openapi';
import { routes } from '../../../api/routes';
import type { Role } from '../../../domain/effects';
import { startApiUnderTest, type ApiUnderTest } from '../running-api';
import { placesIn, samplesOf, withValue, type Definitions, type Schema } from './samples-of';

let t: ApiUnderTest;
let token: string;
let caseId: string;
beforeAll(async () => {
  t = await startApiUnderTest({}, { requestsPerMinute: 1_000_000 });
  ({ caseId } = await t.openDenial());
  const roles: Role[] = ['manager', 'administrator', 'coordinator', 'auditor', 'compliance', 'biller', 'coder'];
  ({ token } = await t.user(roles));
}, 240_000);
afterAll(() => t?.stop());

const texts = [
  "' or '1'='1' --",
  "1'; select pg_sleep(20); --",
  "x'); drop table case_event; --",
  '" or ""="',
  "\\'; copy cases to program 'id'; --",
  '1 union select email, password from app_user --',
  '$$; delete from audit_entry; $$',
  'created_at desc, (select 1/0)',
  '%27%20or%201=1',
  '\u02BC or 1=1 --',
];
/** Where text is expected a query language of objects may listen. */
const shapes: unknown[] = [
  { not: '' },
  { gt: '' },
  { equals: null, mode: 'insensitive' },
  { $ne: 1 },
  ['x', "' or 1=1"],
  { toString: 1 },
  -1e308,
  true,
  null,
];

const document = buildDocument(routes) as unknown as {
  paths: Record<
    string,
    Record<
      string,
      { requestBody?: { content: Record<string, { schema: Schema }> }; parameters?: { in: string; name: string }[] }
    >
  >;
  components: { schemas: Definitions };
};

/** Tables of which no row that is there may be changed by these requests, and the whole of the catalogue. */
const untouched = ['app_user', 'api_token', 'practice', 'team'];
type Known = Readonly<Record<string, readonly string[]>>;

/** What is there: a person or a team may be added under a hostile name, and that is text like any other. */
async function known(): Promise<Known> {
  const tables = untouched.map(async (table) => {
    const { rows } = await t.stack.db.pool.query<{ id: string }>(`select id from ${table}`);
    return [table, rows.map(({ id }) => id)] as const;
  });
  return Object.fromEntries(await Promise.all(tables));
}

async function state(ids: Known): Promise<unknown> {
  const counts = await Promise.all(
    untouched.map(async (table) => {
      const { rows } = await t.stack.db.pool.query<{ n: string; sum: string }>(
        `select count(*) as n, coalesce(sum(hashtext((to_jsonb(x) - 'last_used_at')::text)::bigint), 0) as sum
         from ${table} x where id = any($1::uuid[])`,
        [ids[table]],
      );
      return [table, rows[0]?.n, rows[0]?.sum];
    }),
  );
  const { rows } = await t.stack.db.pool.query(
    `select count(*) as columns, sum(hashtext(table_name || column_name || data_type)::bigint) as sum from information_schema.columns where table_schema = 'public'`,
  );
  return [counts, rows];
}

interface Tried {
  readonly at: string;
  readonly put: unknown;
  readonly status: number;
  readonly ms: number;
}
const tried: Tried[] = [];

async function attempt(at: string, put: unknown, method: string, address: string, body?: unknown): Promise<void> {
  const from = performance.now();
  const reply = await t.ask(method, address, body, { token });
  tried.push({ at, put, status: reply.status, ms: performance.now() - from });
}

/** Ids name the case that is there, or nothing. */
const addressOf = (route: string): string =>
  route
    .replace(':view', 'all')
    .replace(/^\/cases\/:id/, `/cases/${caseId}`)
    .replace(/:[a-zA-Z]+/g, '11111111-1111-4111-8111-111111111111');

test('every query field, path part and body place of every route withstands them', async () => {
  const ids = await known();
  const before = await state(ids);
  for (const route of routes.filter((r) => r.path !== '/events/stream')) {
    const method = route.method.toUpperCase();
    const operation = document.paths[documentPath(route.path)]?.[route.method];
    const plain = addressOf(route.path);
    for (const { name } of (operation?.parameters ?? []).filter((p) => p.in === 'query')) {
      for (const put of texts) {
        await attempt(
          `${method} ${route.path} query ${name}`,
          put,
          method,
          `${plain}?${name}=${encodeURIComponent(put)}`,
          method === 'GET' ? undefined : {},
        );
      }
      await attempt(
        `${method} ${route.path} query ${name}[]`,
        'nested',
        method,
        `${plain}?${name}[not]=&${name}[]=1`,
        method === 'GET' ? undefined : {},
      );
    }
    for (const put of [...texts, '..%2f..', '%00', '%ff']) {
      if (!route.path.includes(':')) break;
      const hostile = route.path.replace(/:[a-zA-Z]+/g, put.includes('%') ? put : encodeURIComponent(put));
      await attempt(`${method} ${route.path} path`, put, method, hostile, method === 'GET' ? undefined : {});
    }
    const schema = operation?.requestBody?.content['application/json']?.schema;
    if (!schema) continue;
    for (const sample of samplesOf(schema, document.components.schemas)) {
      for (const [n, place] of placesIn(sample).entries()) {
        const at = `${method} ${route.path} body ${place.join('.')}`;
        // Each place meets one text and one shape in turn; over all branches every pair comes up.
        for (const put of [texts[n % texts.length], shapes[n % shapes.length]]) {
          await attempt(at, put, method, plain, withValue(sample, place, put));
        }
      }
    }
  }
  expect(tried.length).toBeGreaterThan(2_000);
  expect(tried.filter(({ status }) => status >= 500)).toEqual([]);
  expect(tried.filter(({ status }) => status < 200 || (status >= 300 && status < 400))).toEqual([]);
  // pg_sleep(20) would have shown; the machine may be busy.
  expect(tried.filter(({ ms }) => ms > 15_000)).toEqual([]);
  expect(await state(ids)).toEqual(before);
  const refused = tried.filter(({ status }) => status >= 400).length;
  expect(refused / tried.length).toBeGreaterThan(0.8);
  console.info(
    `${tried.length} requests to ${routes.length} routes: ${refused} refused, ${tried.length - refused} taken as plain text, 0 failed`,
  );
}, 600_000);

test('no statement is put together from text: the unsafe raw queries of the library are used nowhere', () => {
  const root = path.resolve(__dirname, '../../..');
  const folders = ['activities', 'api', 'cli', 'commands', 'platform', 'scripts', 'workflows', 'domain', 'bench'];
  const files = folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => path.join(folder, name)),
  );
  expect(files.length).toBeGreaterThan(200);
  expect(
    files.filter((file) => /queryRawUnsafe|executeRawUnsafe/.test(readFileSync(path.join(root, file), 'utf8'))),
  ).toEqual([]);
});
