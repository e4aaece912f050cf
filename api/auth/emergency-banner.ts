/** Tells somebody with a broken glass so with every answer, refusals included: the screen's banner needs no extra request. */
import type { NextFunction, Request, Response } from 'express';
import type { Pool } from 'pg';
import type { Caller } from './caller';

/** `Break-Glass: until=2026-11-25T10:00:00.000Z; cases=1`: the last of them ends then. */
export const BREAK_GLASS_HEADER = 'Break-Glass';

export function emergencyBanner(pool: Pool) {
  return async (_req: Request, res: Response, next: NextFunction) => {
    const caller = res.locals['caller'] as Caller | undefined;
    if (caller !== undefined && caller.openedCaseIds.length > 0) {
      const { rows } = await pool.query<{ until: Date | null; cases: number }>(
        `select max(ends_at) as until, count(distinct case_id)::int as cases from break_glass
         where user_id = $1 and ends_at > now() and ended_at is null`,
        [caller.userId],
      );
      const until = rows[0]?.until;
      if (until) res.setHeader(BREAK_GLASS_HEADER, `until=${until.toISOString()}; cases=${rows[0]?.cases}`);
    }
    next();
  };
}
