/** A10 an uploaded file is data: it is kept in the database, read by imports, and given back to no browser. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { routes } from '../../../api/routes';
import { startApiUnderTest, type ApiUnderTest } from '../running-api';

let t: ApiUnderTest;
let token: string;
beforeAll(async () => {
  t = await startApiUnderTest();
  ({ token } = await t.user(['manager']));
}, 240_000);
afterAll(() => t?.stop());

const script = '<html><script>document.title="zqxv"</script></html>';

test.each([
  ['a page that calls itself a remittance', '../../../tmp/zqxv.835', 'text/plain'],
  ['a page with an ending of text', 'zqxv.txt', 'application/octet-stream'],
  ['a name with a line end', 'a\r\nX-Injected: 1', 'text/csv'],
  ['a name of another system', 'C:\\windows\\zqxv.835', 'application/edi-x12'],
])(
  '%s is taken as data, under the last part of its name, and its content comes back in no answer',
  async (_what, name, type) => {
    const upload = await t.ask<{ id: string; fileName: string }>('POST', '/imports?kind=835', undefined, {
      token,
      raw: script,
      headers: {
        'Content-Type': type,
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      },
    });
    expect(upload.status).toBe(202);
    expect(upload.body.fileName).not.toMatch(/[/\\\r\n]|\.\./);
    const reading = routes.filter((r) => r.method === 'get' && r.path.startsWith('/imports'));
    expect(reading.length).toBeGreaterThan(3);
    for (const route of reading) {
      const reply = await t.ask('GET', route.path.replace(':id', upload.body.id), undefined, { token });
      expect([route.path, reply.status, reply.headers.get('content-type')]).toEqual([
        route.path,
        200,
        expect.stringMatching(/^application\/json/),
      ]);
      expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
      expect(reply.headers.get('x-injected')).toBeNull();
      expect(reply.text).not.toContain('document.title');
    }
    expect(existsSync('/tmp/zqxv.html') || existsSync(path.resolve('zqxv.svg'))).toBe(false);
  },
);

test('every answer that is not JSON is a stream of events or says itself that it is to be saved', () => {
  const kinds = new Set(routes.map((route) => route.produces ?? 'application/json'));
  expect([...kinds].filter((kind) => /html|svg|xml|javascript|octet/.test(kind))).toEqual([]);
});
