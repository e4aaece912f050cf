/** Brings up a whole Caseclock in one process and takes it down in order. What it prints is told, not decided, here. */
import path from 'node:path';
import { createToken } from '../../api/auth/tokens';
import { startApi, type RunningApi } from '../../api/server';
import { createLink, linkAddress } from '../../api/sign-in/links';
import { signInSettings } from '../../api/sign-in/settings';
import { openDb, type Db } from '../../platform/db';
import type { Env } from '../../platform/env';
import { requireSafeLinks } from '../../platform/env-tls';
import type { Logger } from '../../platform/log';
import { AUDIT_NOT_PROTECTED, auditIsProtected } from '../../platform/postgres/application-role';
import { uiOrigins } from '../../platform/temporal/ui-front';
import { httpTlsOf } from '../../platform/tls-files';
import { DataDirectoryInUseError } from '../../platform/server-process';
import { workflowBundle } from '../../platform/workflow-bundle';
import { migrate } from '../../prisma/migrate';
import { seed, type FirstPractice, type Seeded } from '../../prisma/seed';
import { keepDatabase, keepTemporal, keepWorker, type TemporalTarget } from './parts';
import { requireFree } from './ports';
import type { Progress } from './progress';
import { findRunning, leaveWord, takeWordBack } from './running-file';

/** A Caseclock that serves. */
export interface Caseclock {
  readonly db: Db;
  /** As the application's role. */
  readonly databaseUrl: string;
  /** As the owner of the tables: for what the application may not do. */
  readonly databaseOwnerUrl: string;
  readonly temporal: TemporalTarget;
  readonly apiUrl: string;
  readonly seeded: Seeded;
  /** Shown once, at the first start; null later. */
  readonly newToken: string | null;
  /** Where the first administrator sets e-mail address and password; null once that is done. */
  readonly setUpLink: string | null;
}

/** The start was given up because somebody asked to stop. */
export class StartStopped extends Error {
  override readonly name = 'StartStopped';
}

type Undo = { readonly stop: () => Promise<void>; readonly kill: () => void };

/** Brings it up with `start`, takes it down with `stop`, whichever point it has reached. */
export class BringUp {
  readonly #undo: Undo[] = [];
  #starting: Promise<unknown> = Promise.resolve();
  #stopped: Promise<void> | undefined;

  constructor(
    private readonly env: Env,
    private readonly progress: Progress,
    private readonly log: Logger,
  ) {}

  /** @throws the first thing that fails, after what had started was stopped. */
  async start(practice?: FirstPractice): Promise<Caseclock> {
    const work = this.#start(practice);
    this.#starting = work.catch(() => undefined);
    try {
      return await work;
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** The API stops accepting, the worker drains, then Temporal, then PostgreSQL. Calling it twice is harmless. */
  stop(): Promise<void> {
    return (this.#stopped ??= this.#takeDown());
  }

  /** Ends every process at once. */
  kill(): void {
    for (const part of this.#undo) part.kill();
  }

  async #takeDown(): Promise<void> {
    await this.#starting;
    for (let part = this.#undo.pop(); part; part = this.#undo.pop()) {
      await part.stop().catch((error: unknown) => {
        this.log.error({ err: error }, 'a part did not stop in order');
      });
    }
  }

  /** Keeps in mind how to stop what has just started. */
  #started<T extends Undo>(part: T): T {
    this.#undo.push(part);
    this.#goOn();
    return part;
  }

  #goOn(): void {
    if (this.#stopped) throw new StartStopped('Stopped while starting.');
  }

  async #start(practice: FirstPractice | undefined): Promise<Caseclock> {
    const { env, progress, log } = this;
    for (const link of requireSafeLinks(env)) progress.say(link);
    const other = findRunning(env.CASECLOCK_DATA);
    if (other) {
      throw new DataDirectoryInUseError(
        `A Caseclock runs on ${env.CASECLOCK_DATA} already (process ${other.pid}, ${other.apiUrl}). ` +
          'Stop that one first, or give this one another CASECLOCK_DATA.',
      );
    }
    await requireFree(env.PORT, env.HOST);
    // The bundle needs neither server; its errors are seen where it is used.
    const bundle = workflowBundle(env.CASECLOCK_CACHE);
    bundle.catch(() => undefined);
    let apiUrl: string | null = null;
    const [database, temporal] = await both(
      keepDatabase(env, progress, log).then((part) => this.#started(part)),
      keepTemporal(env, progress, log, () => apiUrl).then((part) => this.#started(part)),
    );
    this.#goOn();
    const onIdleError = () => log.warn('a database connection was lost');
    const db = openDb({ url: database.url, poolSize: 20, onIdleError });
    this.#started({ stop: () => db.close(), kill: () => undefined });
    const names = await progress.step(
      'Bringing the database up to date',
      () => migrate(database.ownerUrl, progress.say),
      (applied) => (applied.length > 0 ? `Database updated (${applied.length} migrations)` : 'Database is up to date'),
    );
    log.info({ migrations: names.length }, 'migrated');
    if (!(await auditIsProtected(db.pool))) {
      progress.say(AUDIT_NOT_PROTECTED);
      log.warn('the audit trail is not protected from the role of DATABASE_URL');
    }
    const seeded = await progress.step(
      'Looking for a practice, rules and holidays',
      () => seed(db, practice),
      ({ added, practice: own }) =>
        added.length > 0 ? `Prepared ${added.join(', ')}` : `Practice "${own.name}", rules and holidays are there`,
    );
    const newToken = seeded.hasToken ? null : await createToken(db, seeded.administratorId, 'first start');
    this.#goOn();
    const { codePath } = await bundle;
    log.info({ bundle: path.basename(codePath) }, 'workflows bundled');
    await keepWorker({ env, temporal: temporal.target, pool: db.pool, progress, log }).then((part) =>
      this.#started(part),
    );
    const api = await progress.step(
      'Starting the API',
      () => this.#startApi(database.url, temporal.target, db),
      ({ url }) => `API listens on ${url}`,
    );
    apiUrl = api.url;
    this.#started({ stop: () => api.stop(), kill: () => undefined });
    leaveWord(env.CASECLOCK_DATA, {
      apiUrl: api.url,
      databaseUrl: database.url,
      databaseOwnerUrl: database.ownerUrl,
      temporalAddress: temporal.target.address,
      namespace: temporal.target.namespace,
      taskQueue: env.TASK_QUEUE,
      uiUrl: temporal.target.uiUrl,
    });
    const setUpLink = await this.#setUpLink(db, seeded, api.url);
    this.#undo.unshift({ stop: async () => takeWordBack(env.CASECLOCK_DATA), kill: () => undefined });
    return {
      db,
      databaseUrl: database.url,
      databaseOwnerUrl: database.ownerUrl,
      temporal: temporal.target,
      apiUrl: api.url,
      seeded,
      newToken,
      setUpLink,
    };
  }

  async #startApi(databaseUrl: string, temporal: TemporalTarget, db: Db): Promise<RunningApi> {
    const { HOST: host, PORT: port, TASK_QUEUE: taskQueue, TEMPORAL_UI_ORIGIN: named } = this.env;
    const origins = named ?? (temporal.uiUrl === null ? [] : uiOrigins(temporal.uiUrl));
    const tls = httpTlsOf(this.env);
    return startApi({
      databaseUrl,
      temporal,
      taskQueue,
      host,
      port,
      log: this.log,
      db,
      tls,
      temporalUiOrigins: origins,
      signIn: signInSettings(this.env),
    });
  }

  /** Each start makes a new link, and voids the one before, until the administrator has a way to sign in. */
  async #setUpLink(db: Db, seeded: Seeded, apiUrl: string): Promise<string | null> {
    if (seeded.signsIn) return null;
    const token = await createLink(db.pool, seeded.administratorId, 'first-administrator', Date.now());
    return linkAddress(this.env.PUBLIC_URL ?? apiUrl, token);
  }
}

/** Both, or the first failure once both have settled: what the other started must be known before it is stopped. */
async function both<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  const [first, second] = await Promise.allSettled([a, b]);
  if (first.status === 'rejected') throw first.reason;
  if (second.status === 'rejected') throw second.reason;
  return [first.value, second.value];
}
