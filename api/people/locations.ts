/** Reads who works where and sets where somebody works. A location is a practice's site. */
import type { Pool } from 'pg';
import { audit } from '../audit';
import { Problem } from '../problem';
import type { Asked } from './teams';
import { inTransaction } from './transaction';

export interface Place {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly jurisdiction: string;
  readonly userIds: string[];
}

/** Every location with who works there by name, and who works everywhere. */
export async function readLocations(pool: Pool): Promise<{ items: Place[]; everywhere: string[] }> {
  const [places, everywhere] = await Promise.all([
    pool.query<Place>(
      `select p.id, p.name, p.zone, p.jurisdiction,
              array(select l.user_id from user_location l join app_user u on u.id = l.user_id
                    where l.practice_id = p.id and u.active order by 1) as "userIds"
       from practice p order by p.name, p.id limit 500`,
    ),
    pool.query<{ id: string }>('select id from app_user where all_locations and active order by id'),
  ]);
  return { items: places.rows, everywhere: everywhere.rows.map((row) => row.id) };
}

export interface Whereabouts {
  readonly allLocations: boolean;
  readonly locationIds: readonly string[];
}

/** Replaces where somebody works; it counts from their next request on. */
export async function setLocations(asked: Asked, userId: string, where: Whereabouts): Promise<Whereabouts> {
  return inTransaction(asked.pool, async (client) => {
    const { rowCount } = await client.query('update app_user set all_locations = $2 where id = $1', [
      userId,
      where.allLocations,
    ]);
    if (rowCount === 0) throw new Problem('not_found', 'There is no user with this id.');
    const { rows } = await client.query<{ id: string }>('select id from practice where id = any($1::uuid[])', [
      where.locationIds,
    ]);
    const known = new Set(rows.map((row) => row.id));
    const errors = where.locationIds.flatMap((id, index) =>
      known.has(id.toLowerCase()) ? [] : [{ path: `body.locationIds.${index}`, message: 'names no location' }],
    );
    if (errors.length > 0) throw new Problem('invalid', undefined, { errors });
    await client.query('delete from user_location where user_id = $1', [userId]);
    await client.query('insert into user_location (user_id, practice_id) select $1, unnest($2::uuid[])', [
      userId,
      [...known],
    ]);
    const locationIds = [...known].sort();
    await audit(client, asked.caller, {
      action: 'user.locations-set',
      caseId: null,
      outcome: 'ok',
      requestId: asked.requestId,
      data: { userId, allLocations: where.allLocations, locationIds },
    });
    return { allLocations: where.allLocations, locationIds };
  });
}
