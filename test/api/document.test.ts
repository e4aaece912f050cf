/** The document, the permissions and the mounted routes are one and the same thing. */
import { permissionNames, rolesFor } from '../../api/auth/permissions';
import { buildDocument, documentPath } from '../../api/openapi';
import { routes } from '../../api/routes';
import { startApiUnderTest, type ApiUnderTest } from './running-api';

let t: ApiUnderTest;
beforeAll(async () => {
  t = await startApiUnderTest();
}, 240_000);
afterAll(() => t?.stop());

const document = buildDocument(routes) as unknown as {
  openapi: string;
  paths: Record<
    string,
    Record<string, { 'x-permission': string; operationId: string; responses: Record<string, unknown> }>
  >;
};

test('every mounted route is in the document with its permission, and nothing else is', () => {
  const documented = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => `${method} ${path} ${operation['x-permission']}`),
  );
  const mounted = routes.map((r) => `${r.method} ${documentPath(r.path)} ${r.permission}`);
  expect(documented.sort()).toEqual(mounted.sort());
  expect(new Set(mounted).size).toBe(mounted.length);
});

test('every route asks for a permission that at least one role has, for a sign-in, or says that it asks for nothing', () => {
  for (const { permission } of routes) {
    if (permission === 'anonymous' || permission === 'signed-in') continue;
    expect(permissionNames).toContain(permission);
    expect(rolesFor(permission).length).toBeGreaterThan(0);
  }
});

test('every operation has its own name and documents 401, 403, 500 and 503', () => {
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item));
  expect(new Set(operations.map((o) => o.operationId)).size).toBe(operations.length);
  for (const operation of operations) {
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['401', '403', '500', '503']));
  }
});

test('the document is served as OpenAPI 3.1, and the readable page loads nothing from elsewhere', async () => {
  const json = await t.ask<{ openapi: string; paths: object }>('GET', '/openapi.json', undefined, { token: null });
  expect(json.body.openapi).toBe('3.1.0');
  expect(Object.keys(json.body.paths)).toContain('/cases/{id}/events');
  const redirect = await t.ask('GET', '/docs', undefined, { token: null });
  expect([301, 302, 308]).toContain(redirect.status);
  const page = await t.ask('GET', '/docs/', undefined, { token: null });
  expect(page.status).toBe(200);
  const sources = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map((m) => m[1] as string);
  expect(sources.length).toBeGreaterThan(2);
  for (const source of sources) {
    expect(source).toMatch(/^\.\//);
    expect((await t.ask('GET', `/docs/${source.slice(2)}`, undefined, { token: null })).status).toBe(200);
  }
  expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  const init = await t.ask('GET', '/docs/swagger-ui-init.js', undefined, { token: null });
  expect(init.text).toContain('/api/v1/openapi.json');
});

test('without a token every route of the document is 401, and says nothing more', async () => {
  for (const route of routes.filter((r) => r.permission !== 'anonymous')) {
    const path = route.path.replace(/:view/, 'all').replace(/:[a-zA-Z]+/g, '11111111-1111-4111-8111-111111111111');
    const reply = await t.ask(route.method.toUpperCase(), path, undefined, { token: null });
    expect([route.path, reply.status]).toEqual([route.path, 401]);
    expect(reply.body).toMatchObject({ code: 'unauthenticated' });
    expect(reply.headers.get('www-authenticate')).toContain('Bearer');
  }
});

test('a role without the permission is 403 on every route that it may not call', async () => {
  const { token } = await t.user(['auditor']);
  const refused = routes.filter(
    ({ permission }) =>
      permission !== 'anonymous' && permission !== 'signed-in' && !rolesFor(permission).includes('auditor'),
  );
  expect(refused.length).toBeGreaterThan(5);
  for (const route of refused) {
    const path = route.path.replace(/:[a-zA-Z]+/g, '11111111-1111-4111-8111-111111111111');
    const reply = await t.ask(route.method.toUpperCase(), path, undefined, { token });
    expect([route.path, reply.status]).toEqual([route.path, 403]);
  }
});
