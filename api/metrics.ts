/** Figures for Prometheus. Labels are route patterns, methods, statuses and outcomes: never an id. */
import type { Pool } from 'pg';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const LATENESS_SECONDS = [0.1, 0.5, 1, 2, 5, 15, 60, 300, 3600];

export interface Metrics {
  readonly registry: Registry;
  readonly requests: Histogram<'method' | 'route' | 'status'>;
  readonly commands: Counter<'kind' | 'outcome'>;
  /** Reads what is counted in the database, then renders everything. */
  render(): Promise<string>;
}

export function makeMetrics(pool: Pool): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const at = { registers: [registry] };
  const requests = new Histogram({
    ...at,
    name: 'caseclock_http_request_seconds',
    help: 'Time to answer, by route pattern',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: SECONDS,
  });
  const commands = new Counter({
    ...at,
    name: 'caseclock_commands_total',
    help: 'Commands by outcome: applied, refused, pending',
    labelNames: ['kind', 'outcome'] as const,
  });
  const pending = new Gauge({ ...at, name: 'caseclock_inbox_pending', help: 'Commands without an outcome' });
  const incidents = new Gauge({ ...at, name: 'caseclock_incidents_open', help: 'Open incidents' });
  const lateness = new Gauge({
    ...at,
    name: 'caseclock_clock_lateness_seconds',
    help: 'How late the clocks of the last hour fired: share of firings at most `le` seconds late',
    labelNames: ['le'] as const,
  });
  const connections = new Gauge({
    ...at,
    name: 'caseclock_db_connections',
    help: 'Connections of the pool',
    labelNames: ['state'] as const,
  });
  return {
    registry,
    requests,
    commands,
    render: async () => {
      connections.set({ state: 'total' }, pool.totalCount);
      connections.set({ state: 'idle' }, pool.idleCount);
      connections.set({ state: 'waiting' }, pool.waitingCount);
      // The process's own figures are still worth having while the database is away.
      await readCounts(pool, { pending, incidents, lateness }).catch(() => undefined);
      return registry.metrics();
    },
  };
}

async function readCounts(
  pool: Pool,
  gauges: { pending: Gauge; incidents: Gauge; lateness: Gauge<'le'> },
): Promise<void> {
  const { rows } = await pool.query<{ pending: number; incidents: number; late: number[] }>(
    `select (select count(*)::int from command where state = 'pending') as pending,
            (select count(*)::int from incident where state = 'open') as incidents,
            array(select extract(epoch from fired_at - due_at)::float8 from clock_receipt
                  where fired_at > now() - interval '1 hour' limit 20000) as late`,
  );
  const row = rows[0];
  if (!row) return;
  gauges.pending.set(row.pending);
  gauges.incidents.set(row.incidents);
  for (const le of LATENESS_SECONDS) {
    const within = row.late.filter((seconds) => seconds <= le).length;
    gauges.lateness.set({ le: String(le) }, row.late.length === 0 ? 1 : within / row.late.length);
  }
}
