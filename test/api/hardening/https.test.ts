/** HTTP over TLS: only as safe as its weakest handshake, and a browser that came once comes back by TLS only. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request, type RequestOptions } from 'node:https';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect } from 'node:tls';
import { EnvError, readEnv } from '../../../platform/env';
import { createLog } from '../../../platform/log';
import { httpTlsOf } from '../../../platform/tls-files';
import { makeAuthority, type Certificates } from '../../support/certificates';
import { startApiUnderTest, type ApiUnderTest } from '../running-api';
import { rawRequest } from './raw-request';

const folder = mkdtempSync(path.join(tmpdir(), 'caseclock-https-'));
const lines: string[] = [];
let t: ApiUnderTest;
let authority: Certificates;
let mine: { cert: string; key: string };

beforeAll(async () => {
  authority = makeAuthority(folder);
  mine = authority.issue('api');
  const tls = httpTlsOf(readEnv({ TLS_CERT_FILE: mine.cert, TLS_KEY_FILE: mine.key }));
  const log = createLog({ level: 'warn', name: 'api', destination: { write: (line) => void lines.push(line) } });
  t = await startApiUnderTest({}, { tls, log });
}, 240_000);
afterAll(async () => {
  await t?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path_: string, options: RequestOptions = {}) =>
  new Promise<{ status: number; headers: Record<string, unknown>; protocol: string | null }>((resolve, reject) => {
    const sent = request(
      `${t.api.url}${path_}`,
      { ca: readFileSync(authority.ca), agent: false, ...options },
      (res) => {
        const protocol = 'getProtocol' in res.socket ? (res.socket as ReturnType<typeof connect>).getProtocol() : null;
        res.resume().on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, protocol }));
      },
    );
    sent.on('error', reject).end();
  });

test('the API answers by TLS 1.2 and 1.3 and promises to stay there', async () => {
  expect(t.api.url).toMatch(/^https:/);
  const reply = await get('/api/v1/me', { headers: { Authorization: `Bearer ${t.token}` } });
  expect([reply.status, reply.protocol]).toEqual([200, 'TLSv1.3']);
  expect(reply.headers['strict-transport-security']).toBe('max-age=63072000; includeSubDomains');
  expect((await get('/healthz', { maxVersion: 'TLSv1.2' })).protocol).toBe('TLSv1.2');
});

test.each(['TLSv1', 'TLSv1.1'] as const)('%s is refused', async (version) => {
  const shaken = new Promise((resolve, reject) => {
    const { port } = new URL(t.api.url);
    const socket = connect(
      // The lowest level of OpenSSL, or this side would refuse before ours is asked.
      {
        port: Number(port),
        host: '127.0.0.1',
        ca: readFileSync(authority.ca),
        minVersion: version,
        maxVersion: version,
        ciphers: 'DEFAULT@SECLEVEL=0',
      },
      () => resolve('connected'),
    );
    socket.on('error', reject);
  });
  await expect(shaken).rejects.toThrow(/protocol version|alert|ECONNRESET/i);
});

test('a server that another authority vouches for is not believed', async () => {
  const other = makeAuthority(path.join(folder, 'other'), 'other');
  await expect(get('/healthz', { ca: readFileSync(other.ca) })).rejects.toThrow(
    /unable to (verify|get)|self.signed|certificate/i,
  );
});

test('plain HTTP on the TLS port gets no answer of the application', async () => {
  const reply = await rawRequest(t.api.url, [
    `GET /api/v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${t.token}\r\n\r\n`,
  ]).catch(() => null);
  expect(reply?.status ?? 0).not.toBe(200);
  expect(reply?.body ?? '').not.toContain('userId');
});

test('a certificate without its key, the key of another one and a file that is none are refused by name', () => {
  const other = authority.issue('other-service');
  const fault = (env: NodeJS.ProcessEnv): string => {
    try {
      httpTlsOf(readEnv(env));
      return 'accepted';
    } catch (error) {
      return error instanceof EnvError ? error.message : String(error);
    }
  };
  expect(fault({ TLS_CERT_FILE: mine.cert })).toContain('TLS_KEY_FILE is needed with TLS_CERT_FILE');
  expect(fault({ TLS_CERT_FILE: mine.cert, TLS_KEY_FILE: other.key })).toContain(
    'TLS_KEY_FILE must hold the key of the certificate',
  );
  expect(fault({ TLS_CERT_FILE: mine.key, TLS_KEY_FILE: mine.key })).toContain(
    'TLS_CERT_FILE must hold a certificate in PEM',
  );
  expect(fault({ TLS_CERT_FILE: mine.cert, TLS_KEY_FILE: mine.cert })).toContain(
    'TLS_KEY_FILE must hold a private key in PEM',
  );
  expect(fault({ TLS_CERT_FILE: '/none', TLS_KEY_FILE: mine.key })).toContain('TLS_CERT_FILE must name a file');
});

test.each(['AES128-SHA', 'AES256-GCM-SHA384', 'ECDHE-RSA-AES128-SHA256'])(
  'a client that knows only %s is refused: no forward secrecy, or no authenticated encryption',
  async (ciphers) => {
    const old = { maxVersion: 'TLSv1.2', ciphers: `${ciphers}:@SECLEVEL=0` } as const;
    await expect(get('/healthz', old)).rejects.toThrow(/handshake|alert|ECONNRESET/i);
    const strong = {
      maxVersion: 'TLSv1.2',
      ciphers: 'ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256',
    } as const;
    expect((await get('/healthz', strong)).protocol).toBe('TLSv1.2');
  },
);

test('a handshake that failed is in the log with its code, and many at once are counted', async () => {
  await expect(get('/healthz', { maxVersion: 'TLSv1.2', ciphers: 'AES128-SHA:@SECLEVEL=0' })).rejects.toThrow(
    /handshake|cipher|alert|ECONNRESET/i,
  );
  const failed = lines.filter((line) => line.includes('a TLS handshake failed'));
  expect(failed.length).toBeGreaterThan(0);
  expect(JSON.parse(failed[0] ?? '{}')).toMatchObject({
    level: 'warn',
    errorCode: expect.stringMatching(/^E/) as string,
  });
});
