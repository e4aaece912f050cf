/** Names the practice a request is about: the one it says, or the only one there is. */
import type { Pool, PoolClient } from 'pg';
import { Problem } from './problem';

export interface PracticeFacts {
  readonly id: string;
  readonly jurisdiction: string;
}

/**
 * @param path where the request would name it, for the fault.
 * @throws Problem `invalid` when there are several and none is named, or when the named one does not exist.
 */
export async function practiceOf(
  db: Pool | PoolClient,
  id: string | undefined,
  path: 'body.practiceId' | 'query.practiceId',
): Promise<PracticeFacts> {
  const { rows } = await db.query<PracticeFacts>(
    'select id, jurisdiction from practice where $1::uuid is null or id = $1::uuid order by created_at limit 2',
    [id ?? null],
  );
  const [practice, another] = rows;
  if (practice && !another) return practice;
  const message = practice ? 'is needed: there are several practices' : 'names no practice';
  throw new Problem('invalid', undefined, { errors: [{ path, message }] });
}
