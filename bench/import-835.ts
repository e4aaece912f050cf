/** Measures the 835 import up to the database beside a bare parse and a bare COPY of the same lines, in one run. */
import { fork } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { runPhase } from '../activities/imports/import-activities';
import { read835 } from '../activities/connectors/remittance-835/read-835';
import { claimRows } from '../activities/imports/remittance/staged-rows';
import type { TransactionRecord } from '../activities/connectors/remittance-835/records';
import { Gateway } from '../commands/gateway';
import { RuleSource } from '../commands/rule-source';
import { storeUpload } from '../commands/uploads';
import { openDb, type Db } from '../platform/db';
import { startEmbeddedPostgres } from '../platform/postgres/embedded';
import { openTemporal } from '../platform/temporal/connect';
import { migrate } from '../prisma/migrate';

const CLAIMS_A_PAYMENT = 500;
const LINES_A_CLAIM = 4;
const MEGABYTE = 1_048_576;

/** A remittance of about `bytes`: payments of 500 claims with 4 lines each, one claim in ten denied. */
export async function* generated(bytes: number): AsyncGenerator<Uint8Array> {
  yield Buffer.from(
    'ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         *260105*1200*^*00501*000000001*0*P*:~GS*HP*PAYER*CLINIC*20260105*1200*1*X*005010X221A1~',
  );
  let sent = 0;
  let payments = 0;
  while (sent < bytes) {
    payments += 1;
    const text = payment(payments);
    sent += text.length;
    yield Buffer.from(text);
  }
  yield Buffer.from(`GE*${payments}*1~IEA*1*000000001~`);
}

function payment(n: number): string {
  const inner: string[] = [];
  let paid = 0;
  for (let at = 0; at < CLAIMS_A_PAYMENT; at += 1) {
    const number = `B${n}-${at}`;
    const denied = at % 10 === 0;
    const pays = denied ? 0 : 80 * LINES_A_CLAIM;
    paid += pays;
    inner.push(`CLP*${number}*${denied ? 4 : 1}*${100 * LINES_A_CLAIM}*${pays}**12*ICN${number}*11*1`);
    inner.push(`NM1*QC*1*DOE*PAT${at}****MI*M${n % 50}${at}`, 'DTM*232*20251201');
    for (let line = 0; line < LINES_A_CLAIM; line += 1) {
      inner.push(`SVC*HC:9711${line}:GP*100*${denied ? 0 : 80}**1`, 'DTM*472*20251201');
      inner.push(denied ? 'CAS*CO*16*100' : 'CAS*CO*45*20', `REF*6R*${line + 1}`);
    }
  }
  const all = [
    `ST*835*${n}`,
    `BPR*I*${paid}*C*CHK************20260105`,
    `TRN*1*TRACE${n}*1512345678`,
    'N1*PR*ACME MUTUAL*XV*12345',
    'N1*PE*HARBOR THERAPY*XX*1234567893',
    'LX*1',
    ...inner,
  ];
  return `${all.join('~')}~SE*${all.length + 1}*${n}~`;
}

interface Figures {
  readonly megabytes: number;
  readonly lines: number;
  readonly parseSeconds: number;
  readonly copySeconds: number;
  readonly uploadSeconds: number;
  readonly loadSeconds: number;
  readonly peakRssMb: number;
  readonly restRssMb: number;
}

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
};

async function measure(url: string, megabytes: number): Promise<Figures> {
  const db = openDb({ url });
  const bytes = megabytes * MEGABYTE;
  const { client, connection } = openTemporal({ address: '127.0.0.1:1', namespace: 'default', dataConverter: {} });
  const gateway = new Gateway({ pool: db.pool, client, taskQueue: 'bench', rules: new RuleSource(db.pool) });
  try {
    let lines = 0;
    const parseSeconds = await seconds(async () => {
      for await (const record of read835(generated(bytes))) if (record.type === 'file-end') lines = record.lines;
    });
    const copySeconds = await bareCopy(db, bytes);
    const restRssMb = process.memoryUsage.rss() / MEGABYTE;
    const importId = await newImport(db);
    let peak = 0;
    const timer = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss());
    }, 50);
    const uploadSeconds = await seconds(() => storeUpload(db.pool, importId, generated(bytes), bytes * 2));
    const signal = new AbortController().signal;
    const loadSeconds = await seconds(() =>
      runPhase({ pool: db.pool, gateway }, importId, 'load', signal, () => undefined),
    );
    clearInterval(timer);
    const stored = await db.prisma.remitLine.count();
    if (stored !== lines) throw new Error(`${stored} of ${lines} lines were stored.`);
    const peakRssMb = peak / MEGABYTE;
    return { megabytes, lines, parseSeconds, copySeconds, uploadSeconds, loadSeconds, peakRssMb, restRssMb };
  } finally {
    await connection.close();
    await db.close();
  }
}

/** The floor of the database: the same line rows into a table without indexes, made before the clock starts. */
async function bareCopy(db: Db, bytes: number): Promise<number> {
  const pg = await db.pool.connect();
  try {
    await pg.query(`set statement_timeout = 0`);
    await pg.query(`create table bare_line (n int, claim uuid, position int, code text, qualifier text, modifiers text[],
      revenue text, charge bigint, paid bigint, units numeric, f date, t date, control text, remarks text[], detail jsonb)`);
    const stream = pg.query(copyFrom('copy bare_line from stdin'));
    let header: TransactionRecord | null = null;
    let spent = 0;
    for await (const record of read835(generated(bytes))) {
      if (record.type === 'transaction') header = record;
      if (record.type !== 'claim' || !header) continue;
      const { lines } = claimRows(record, header, 'bench');
      const from = performance.now();
      if (!stream.write(lines)) await new Promise((resolve) => stream.once('drain', resolve));
      spent += performance.now() - from;
    }
    const rest = await seconds(async () => {
      stream.end();
      await finished(stream);
    });
    await pg.query('drop table bare_line');
    return spent / 1000 + rest;
  } finally {
    pg.release();
  }
}

async function newImport(db: Db): Promise<string> {
  const practice = await db.prisma.practice.create({ data: { name: 'Bench', zone: 'UTC', jurisdiction: 'US-CA' } });
  const { id } = await db.prisma.import.create({
    data: {
      kind: '835',
      practiceId: practice.id,
      fileName: 'bench.835',
      sha256: '',
      bytes: 0n,
      dryRun: false,
      options: {},
      state: 'running',
      createdBy: practice.id,
    },
  });
  return id;
}

/** Each size in a process of its own, so that one does not inherit another's memory. */
function inOwnProcess(url: string, megabytes: number): Promise<Figures> {
  return new Promise((resolve, reject) => {
    const child = fork(__filename, [], {
      execArgv: process.execArgv,
      env: { ...process.env, BENCH_URL: url, BENCH_MB: String(megabytes) },
    });
    child.once('message', (figures) => resolve(figures as Figures));
    child.once('exit', (code) =>
      code === 0 ? undefined : reject(new Error(`The measuring process ended with ${code}.`)),
    );
  });
}

/** Sizes in megabytes; by default 1 and 20. 200 takes minutes: `npx tsx bench/import-835.ts 200`. */
export async function benchImport835(sizes: readonly number[] = [1, 20]): Promise<Figures[]> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'caseclock-bench-'));
  chmodSync(dataDir, 0o711);
  const server = await startEmbeddedPostgres({ dataDir });
  const results: Figures[] = [];
  try {
    for (const [index, megabytes] of sizes.entries()) {
      const url = new URL(server.url);
      const admin = openDb({ url: server.url });
      await admin.pool.query(`create database bench_${index}`);
      await admin.close();
      url.pathname = `/bench_${index}`;
      await migrate(url.href);
      results.push(await inOwnProcess(url.href, megabytes));
    }
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
  return results;
}

const perMinute = (lines: number, time: number) => Math.round((lines / time) * 60);

export function table(results: readonly Figures[]): string {
  const head =
    '| file | claim lines | bare parse | bare COPY | upload | load | lines a minute | load / (parse + COPY) | memory at rest, peak |';
  const rows = results.map((f) => {
    const floor = f.parseSeconds + f.copySeconds;
    return `| ${f.megabytes} MB | ${f.lines} | ${f.parseSeconds.toFixed(2)} s | ${f.copySeconds.toFixed(2)} s | ${f.uploadSeconds.toFixed(2)} s | ${f.loadSeconds.toFixed(2)} s | ${perMinute(f.lines, f.loadSeconds).toLocaleString('en')} | ${(f.loadSeconds / floor).toFixed(1)} | ${f.restRssMb.toFixed(0)}, ${f.peakRssMb.toFixed(0)} MB |`;
  });
  return [head, '|---|---|---|---|---|---|---|---|---|', ...rows].join('\n');
}

async function main(): Promise<void> {
  const url = process.env['BENCH_URL'];
  if (url && process.send) {
    process.send(await measure(url, Number(process.env['BENCH_MB'])));
    process.disconnect();
    return;
  }
  const sizes = process.argv
    .slice(2)
    .map(Number)
    .filter((size) => size > 0);
  console.log(table(await benchImport835(sizes.length > 0 ? sizes : undefined)));
}

if (require.main === module) {
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
}
