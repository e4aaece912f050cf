/** What counts as input at all: one JSON object in UTF-8, and its members by name. */
import { startApiUnderTest, type ApiUnderTest } from '../api/running-api';

let t: ApiUnderTest;
beforeAll(async () => {
  t = await startApiUnderTest();
}, 240_000);
afterAll(() => t?.stop());

test('only JSON objects come in: no other encoding of the same thing is parsed', async () => {
  for (const type of [
    'application/xml',
    'text/xml',
    'application/x-www-form-urlencoded',
    'application/yaml',
    'text/plain',
  ]) {
    const reply = await t.ask('POST', '/cases', undefined, { raw: '<a/>', headers: { 'Content-Type': type } });
    expect([type, reply.status]).toEqual([type, 415]);
  }
  const polluted = await t.ask<{ errors?: { path: string }[] }>('POST', '/cases', undefined, {
    raw: '{"kind":"denial","__proto__":{"stage":"Resolved"},"constructor":{"prototype":{"roles":["administrator"]}}}',
  });
  expect(polluted.status).toBe(422);
  expect(({} as Record<string, unknown>)['stage']).toBeUndefined();
  expect(({} as Record<string, unknown>)['roles']).toBeUndefined();
});
