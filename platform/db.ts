/** Opens Postgres: one pool, shared by Prisma and by the few statements that Prisma has no words for. */
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../prisma/generated/client';

export interface Db {
  readonly prisma: PrismaClient;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

export interface DbOptions {
  readonly url: string;
  readonly poolSize?: number;
  /** How long a statement may wait for a connection; 3 s unless said. */
  readonly connectTimeoutMs?: number;
  /** A lost idle connection is reported here; the pool replaces it. */
  onIdleError?(error: Error): void;
}

/** A statement that takes longer than this is ended by the server; no request waits for ever. */
const STATEMENT_TIMEOUT_MS = 30_000;
const CONNECT_TIMEOUT_MS = 3_000;

/** Connects lazily: nothing is tried before the first statement. */
export function openDb(options: DbOptions): Db {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'caseclock',
  });
  // Without a listener a reset of an idle connection would end the process.
  pool.on('error', (error) => options.onIdleError?.(error));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    prisma,
    pool,
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

const LOST_CONNECTION = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08001',
  '08003',
  '08004',
  '08006',
  '53300',
]);

/** Not `instanceof`: an error of another realm (a test runner's, a sandbox's) is one too. */
const isErrorLike = (e: unknown): e is Error =>
  typeof e === 'object' && e !== null && typeof (e as { message?: unknown }).message === 'string';

/** True when the database could not be reached or went away: the work may be tried again, and no user did wrong. */
export function isDbUnavailable(error: unknown): boolean {
  for (let e = error; isErrorLike(e); e = (e as { cause?: unknown }).cause) {
    const code = (e as { code?: unknown }).code;
    if (
      typeof code === 'string' &&
      (LOST_CONNECTION.has(code) || code === 'P1001' || code === 'P1017' || code === 'P2024')
    )
      return true;
    if (/Connection terminated|timeout exceeded when trying to connect|server closed the connection/i.test(e.message))
      return true;
    const several = (e as { errors?: unknown }).errors;
    if (Array.isArray(several) && several.some(isDbUnavailable)) return true;
  }
  return false;
}
