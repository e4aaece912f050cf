/** Publishes rule versions: one after another, each with the rollout that carries it to the live cases. Versions never change. */
import type { Pool, PoolClient } from 'pg';
import type { RuleLayers } from '../../domain/kernel';
import { startBatch, type BatchDeps } from '../batches';
import { bodyHashOf, uuidFrom } from '../ids';
import { KeyReused } from '../types';

/** Another version was published since the caller looked. */
export class RulesMoved extends Error {
  override readonly name = 'RulesMoved';
  constructor(readonly current: number) {
    super(`The rules are at version ${current} by now. Read them again, then decide.`);
  }
}

export interface CurrentRules {
  /** 0 while nothing was published. */
  readonly version: number;
  readonly layers: RuleLayers;
}

export interface Publication {
  /** The version the publisher saw; null publishes on top of any. */
  readonly seen: number | null;
  /** Names the request: sent again with the same name and content, it is published once. Null: always new. */
  readonly key: string | null;
  /** User id, or null when nobody asked. */
  readonly publishedBy: string | null;
  readonly note: string;
  readonly reverts: number | null;
  /** What was asked, for comparing two requests under one key. */
  readonly request: unknown;
  /**
   * Makes the new layers, in the transaction; may change the calendar there. Scopes: whose cases the version can touch.
   * Null: there is nothing to publish.
   */
  make(
    client: PoolClient,
    current: CurrentRules,
  ): Promise<{ readonly layers: RuleLayers; readonly scopes: readonly string[] } | null>;
}

export interface Published {
  readonly version: number;
  readonly batchId: string;
}

/**
 * Inserts version n+1 and its rollout in one transaction, then starts the rollout (queued when Temporal is away).
 * @returns null when `make` found nothing to publish; what it did in the transaction is kept.
 * @throws RulesMoved; KeyReused; whatever `make` throws (then nothing was done).
 */
export async function publish(deps: BatchDeps, publication: Publication): Promise<Published | null> {
  const published = await inTransaction(deps.pool, (client) => write(client, publication));
  if (published) await startBatch(deps, published.batchId);
  return published;
}

async function write(client: PoolClient, p: Publication): Promise<Published | null> {
  // Two publications go one after the other; readers are not kept waiting.
  await client.query('lock table rule_version in share row exclusive mode');
  const { rows } = await client.query<CurrentRules>(
    'select version, layers from rule_version order by version desc limit 1',
  );
  const current = rows[0] ?? { version: 0, layers: {} };
  const requestHash = bodyHashOf({ r: p.request, n: p.note });
  const batchId = uuidFrom(p.key === null ? `rules:${current.version + 1}` : `rules:${p.publishedBy}:${p.key}`);
  const earlier = p.key === null ? null : await publishedAs(client, batchId, requestHash);
  if (earlier) return earlier;
  if (p.seen !== null && p.seen !== current.version) throw new RulesMoved(current.version);
  const made = await p.make(client, current);
  if (!made) return null;
  const version = current.version + 1;
  await client.query(
    `insert into batch (id, type, filter, command, state, created_by, practice_ids)
     values ($1, 'rules', $2, $3, 'queued', coalesce($4::uuid, '00000000-0000-0000-0000-000000000000'), $5)`,
    [
      batchId,
      JSON.stringify({ scopes: made.scopes }),
      JSON.stringify({ version, requestHash }),
      p.publishedBy,
      practicesOf(made.scopes),
    ],
  );
  await client.query(
    `insert into rule_version (version, layers, note, reverts, published_by, batch_id) values ($1, $2, $3, $4, $5, $6)`,
    [version, JSON.stringify(made.layers), p.note, p.reverts, p.publishedBy ?? 'system', batchId],
  );
  return { version, batchId };
}

/** The practices whose cases the version can touch; empty: any. */
function practicesOf(scopes: readonly string[]): string[] {
  const practices = scopes.flatMap((scope) => (scope.startsWith('practice:') ? [scope.slice('practice:'.length)] : []));
  return practices.length === scopes.length ? practices : [];
}

async function publishedAs(client: PoolClient, batchId: string, hash: string): Promise<Published | null> {
  const { rows } = await client.query<{ version: number; hash: string }>(
    `select v.version, b.command->>'requestHash' as hash from rule_version v join batch b on b.id = v.batch_id
     where v.batch_id = $1`,
    [batchId],
  );
  const known = rows[0];
  if (!known) return null;
  if (known.hash !== hash) throw new KeyReused(batchId);
  return { version: known.version, batchId };
}

async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    client.release();
    return result;
  } catch (error) {
    // A connection that cannot even roll back is not given to the next caller.
    await client.query('rollback').then(
      () => client.release(),
      () => client.release(true),
    );
    throw error;
  }
}
