/** What can be seen only while everything runs: statements in Postgres, command lines, environments, metrics, answers' heads. */
import { readFileSync } from 'node:fs';
import { familyOf } from '../../support/world/processes';
import type { World } from '../../support/world/world';
import type { Client } from '../load/http';
import type { Piece, Place } from './place';

const EVERY_MS = 250;

const readOrNothing = (file: string): Buffer => {
  try {
    return readFileSync(file);
  } catch {
    // The process has ended, or belongs to somebody else.
    return Buffer.alloc(0);
  }
};

/** Looks several times a second for as long as the load runs; keeps each thing seen once. */
export class Sampler {
  readonly statements = new Set<string>();
  readonly commandLines = new Set<string>();
  readonly environments = new Set<string>();
  #timer: NodeJS.Timeout | null = null;

  constructor(private readonly world: World) {}

  start(): void {
    let busy = false;
    this.#timer = setInterval(() => {
      if (busy) return;
      busy = true;
      void this.#look().finally(() => {
        busy = false;
      });
    }, EVERY_MS);
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    const { world } = this;
    const ours = [...world.workers, ...world.apis].flatMap((kept) => (kept.pid === undefined ? [] : [kept.pid]));
    const servers = Object.values(world.serverPids());
    for (const pid of [...ours, ...servers].flatMap(familyOf)) {
      this.commandLines.add(readOrNothing(`/proc/${pid}/cmdline`).toString('latin1'));
      this.commandLines.add(readOrNothing(`/proc/${pid}/comm`).toString('latin1'));
      this.environments.add(readOrNothing(`/proc/${pid}/environ`).toString('latin1'));
    }
    // Postgres may be down just now.
    const rows = await world.db.pool
      .query<{ query: string }>(`select query || ' ' || application_name as query from pg_stat_activity`)
      .then(
        (result) => result.rows,
        () => [],
      );
    for (const { query } of rows) this.statements.add(query);
  }
}

function* listed(texts: Iterable<string>): Generator<Piece> {
  for (const text of texts) yield { label: text.slice(0, 60), content: Buffer.from(text, 'latin1') };
}

export function livePlaces(world: World, sampler: Sampler, client: Client, stream: () => string): Place[] {
  return [
    { name: 'pg_stat_activity, sampled', sentinel: 'pg_stat_activity', pieces: () => listed(sampler.statements) },
    {
      name: 'pg_stat_statements, prepared statements',
      sentinel: 'pg_prepared_statements',
      async *pieces() {
        const { pool } = world.db;
        const { rows: known } = await pool.query(`select 1 from pg_extension where extname = 'pg_stat_statements'`);
        const queries = known.length > 0 ? ['select query as text from pg_stat_statements'] : [];
        for (const sql of [...queries, 'select statement as text from pg_prepared_statements']) {
          yield { label: 'asked', content: Buffer.from(sql) };
          for (const { text } of (await pool.query<{ text: string }>(sql)).rows)
            yield { label: 'statement', content: Buffer.from(text) };
        }
      },
    },
    { name: 'command lines and process titles', sentinel: 'worker.ts', pieces: () => listed(sampler.commandLines) },
    {
      name: 'environments of processes',
      sentinel: 'DATABASE_URL',
      allowed: {
        'secret.database-password':
          'a process is told its database by its environment; only its own account can read that',
      },
      pieces: () => listed(sampler.environments),
    },
    {
      name: 'metrics',
      sentinel: 'caseclock_http_request_seconds',
      async *pieces() {
        for (const url of world.apiUrls) {
          for (const path of ['/metrics', '/readyz', '/healthz']) {
            yield { label: path, content: Buffer.from(await (await fetch(url + path)).text()) };
          }
        }
      },
    },
    {
      name: 'heads of answers: Location, ETag, cookies',
      sentinel: 'location: /api/v1/cases/',
      pieces: () => listed(client.heads),
    },
    { name: 'event stream', sentinel: 'event: change', pieces: () => listed([stream()]) },
  ];
}
