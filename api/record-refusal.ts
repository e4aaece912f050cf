/** Puts refusals on record: who asked for what that is not theirs, or not there. Ids only. */
import type { Request } from 'express';
import type { Pool } from 'pg';
import { audit } from './audit';
import type { Caller } from './auth/caller';
import type { Route } from './route';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const MOST_IDS = 20;

/** What an id may name. A request for something that is there was refused because it is not the caller's. */
const THERE = ['cases', 'claim', 'task', 'command', 'batch', 'import', 'incident', 'practice', 'app_user', 'team'];

/**
 * Adds an audit row for a 403 or a 404. Whether the thing is there is looked up either way, so that both cost the same.
 * @param code `forbidden` or `not_found`; on record a thing that is there stands as `not_yours`.
 */
export async function recordRefusal(
  pool: Pool,
  route: Pick<Route, 'method' | 'path' | 'permission' | 'audit'>,
  caller: Caller,
  req: Request,
  code: 'forbidden' | 'not_found',
): Promise<void> {
  const asked = Object.fromEntries(
    [...idsIn('path', req.params), ...idsIn('query', req.query), ...idsIn('body', req.body as unknown)].slice(
      0,
      MOST_IDS,
    ),
  );
  const ids = Object.values(asked);
  const { rows } = await pool.query<{ there: boolean; caseId: string | null }>(
    `select exists (${THERE.map((table) => `select 1 from ${table} where id = any($1::uuid[])`).join(' union all ')}) as there,
            (select id from cases where id = any($1::uuid[]) limit 1) as "caseId"`,
    [ids],
  );
  const there = rows[0]?.there ?? false;
  await audit(pool, caller, {
    action: route.audit ?? `${route.method} ${route.path}`,
    caseId: rows[0]?.caseId ?? null,
    outcome: code === 'not_found' && there ? 'not_yours' : code,
    requestId: String(req.id),
    data: { permission: route.permission, asked },
  });
}

/** Where an id stood -> the id. */
function idsIn(where: string, value: unknown): [string, string][] {
  if (typeof value === 'string') return UUID.test(value) ? [[where, value.toLowerCase()]] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) => idsIn(`${where}.${nameOf(key)}`, item));
}

/** Field names come from the sender: only what looks like one is kept. */
const nameOf = (key: string): string => (/^\w{1,40}$/.test(key) && !UUID.test(key) ? key : '?');
