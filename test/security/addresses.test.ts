/** What may name a person never stands in an address: browsers, proxies and their logs keep addresses. */
import { z } from 'zod';
import { routes } from '../../api/routes';
import { startApiUnderTest, type ApiUnderTest } from '../api/running-api';

let t: ApiUnderTest;
let caseId: string;
beforeAll(async () => {
  t = await startApiUnderTest();
  ({ caseId } = await t.openDenial({}, { tags: ['zqxv-tag'], details: { patient: { name: 'Zqxvana Quill' } } }));
}, 240_000);
afterAll(() => t?.stop());

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
}

/** True where any text will do: no list of values, no form, no pattern. */
function takesAnyText(schema: JsonSchema): boolean {
  if (schema.anyOf) return schema.anyOf.some(takesAnyText);
  if (schema.items) return takesAnyText(schema.items);
  const isText = schema.type === 'string' || schema.type === undefined;
  return (
    isText && schema.format === undefined && schema.pattern === undefined && !schema.enum && schema.const === undefined
  );
}

const fieldsOf = (schema: z.ZodObject | undefined): [string, JsonSchema][] =>
  schema === undefined
    ? []
    : Object.entries(
        (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as { properties?: Record<string, JsonSchema> })
          .properties ?? {},
      );

/** Text of a closed vocabulary that its schema does not spell out, and why it names nobody. */
const vocabularies: Readonly<Record<string, string>> = {
  cursor: 'a position: instants, numbers and ids',
  kind: 'a kind of case or import, checked against the registry',
  flag: 'a flag of the rules',
  subject: 'a word of the denial codes',
  jurisdiction: 'such as US-CA',
  ruleId: 'an id from the rules',
  rule: 'an id from the rules',
  name: 'the name of a clock or a holiday',
  slot: 'the name of a clock',
  status: 'a status of a claim',
  options: 'which column means what: titles of a spreadsheet, no rows',
  on: 'a day',
  action: 'a word of the audit trail',
  outcome: 'a word of the audit trail',
  requestId: 'the id of a request',
  actor: 'the id of an account',
};

test('G17 no route takes free text in its address, but words of a known vocabulary', () => {
  const taking = routes.flatMap((route) =>
    [...fieldsOf(route.params), ...fieldsOf(route.query)]
      .filter(([name, schema]) => takesAnyText(schema) && !Object.hasOwn(vocabularies, name))
      .map(([name]) => `${route.method} ${route.path} ${name}`),
  );
  expect(taking).toEqual([]);
});

test('a name, a number or a tag in the address of a list is refused with where to send it; in the body it finds', async () => {
  for (const [path, field] of [
    ['/cases', 'q'],
    ['/cases', 'tag'],
    ['/claims', 'number'],
    ['/board/wc', 'q'],
  ]) {
    const refused = await t.ask<{ errors?: { path: string; message: string }[] }>('GET', `${path}?${field}=zqxvana`);
    expect([path, refused.status, refused.body.errors?.[0]?.path]).toEqual([path, 422, `query.${field}`]);
    expect(refused.body.errors?.[0]?.message).toContain('/search');
  }
  for (const filter of [{ q: 'zqxvana' }, { tag: 'zqxv-tag' }, { q: 'quill', kind: 'denial', limit: 1 }]) {
    const found = await t.ask<{ items: { id: string }[] }>('POST', '/cases/search', { filter });
    expect([filter, found.status, found.body.items?.map((item) => item.id)]).toEqual([filter, 200, [caseId]]);
  }
  expect(await t.ask('POST', '/cases/search', { filter: { q: 'zqxvana', nickname: 'x' } })).toMatchObject({
    status: 422,
  });
});

test('a search pages like its list: a page and the next hold each row once', async () => {
  await t.openDenial({}, { tags: ['zqxv-tag'] });
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const filter: Record<string, unknown> = { tag: 'zqxv-tag', limit: 1, ...(cursor === undefined ? {} : { cursor }) };
    const page = await t.ask<{ items: { id: string }[]; next: string | null }>('POST', '/cases/search', { filter });
    expect(page.status).toBe(200);
    seen.push(...page.body.items.map((item) => item.id));
    cursor = page.body.next ?? undefined;
  } while (cursor !== undefined);
  expect(seen.length).toBe(2);
  expect(new Set(seen).size).toBe(2);
});

test('a search asks for the permission of its list', async () => {
  const { token } = await t.user(['credentialing']);
  for (const path of ['/cases/search', '/claims/search', '/board/wc/search']) {
    const list = routes.find((r) => r.method === 'get' && `${r.path}/search` === path);
    const search = routes.find((r) => r.method === 'post' && r.path === path);
    expect([path, search?.permission]).toEqual([path, list?.permission]);
    expect(await t.ask('POST', path, { filter: {} }, { token })).toMatchObject({ status: 403 });
    expect(await t.ask('POST', path, { filter: {} }, { token: null })).toMatchObject({ status: 401 });
  }
});

test('the name of an uploaded file comes in a header or a form, with every letter of it, and never in the address', async () => {
  const at = `/imports?kind=wc-audit&practiceId=${t.stack.practiceId}&dryRun=true`;
  const upload = (path: string, name: string, key: string) =>
    t.ask<{ fileName: string; errors?: { message: string }[] }>('POST', path, undefined, {
      raw: 'a,b\n1,2\n',
      headers: { 'Content-Type': 'text/csv', 'Content-Disposition': name, 'Idempotency-Key': key },
    });
  const refused = await upload(`${at}&fileName=quill.csv`, '', 'in-address');
  expect([refused.status, refused.body.errors?.[0]?.message]).toEqual([
    422,
    expect.stringContaining('Content-Disposition'),
  ]);
  const name = "Zoë O'Quill (März).csv";
  const encoded = encodeURIComponent(name).replace(/['()]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  const taken = await upload(at, `attachment; filename*=UTF-8''${encoded}`, 'in-header');
  expect([taken.status, taken.body.fileName]).toEqual([202, name]);
  expect(await upload(at, `attachment; filename*=UTF-8''%ff%fe.csv`, 'broken')).toMatchObject({ status: 400 });
});
