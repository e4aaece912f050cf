/** Which things a refused request named, and whether they are there at all. Ids only. */
import type { Request } from 'express';
import type { Pool } from 'pg';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const MOST_IDS = 20;

/** What an id may name. A request for something that is there was refused because it is not the caller's. */
const THERE = ['cases', 'claim', 'task', 'command', 'batch', 'import', 'incident', 'practice', 'app_user', 'team'];

/** Where an id stood -> the id. `params` are the path's: Express forgets them before a refusal is answered. */
export const askedIds = (params: unknown, req: Request): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...idsIn('path', params), ...idsIn('query', req.query), ...idsIn('body', req.body as unknown)].slice(0, MOST_IDS),
  );

/** Looked up whether or not they are there, so that both cost the same. */
export async function lookUp(
  pool: Pool,
  ids: readonly string[],
): Promise<{ readonly there: boolean; readonly caseId: string | null }> {
  const { rows } = await pool.query<{ there: boolean; caseId: string | null }>(
    `select exists (${THERE.map((table) => `select 1 from ${table} where id = any($1::uuid[])`).join(' union all ')}) as there,
            (select id from cases where id = any($1::uuid[]) limit 1) as "caseId"`,
    [ids],
  );
  return rows[0] ?? { there: false, caseId: null };
}

function idsIn(where: string, value: unknown): [string, string][] {
  if (typeof value === 'string') return UUID.test(value) ? [[where, value.toLowerCase()]] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, item]) => idsIn(`${where}.${nameOf(key)}`, item));
}

/** Field names come from the sender: only what looks like one is kept. */
const nameOf = (key: string): string => (/^\w{1,40}$/.test(key) && !UUID.test(key) ? key : '?');
