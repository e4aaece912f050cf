/** The servers, workers and requests of one benchmark run: its own durable Postgres and Temporal in a folder of its own. */
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Client } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { Gateway } from '../commands/gateway';
import { caseIdOf } from '../commands/ids';
import { RuleSource } from '../commands/rule-source';
import type { CommandOutcome, CommandRequest } from '../commands/types';
import { openDb, type Db } from '../platform/db';
import { readEnv } from '../platform/env';
import { fixedRing } from '../platform/keys/key-ring';
import { keyText, newKey } from '../platform/keys/key-text';
import { startEmbeddedPostgres } from '../platform/postgres/embedded';
import { openTemporal } from '../platform/temporal/connect';
import { dataConverterFor } from '../platform/temporal/data-converter';
import { findTemporalCli } from '../platform/temporal/find-cli';
import { startTemporalDevServer } from '../platform/temporal/start-dev-server';
import { migrate } from '../prisma/migrate';
import { seed } from '../prisma/seed';
import { startWorkerChild, type WorkerChild } from './worker-child';
import type { WorkerOrder } from './worker-process';

const HOUR = 3_600_000;
/** After so long a denial on which nobody has worked is flagged: a clock that is exact to the millisecond. */
const UNWORKED_AFTER = 48 * HOUR;

const person = { type: 'user', id: 'bench-person' } as const;

export interface WorkerOptions {
  readonly memoryMb?: number;
  readonly stickySeconds?: number;
  /** False: cases whose payloads are plain; bare workflows always are. */
  readonly encrypts?: boolean;
}

export interface Stand {
  readonly db: Db;
  readonly databaseUrl: string;
  readonly client: Client;
  /** Encrypts nothing: for bare workflows, and for what encryption costs. */
  readonly bareClient: Client;
  readonly practiceId: string;
  /** Workers that all rows but the heaviest share. */
  readonly cases: WorkerChild;
  readonly bare: WorkerChild;
  readonly gateway: Gateway;
  gatewayFor(taskQueue: string, client?: Client): Gateway;
  startWorker(mode: WorkerOrder['mode'], options?: WorkerOptions): Promise<WorkerChild>;
  /** Makes claims for new cases to hang on. */
  claims(count: number): Promise<string[]>;
  /** A database of its own on the same server, migrated. */
  freshDatabase(name: string): Promise<Db>;
  /** Bytes of Temporal's file, its log included. */
  temporalBytes(): number;
  close(): Promise<void>;
}

/** Starts everything; `say` tells what goes on. Call `close` afterwards: nothing is left behind. */
export async function openStand(say: (what: string) => void): Promise<Stand> {
  const env = readEnv();
  const dataDir = mkdtempSync(path.join(tmpdir(), 'caseclock-bench-'));
  // The account that runs PostgreSQL for root must be able to pass through.
  chmodSync(dataDir, 0o711);
  const undo: (() => Promise<unknown>)[] = [async () => rmSync(dataDir, { recursive: true, force: true })];
  const close = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) {
      await step().catch((error: unknown) => say(`while stopping: ${String(error)}`));
    }
  };
  try {
    say('starting PostgreSQL and Temporal');
    const postgres = await startEmbeddedPostgres({ dataDir });
    undo.push(() => postgres.stop());
    const cli = await findTemporalCli({ cacheDir: env.CASECLOCK_CACHE });
    const temporal = await startTemporalDevServer({ cli, dataDir, ui: false });
    undo.push(() => temporal.stop());
    await migrate(postgres.url);
    const db = openDb({ url: postgres.url, poolSize: 20 });
    undo.push(() => db.close());
    const { practice } = await seed(db);
    await db.pool.query(
      'create table bare_row (id text primary key, at timestamptz not null default clock_timestamp())',
    );
    const { address, namespace } = temporal;
    const keys = keyText(newKey(new Date()));
    const connected = (dataConverter: DataConverter) => {
      const { client, connection } = openTemporal({ address, namespace, dataConverter });
      undo.push(() => connection.close());
      return client;
    };
    const [client, bareClient] = [connected(dataConverterFor(fixedRing(keys))), connected({})];
    const startWorker: Stand['startWorker'] = async (mode, { memoryMb, stickySeconds, encrypts = true } = {}) => {
      const child = await startWorkerChild({
        mode,
        memoryMb: memoryMb ?? env.WORKER_MEMORY_MB,
        ...(stickySeconds === undefined ? {} : { stickySeconds }),
        address,
        namespace,
        keys: encrypts ? keys : null,
        taskQueue: `bench-${mode}-${randomUUID().slice(0, 8)}`,
        databaseUrl: postgres.url,
        cacheDir: env.CASECLOCK_CACHE,
      });
      undo.push(() => child.stop());
      return child;
    };
    const rules = new RuleSource(db.pool);
    const gatewayFor: Stand['gatewayFor'] = (taskQueue, by = client) =>
      new Gateway({ pool: db.pool, client: by, taskQueue, rules });
    say('starting a worker for cases and one for bare workflows');
    const [cases, bare] = await Promise.all([startWorker('cases'), startWorker('bare')]);
    return {
      db,
      databaseUrl: postgres.url,
      client,
      bareClient,
      practiceId: practice.id,
      cases,
      bare,
      gateway: gatewayFor(cases.taskQueue),
      gatewayFor,
      startWorker,
      claims: (count) => newClaims(db, practice.id, count),
      freshDatabase: async (name) => {
        await db.pool.query(`create database ${name}`);
        const url = new URL(postgres.url);
        url.pathname = `/${name}`;
        await migrate(url.href);
        const fresh = openDb({ url: url.href });
        undo.push(() => fresh.close());
        return fresh;
      },
      temporalBytes: () =>
        ['', '-wal'].reduce(
          (sum, end) => sum + (statSync(path.join(dataDir, `temporal.db${end}`), { throwIfNoEntry: false })?.size ?? 0),
          0,
        ),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function newClaims(db: Db, practiceId: string, count: number): Promise<string[]> {
  const { rows } = await db.pool.query<{ id: string }>(
    `insert into claim (id, practice_id, number)
     select id, $1, 'B-' || id from (select gen_random_uuid() as id from generate_series(1, $2::int)) x returning id`,
    [practiceId, count],
  );
  return rows.map((row) => row.id);
}

const civil = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Opens a denial case on a claim. With `unworkedAt`, one of its clocks is due at exactly that instant. */
export function opening(stand: Stand, claimId: string, unworkedAt?: number): CommandRequest {
  const commandId = randomUUID();
  return {
    commandId,
    caseId: caseIdOf(commandId),
    kind: 'denial',
    type: 'case.opened',
    actor: person,
    data: {
      claims: [{ claimId, submissionId: null }],
      carcCodes: ['CO-16'],
      priority: 'normal',
      deniedOn: civil(Date.now() - 5 * 24 * HOUR),
      deniedCents: 10_000,
      outstandingCents: 10_000,
      ...(unworkedAt === undefined ? {} : { receivedAt: unworkedAt - UNWORKED_AFTER }),
    },
    note: null,
    expectedVersion: null,
    row: {
      practiceId: stand.practiceId,
      jurisdiction: 'US-CA',
      priority: 'normal',
      details: {},
      subject: null,
      tags: [],
      payerId: null,
      patientId: null,
      claimNumber: null,
      searchText: '',
    },
  };
}

/** An event for a denial case. */
export function eventFor(caseId: string, type: string, data: Record<string, unknown> = {}): CommandRequest {
  const sent = { kind: 'denial', actor: person, note: null, expectedVersion: null, row: null } as const;
  return { ...sent, commandId: randomUUID(), caseId, type, data };
}

/** A follow-up date, another one each time. */
export const followUp = (caseId: string, n: number): CommandRequest =>
  eventFor(caseId, 'followUp.set', { on: civil(Date.now() + (10 + (n % 200)) * 24 * HOUR) });

/** @throws unless it was applied. */
export async function applied(outcome: Promise<CommandOutcome>): Promise<CommandOutcome> {
  const got = await outcome;
  if (got.state === 'applied') return got;
  throw new Error(`A command was ${got.state}${got.state === 'refused' ? `: ${got.refusal.why}` : ''}.`);
}

/** Opens so many cases. */
export async function openCases(stand: Stand, count: number, gateway: Gateway = stand.gateway): Promise<string[]> {
  const claims = await stand.claims(count);
  const requests = claims.map((claimId) => opening(stand, claimId));
  let next = 0;
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      for (let request = requests[next++]; request; request = requests[next++]) {
        await applied(gateway.submit(request, 60_000));
      }
    }),
  );
  return requests.map((request) => request.caseId);
}
