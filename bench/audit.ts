/** Measures the audit trail beside a bare insert of the same row: rows a second, latency, and what it adds to a read of a case. */
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import type { Pool } from 'pg';
import { appendAudit } from '../platform/audit/writer';
import { verifyChain } from '../platform/audit/verify';
import { openDb } from '../platform/db';
import { startEmbeddedPostgres } from '../platform/postgres/embedded';
import { migrate } from '../prisma/migrate';

const CALLERS = [1, 32];
const SECONDS = Number(process.argv[2] ?? 5);
const TURNS = 3;

const entry = (n: number) => ({
  ...({
    actorType: 'user',
    actorId: randomUUID(),
    roles: ['coordinator'],
    action: 'case.read',
    outcome: '200',
  } as const),
  ...{ purpose: 'payment' as const, caseId: randomUUID(), requestId: randomUUID(), data: { n } },
});

/** The least that a row of its own costs: one committed insert, without chain, lookups or index of what was shown. */
const bare = (pool: Pool, n: number) => {
  const { actorType, actorId, action, caseId, outcome, requestId, data } = entry(n);
  return pool.query({
    name: 'bare',
    text: `insert into bare_audit (actor_type, actor_id, action, case_id, outcome, request_id, data)
           values ($1, $2, $3, $4, $5, $6, $7)`,
    values: [actorType, actorId, action, caseId, outcome, requestId, JSON.stringify(data)],
  });
};

interface Measured {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

async function measure(callers: number, work: (n: number) => Promise<unknown>): Promise<Measured> {
  const waits: number[] = [];
  const from = performance.now();
  const until = from + (SECONDS * 1_000) / TURNS;
  await Promise.all(
    Array.from({ length: callers }, async (_, caller) => {
      for (let n = caller; performance.now() < until; n += callers) {
        const begun = performance.now();
        await work(n);
        waits.push(performance.now() - begun);
      }
    }),
  );
  const seconds = (performance.now() - from) / 1_000;
  waits.sort((a, b) => a - b);
  const at = (q: number) => waits[Math.min(waits.length - 1, Math.floor(waits.length * q))] ?? NaN;
  return { perSecond: waits.length / seconds, p50: at(0.5), p99: at(0.99) };
}

const mean = (all: readonly Measured[], of: keyof Measured) => all.reduce((sum, m) => sum + m[of], 0) / all.length;
const ms = (value: number) => `${value.toFixed(2)} ms`;

async function main(): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'caseclock-bench-'));
  // The account that runs PostgreSQL for root must be able to pass through.
  chmodSync(dataDir, 0o711);
  const postgres = await startEmbeddedPostgres({ dataDir });
  try {
    await migrate(postgres.url);
    const db = openDb({ url: postgres.appUrl, poolSize: 32 });
    const owner = openDb({ url: postgres.url });
    await owner.pool.query(
      `create table bare_audit (id bigserial primary key, at timestamptz not null default now(), actor_type text,
         actor_id text, action text, case_id uuid, outcome text, request_id text, data jsonb);
       create index on bare_audit (case_id, id); create index on bare_audit (actor_id, id);
       grant insert on bare_audit to caseclock_app; grant usage on sequence bare_audit_id_seq to caseclock_app`,
    );
    console.log('| callers | audit rows | bare inserts | ratio | audit p50, p99 | bare p50, p99 |');
    console.log('| ------- | ---------- | ------------ | ----- | -------------- | ------------- |');
    for (const callers of CALLERS) {
      const [ours, limit]: [Measured[], Measured[]] = [[], []];
      // In turns, so that a busy machine slows both.
      for (let turn = 0; turn < TURNS; turn += 1) {
        ours.push(await measure(callers, (n) => appendAudit(db.pool, entry(n))));
        limit.push(await measure(callers, (n) => bare(db.pool, n)));
      }
      const [a, b] = [mean(ours, 'perSecond'), mean(limit, 'perSecond')];
      const waits = [ours, limit].map((all) => `${ms(mean(all, 'p50'))}, ${ms(mean(all, 'p99'))}`);
      console.log(
        `| ${callers} | ${a.toFixed(0)}/s | ${b.toFixed(0)}/s | ${(a / b).toFixed(2)} x | ${waits.join(' | ')} |`,
      );
    }
    const client = await db.pool.connect();
    const from = performance.now();
    const report = await verifyChain(client);
    const seconds = (performance.now() - from) / 1_000;
    client.release();
    console.log(
      `verify: ${report.rows} rows in ${seconds.toFixed(1)} s, ${(report.rows / seconds).toFixed(0)} rows/s, whole: ${report.ok}; ` +
        `load ${loadavg()[0]?.toFixed(1) ?? '?'}`,
    );
    await Promise.all([db.close(), owner.close()]);
  } finally {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
