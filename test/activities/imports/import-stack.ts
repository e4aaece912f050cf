/** Imports against real servers: a database and task queue of one's own, and a worker that runs cases and imports. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { Importer } from '../../../activities/imports/framework';
import { makeImportActivities } from '../../../activities/imports/import-activities';
import { makeNotices } from '../../../activities/connectors/notices/live';
import { makePerformEffect, makeRecordIncident } from '../../../activities/perform-effect';
import { makeProjectCase } from '../../../activities/projection/project-case';
import { Gateway } from '../../../commands/gateway';
import { Imports, type NewImport } from '../../../commands/imports';
import { RuleSource } from '../../../commands/rule-source';
import { openDb, type Db } from '../../../platform/db';
import { readEnv } from '../../../platform/env';
import { importWorkflowId } from '../../../platform/names';
import { openTemporal, type TemporalTarget } from '../../../platform/temporal/connect';
import { workerTuning } from '../../../platform/temporal/tuning';
import { workflowBundle } from '../../../platform/workflow-bundle';
import '../../support/quiet-sdk';
import { startPostgres, startTemporal } from '../../support/servers';

export interface ImportStack {
  readonly db: Db;
  readonly url: string;
  readonly target: TemporalTarget;
  readonly taskQueue: string;
  readonly gateway: Gateway;
  readonly imports: Imports;
  /** Takes files in, but nobody runs their workflows: the test runs the phases itself. */
  readonly waiting: Imports;
  readonly practiceId: string;
  readonly userId: string;
  /** Uploads and waits until the import's workflow has ended. */
  take(content: string | Uint8Array, more?: Partial<NewImport>): Promise<ImportResult>;
  resultOf(importId: string): Promise<ImportResult>;
  stop(): Promise<void>;
}

export interface ImportResult {
  readonly id: string;
  readonly state: string;
  readonly summary: Record<string, unknown> | null;
  readonly error: { code: string; message: string } | null;
}

/** @param importers replaces the real kinds of file. */
export async function startImportStack(importers?: readonly Importer[]): Promise<ImportStack> {
  const [database, target] = await Promise.all([startPostgres(), startTemporal()]);
  const db = openDb({ url: database.url });
  const taskQueue = `imports-${randomUUID()}`;
  const practice = await db.prisma.practice.create({
    data: { name: 'Test practice', zone: 'America/Los_Angeles', jurisdiction: 'US-CA' },
  });
  const user = await db.prisma.user.create({
    data: { email: 'biller@example.test', displayName: 'Biller', roles: ['biller'], allLocations: true },
  });
  const { client, connection } = openTemporal(target);
  const gateway = new Gateway({ pool: db.pool, client, taskQueue, rules: new RuleSource(db.pool) });
  const imports = new Imports({ pool: db.pool, client, taskQueue });
  const native = await NativeConnection.connect({ address: target.address });
  const worker = await Worker.create({
    connection: native,
    namespace: target.namespace,
    dataConverter: target.dataConverter,
    taskQueue,
    workflowBundle: await workflowBundle(readEnv().CASECLOCK_CACHE),
    activities: {
      projectCase: makeProjectCase(db.pool),
      performEffect: makePerformEffect({ pool: db.pool, notices: makeNotices(db.pool) }),
      recordIncident: makeRecordIncident(db.pool),
      ...makeImportActivities({ pool: db.pool, gateway, ...(importers ? { importers } : {}) }),
    },
    ...workerTuning(512),
  });
  const running = worker.run();
  const resultOf = async (importId: string): Promise<ImportResult> => {
    await client.workflow.getHandle(importWorkflowId(importId)).result();
    const row = await db.prisma.import.findUniqueOrThrow({ where: { id: importId } });
    return {
      id: row.id,
      state: row.state,
      summary: row.summary as ImportResult['summary'],
      error: row.error as ImportResult['error'],
    };
  };
  return {
    db,
    url: database.url,
    target,
    taskQueue,
    gateway,
    imports,
    waiting: new Imports({ pool: db.pool, client, taskQueue: `nobody-${taskQueue}` }),
    practiceId: practice.id,
    userId: user.id,
    resultOf,
    take: async (content, more = {}) => {
      const request: NewImport = {
        kind: '835',
        practiceId: practice.id,
        fileName: 'remittance.835',
        dryRun: false,
        options: {},
        createdBy: user.id,
        ...more,
      };
      return resultOf(await imports.receive(request, bytes(content)));
    },
    stop: async () => {
      worker.shutdown();
      await running;
      await native.close();
      await connection.close();
      await db.close();
      await database.drop();
    },
  };
}

export async function* bytes(content: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield typeof content === 'string' ? Buffer.from(content) : content;
}

export const sample = (name: string): string =>
  readFileSync(path.join(__dirname, '../../samples/x12', `835_005010X221A1_${name}.835`), 'utf8');
