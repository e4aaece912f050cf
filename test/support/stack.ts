/** A whole Caseclock for one test file: its own database and task queue on the run's real servers. */
import { randomUUID } from 'node:crypto';
import { Gateway } from '../../commands/gateway';
import { commandIdOf, caseIdOf } from '../../commands/ids';
import { RuleSource } from '../../commands/rule-source';
import type { CommandOutcome, CommandRequest } from '../../commands/types';
import { openDb, type Db } from '../../platform/db';
import { readEnv } from '../../platform/env';
import type { KeyRing } from '../../platform/keys/key-ring';
import { workflowIdOf } from '../../platform/names';
import { openTemporal, type TemporalTarget } from '../../platform/temporal/connect';
import { dataConverterFor } from '../../platform/temporal/data-converter';
import { startWorker, type RunningWorker, type WorkerParts } from '../../worker';
import { caseQuery, type CaseView } from '../../workflows/messages';
import './quiet-sdk';
import { startPostgres, startTemporal } from './servers';

export interface Stack {
  readonly db: Db;
  /** As the application's role. */
  readonly url: string;
  /** As the owner of the tables, a superuser. */
  readonly ownerUrl: string;
  readonly gateway: Gateway;
  readonly temporal: ReturnType<typeof openTemporal>;
  readonly target: TemporalTarget & { readonly folder: string };
  readonly taskQueue: string;
  readonly practiceId: string;
  readonly worker: RunningWorker;
  /** Replaces the worker: what a deployment or a crash does. */
  restartWorker(): Promise<void>;
  stop(): Promise<void>;
}

export interface StackOptions {
  readonly zone?: string;
  readonly jurisdiction?: string;
  /** Keys of one's own, for tests that change them. */
  readonly keys?: KeyRing;
  readonly worker?: Partial<Pick<WorkerParts, 'activities' | 'maxCachedWorkflows'>>;
}

/** A busy test machine answers late; that a command can stay without an answer is what tests of their own show. */
export const PATIENT_MS = 30_000;

/** Starts it; call `stop` in afterAll. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const [database, shared] = await Promise.all([startPostgres(), startTemporal()]);
  const target = options.keys ? { ...shared, dataConverter: dataConverterFor(options.keys) } : shared;
  const db = openDb({ url: database.url, connectTimeoutMs: PATIENT_MS });
  const taskQueue = `test-${randomUUID()}`;
  const practice = await db.prisma.practice.create({
    data: {
      name: 'Test practice',
      zone: options.zone ?? 'America/Los_Angeles',
      jurisdiction: options.jurisdiction ?? 'US-CA',
    },
  });
  const temporal = openTemporal(target);
  const rules = new RuleSource(db.pool);
  const gateway = new Gateway({ pool: db.pool, client: temporal.client, taskQueue, rules, waitMs: PATIENT_MS });
  const begin = () =>
    startWorker({
      ...target,
      taskQueue,
      cacheDir: readEnv().CASECLOCK_CACHE,
      memoryMb: 512,
      pool: db.pool,
      ...options.worker,
    });
  let worker = await begin();
  return {
    db,
    url: database.url,
    ownerUrl: database.ownerUrl,
    gateway,
    temporal,
    target,
    taskQueue,
    practiceId: practice.id,
    get worker() {
      return worker;
    },
    restartWorker: async () => {
      await worker.stop();
      worker = await begin();
    },
    stop: async () => {
      await worker.stop();
      await temporal.connection.close();
      await db.close();
      await database.drop();
    },
  };
}

export const person = { type: 'user', id: 'test-person' } as const;

/** A request to open a case, with the facts every test may leave out. */
export function openRequest(stack: Stack, kind: string, data: Record<string, unknown>, key?: string): CommandRequest {
  const commandId = commandIdOf(person.id, key ?? null);
  return {
    commandId,
    caseId: caseIdOf(commandId),
    kind,
    type: 'case.opened',
    actor: person,
    data,
    note: null,
    expectedVersion: null,
    row: {
      practiceId: stack.practiceId,
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

/** A request that an event be applied to a case. */
export function eventRequest(
  opened: Pick<CommandOutcome, 'caseId'> & { kind: string },
  type: string,
  data: Record<string, unknown> = {},
  rest: { key?: string; expectedVersion?: number; note?: string } = {},
): CommandRequest {
  return {
    commandId: commandIdOf(person.id, rest.key ?? null),
    caseId: opened.caseId,
    kind: opened.kind,
    type,
    actor: person,
    data,
    note: rest.note ?? null,
    expectedVersion: rest.expectedVersion ?? null,
    row: null,
  };
}

/** Rows of claims to hang cases on. */
export async function someClaims(stack: Stack, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  await stack.db.prisma.claim.createMany({
    data: ids.map((id) => ({ id, practiceId: stack.practiceId, number: `T-${id.slice(0, 8)}` })),
  });
  return ids;
}

/** Facts of a denial case on these claims. */
export const denialData = (claimIds: readonly string[], more: Record<string, unknown> = {}) => ({
  claims: claimIds.map((claimId) => ({ claimId, submissionId: null })),
  carcCodes: ['CO-16'],
  priority: 'normal',
  deniedOn: '2026-01-05',
  deniedCents: 10_000,
  outstandingCents: 10_000,
  ...more,
});

/** The case as its workflow sees it. */
export function viewOf(stack: Stack, kind: string, caseId: string): Promise<CaseView> {
  return stack.temporal.client.workflow.getHandle(workflowIdOf(kind, caseId)).query(caseQuery);
}
