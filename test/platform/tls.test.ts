/** TLS to PostgreSQL and Temporal: by configuration, in every connection, and refused when somebody else answers. */
import { chmodSync, copyFileSync, chownSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { connect as connectPlain } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer, type Server } from 'node:tls';
import { Client } from 'pg';
import { makeChangeFeed } from '../../api/changes/change-feed';
import { openDb } from '../../platform/db';
import { readEnv, type Env } from '../../platform/env';
import { openLinks, requireSafeLinks } from '../../platform/env-tls';
import { createLog } from '../../platform/log';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../platform/postgres/embedded';
import { openTemporal } from '../../platform/temporal/connect';
import { temporalTlsOf } from '../../platform/tls-files';
import { migrate } from '../../prisma/migrate';
import { startWorker } from '../../worker';
import { makeAuthority, type Certificates } from '../support/certificates';
import { eventually } from '../support/eventually';
import '../support/quiet-sdk';
import { startTemporal } from '../support/servers';

const folder = mkdtempSync(path.join(tmpdir(), 'caseclock-tls-'));
let ours: Certificates;
let theirs: Certificates;
let postgres: EmbeddedPostgres;

beforeAll(async () => {
  chmodSync(folder, 0o711);
  ours = makeAuthority(path.join(folder, 'ours'));
  theirs = makeAuthority(path.join(folder, 'theirs'), 'theirs');
  postgres = await startEmbeddedPostgres({ dataDir: path.join(folder, 'data'), durable: false });
  await requireTls();
}, 240_000);
afterAll(async () => {
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Turns TLS on in the running server and lets nobody in without it, or without a certificate of ours. */
async function requireTls(): Promise<void> {
  const admin = new Client({ connectionString: postgres.url });
  await admin.connect();
  const { rows } = await admin.query<{ dir: string; hba: string }>(
    `select current_setting('data_directory') as dir, current_setting('hba_file') as hba`,
  );
  const { dir } = rows[0] ?? { dir: '' };
  const { uid, gid } = statSync(dir);
  const { cert, key } = ours.issue('postgres', 'IP:127.0.0.1');
  for (const [from, name] of [
    [cert, 'server.crt'],
    [key, 'server.key'],
    [ours.ca, 'root.crt'],
  ] as const) {
    copyFileSync(from, path.join(dir, name));
    chownSync(path.join(dir, name), uid, gid);
    chmodSync(path.join(dir, name), 0o600);
  }
  await admin.query(`alter system set ssl_ca_file = 'root.crt'`);
  await admin.query('alter system set ssl = on');
  await admin.query(
    `copy (select unnest(array['hostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca'])) to program 'cat > pg_hba.conf'`,
  );
  await admin.query('select pg_reload_conf()');
  await admin.end();
}

const envOf = (more: NodeJS.ProcessEnv = {}): Env => {
  const { cert, key } = ours.issue('caseclock');
  return readEnv({
    DATABASE_URL: postgres.url,
    DATABASE_CA_FILE: ours.ca,
    DATABASE_CERT_FILE: cert,
    DATABASE_KEY_FILE: key,
    ...more,
  });
};

test('with its CA and our certificate named, every connection to PostgreSQL is encrypted: pool, Prisma, migrations, change feed', async () => {
  const { DATABASE_URL: url = '' } = envOf();
  expect(new URL(url).searchParams.get('sslmode')).toBe('verify-full');
  await migrate(url);
  const db = openDb({ url });
  const feed = makeChangeFeed(url, createLog({ level: 'silent', name: 'test' }));
  try {
    expect(await db.prisma.practice.count()).toBe(0);
    feed.start();
    await eventually(() => feed.connected, Boolean);
    const { rows } = await db.pool.query<{ ssl: boolean; version: string }>(
      `select s.ssl, s.version from pg_stat_ssl s join pg_stat_activity a using (pid) where a.datname = current_database()`,
    );
    expect(rows.length).toBeGreaterThan(1);
    for (const row of rows) expect(row).toEqual({ ssl: true, version: expect.stringMatching(/^TLSv1\.[23]$/) });
  } finally {
    await feed.stop();
    await db.close();
  }
}, 60_000);

test.each<[string, () => NodeJS.ProcessEnv, RegExp]>([
  ['another authority', () => ({ DATABASE_CA_FILE: theirs.ca }), /unable to (verify|get)|self.signed|certificate/i],
  [
    'a name that is not in the certificate',
    () => ({ DATABASE_URL: postgres.url.replace('127.0.0.1', 'localhost') }),
    /does not match|altnames/i,
  ],
  ['no certificate of ours', () => ({ DATABASE_CERT_FILE: '', DATABASE_KEY_FILE: '' }), /certificate/i],
])('PostgreSQL with %s is not used', async (_what, more, words) => {
  const db = openDb({ url: envOf(more()).DATABASE_URL ?? '' });
  await expect(db.pool.query('select 1')).rejects.toThrow(words);
  await db.close();
});

test('settings that would trust anybody are refused by name', () => {
  const at =
    (query: string, more: NodeJS.ProcessEnv = {}) =>
    () =>
      readEnv({ DATABASE_URL: `postgresql://u:secret@db.example.org/c${query}`, ...more });
  expect(at('?sslmode=no-verify')).toThrow(/DATABASE_URL must not have sslmode=no-verify/);
  expect(at('?sslmode=disable', { DATABASE_CA_FILE: ours.ca })).toThrow(/must not have sslmode=disable together/);
  expect(at('', { DATABASE_CERT_FILE: ours.ca })).toThrow(/DATABASE_KEY_FILE is needed with DATABASE_CERT_FILE/);
  expect(at('', { TEMPORAL_TLS: 'off', TEMPORAL_API_KEY: 'k' })).toThrow(/TEMPORAL_TLS must not be off/);
  expect(at('', { TEMPORAL_UI_ORIGIN: 'https://ui.example.org/path' })).toThrow(/TEMPORAL_UI_ORIGIN must be origins/);
  expect(new URL(at('?sslmode=require')().DATABASE_URL ?? '').searchParams.get('sslmode')).toBe('verify-full');
});

test('a link to another host without TLS is refused in words, unless INSECURE_LINKS names it; links on this machine are not', () => {
  const open = {
    DATABASE_URL: 'postgresql://u:secret@db.example.org/c',
    TEMPORAL_ADDRESS: 't.example.org:7233',
    HOST: '0.0.0.0',
  };
  const said = openLinks(readEnv(open))
    .map(({ words }) => words)
    .join('\n');
  expect(said).toMatch(/PostgreSQL.*DATABASE_CA_FILE[\s\S]*Temporal.*TEMPORAL_TLS_CA_FILE[\s\S]*HTTP.*TLS_CERT_FILE/);
  expect(said).not.toContain('secret');
  expect(() => requireSafeLinks(readEnv(open))).toThrow(/PostgreSQL[\s\S]*INSECURE_LINKS=database,temporal,http/);
  const named = { ...open, INSECURE_LINKS: 'database, temporal' };
  expect(() => requireSafeLinks(readEnv(named))).toThrow(/^HTTP is served[^\n]*\n.*INSECURE_LINKS=http/);
  expect(requireSafeLinks(readEnv({ ...named, PUBLIC_URL: 'https://caseclock.example.org' }))).toHaveLength(2);
  expect(() => readEnv({ INSECURE_LINKS: 'mail' })).toThrow(/must be of database, temporal, http/);
  expect(openLinks(readEnv({ ...open, DATABASE_CA_FILE: ours.ca, TEMPORAL_TLS: 'on', HOST: '127.0.0.1' }))).toEqual([]);
  expect(openLinks(readEnv({ DATABASE_URL: postgres.url, TEMPORAL_ADDRESS: '127.0.0.1:7233' }))).toEqual([]);
});

/** Ends TLS before the dev server, which speaks none itself, and lets only certificates of ours through. */
async function beforeTemporal(address: string): Promise<{ server: Server; address: string; streams: () => number }> {
  const [host = '', port = ''] = address.split(':');
  const { cert, key } = ours.issue('temporal', 'DNS:temporal.internal');
  let streams = 0;
  const server = createServer(
    {
      cert: readFileSync(cert),
      key: readFileSync(key),
      ca: readFileSync(ours.ca),
      requestCert: true,
      rejectUnauthorized: true,
      ALPNProtocols: ['h2'],
    },
    (socket) => {
      streams += 1;
      const inner = connectPlain(Number(port), host);
      socket.pipe(inner).pipe(socket);
      for (const end of [socket, inner]) end.on('error', () => [socket, inner].forEach((other) => other.destroy()));
    },
  );
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  return {
    server,
    address: `127.0.0.1:${bound !== null && typeof bound === 'object' ? bound.port : 0}`,
    streams: () => streams,
  };
}

test('clients and workers reach Temporal through TLS with a certificate of ours, and only the server that is named', async () => {
  const plain = await startTemporal();
  const front = await beforeTemporal(plain.address);
  const mine = ours.issue('worker');
  const settings = {
    TEMPORAL_TLS_CA_FILE: ours.ca,
    TEMPORAL_TLS_CERT_FILE: mine.cert,
    TEMPORAL_TLS_KEY_FILE: mine.key,
    TEMPORAL_TLS_SERVER_NAME: 'temporal.internal',
  };
  const targetOf = (more: NodeJS.ProcessEnv) => ({
    ...plain,
    address: front.address,
    security: temporalTlsOf(readEnv({ ...settings, ...more })),
  });
  const reach = async (more: NodeJS.ProcessEnv) => {
    const { client, connection } = openTemporal(targetOf(more));
    try {
      await client.withDeadline(Date.now() + 3_000, () => client.workflowService.getSystemInfo({}));
      return 'reached';
    } catch {
      return 'refused';
    } finally {
      await connection.close();
    }
  };
  const { DATABASE_URL: url = '' } = envOf();
  const db = openDb({ url });
  try {
    expect(await reach({})).toBe('reached');
    expect(await reach({ TEMPORAL_TLS_CA_FILE: theirs.ca })).toBe('refused');
    expect(await reach({ TEMPORAL_TLS_SERVER_NAME: 'other.internal' })).toBe('refused');
    expect(await reach({ TEMPORAL_TLS_CERT_FILE: '', TEMPORAL_TLS_KEY_FILE: '' })).toBe('refused');
    const before = front.streams();
    const worker = await startWorker({
      ...targetOf({}),
      taskQueue: 'tls',
      cacheDir: readEnv().CASECLOCK_CACHE,
      memoryMb: 512,
      pool: db.pool,
    });
    await worker.stop();
    expect(front.streams()).toBeGreaterThan(before);
  } finally {
    await db.close();
    front.server.close();
  }
}, 120_000);
