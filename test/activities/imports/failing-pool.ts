/** A pool that loses its connection at a chosen statement: before it reaches the database, or after it did its work. */
import type { Pool, PoolClient } from 'pg';

export interface Loss {
  /** Text that the statement contains. */
  readonly at: string;
  /** Which of the matching statements, from 1. */
  readonly nth: number;
  /** The statement does its work, only its answer is lost. */
  readonly afterwards: boolean;
}

type Query = (...args: unknown[]) => Promise<unknown>;

/** The same pool with one loss. Statements of other connections are counted too. */
export function failingPool(pool: Pool, loss: Loss): Pool {
  let seen = 0;
  const lossy =
    (query: Query): Query =>
    async (...args) => {
      const text = typeof args[0] === 'string' ? args[0] : '';
      if (!text.includes(loss.at)) return query(...args);
      seen += 1;
      if (seen !== loss.nth) return query(...args);
      if (loss.afterwards) await query(...args);
      throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
    };
  const wrap = <T extends Pool | PoolClient>(target: T): T =>
    new Proxy(target, {
      get(object, name) {
        const value: unknown = Reflect.get(object, name);
        if (typeof value !== 'function') return value;
        if (name === 'connect') return async () => wrap(await pool.connect());
        const bound = (value as Query).bind(object);
        if (name !== 'query') return bound;
        // A COPY stream is returned as it is: only text can be lost.
        return (...args: unknown[]) => (typeof args[0] === 'string' ? lossy(bound)(...args) : bound(...args));
      },
    });
  return wrap(pool);
}
