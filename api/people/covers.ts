/** Arranges who works an absent person's queue, from when to when (E4). What the cover does is recorded as the cover's. */
import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { Role } from '../../domain/effects';
import { audit } from '../audit';
import type { Caller } from '../auth/caller';
import { groupsOf } from '../auth/field-groups';
import { userScope } from '../auth/linked-scope';
import { may, scopeOf, type Permission } from '../auth/permissions';
import { Problem } from '../problem';
import { Statement } from '../read/statement';
import type { Asked } from './teams';
import { inTransaction } from './transaction';

export interface NewCover {
  readonly absentUserId: string;
  readonly coverUserId: string;
  /** Null: from now. An instant that has passed is now: nobody was covered before it was arranged. */
  readonly startsAt: string | null;
  readonly endsAt: string;
}

export interface CoverRow {
  readonly id: string;
  readonly absent: { readonly id: string; readonly name: string };
  readonly cover: { readonly id: string; readonly name: string };
  readonly startsAt: string;
  readonly endsAt: string;
  readonly state: 'current' | 'planned' | 'over';
  readonly createdBy: string;
}

const COVER = `k.id, k.absent_user_id as "absentId", a.display_name as "absentName", k.cover_user_id as "coverId",
  u.display_name as "coverName", k.starts_at as "startsAt", least(k.ends_at, k.ended_at) as "endsAt", k.created_by as "createdBy",
  case when k.ended_at is not null or k.ends_at <= now() then 'over' when k.starts_at > now() then 'planned'
       else 'current' end as state
  from cover k join app_user a on a.id = k.absent_user_id join app_user u on u.id = k.cover_user_id`;

interface Row {
  id: string;
  absentId: string;
  absentName: string;
  coverId: string;
  coverName: string;
  startsAt: Date;
  endsAt: Date;
  state: CoverRow['state'];
  createdBy: string;
}

const coverOf = (row: Row): CoverRow => ({
  id: row.id,
  absent: { id: row.absentId, name: row.absentName },
  cover: { id: row.coverId, name: row.coverName },
  startsAt: row.startsAt.toISOString(),
  endsAt: row.endsAt.toISOString(),
  state: row.state,
  createdBy: row.createdBy,
});

/** Those that run or are planned: one's own, and for who arranges for others those of their places and teams. */
export async function listCovers(pool: Pool, caller: Caller): Promise<CoverRow[]> {
  const s = new Statement();
  const me = s.value(caller.userId, 'uuid');
  const { rows } = await pool.query<Row>(
    `select ${COVER} where k.ended_at is null and k.ends_at > now()
       and (${me} in (k.absent_user_id, k.cover_user_id, k.created_by) or ${arrangesFor(caller, 'k.absent_user_id', s)})
     order by k.starts_at, k.id limit 500`,
    s.values,
  );
  return rows.map(coverOf);
}

/** @throws Problem for somebody the caller may not arrange for, a cover who cannot do it or is away, a cover that stands. */
export async function createCover(asked: Asked, wanted: NewCover): Promise<CoverRow> {
  const { caller } = asked;
  return inTransaction(asked.pool, async (client) => {
    // Two that are arranged at once would not see each other.
    await client.query(`select pg_advisory_xact_lock(hashtextextended('cover', 0))`);
    await mustArrangeFor(client, caller, wanted.absentUserId);
    await mustBeAble(client, caller, wanted);
    const { rows: at } = await client.query<{ from: Date; ok: boolean }>(
      'select greatest(now(), $1::timestamptz) as "from", greatest(now(), $1::timestamptz) < $2::timestamptz as ok',
      [wanted.startsAt, wanted.endsAt],
    );
    const from = at[0]?.from;
    if (!from || !at[0]?.ok)
      throw invalidField('endsAt', 'lies before the start, or has passed; choose a later instant');
    await mustNotClash(client, wanted, from);
    const id = randomUUID();
    await client.query(
      `insert into cover (id, absent_user_id, cover_user_id, starts_at, ends_at, created_by)
       values ($1, $2, $3, $4, $5, $6)`,
      [id, wanted.absentUserId, wanted.coverUserId, from, wanted.endsAt, caller.userId],
    );
    const cover = await mustRead(client, id);
    await record(client, asked, 'cover.arranged', cover);
    return cover;
  });
}

/** Ends a cover now, or takes back a planned one: by the absent person, who arranged it, or who may arrange it. */
export async function endCover(asked: Asked, id: string): Promise<CoverRow> {
  return inTransaction(asked.pool, async (client) => {
    const s = new Statement();
    const me = s.value(asked.caller.userId, 'uuid');
    const { rows } = await client.query<{ over: boolean }>(
      `select k.ended_at is not null or k.ends_at <= now() as over from cover k where k.id = ${s.value(id, 'uuid')}
         and (${me} in (k.absent_user_id, k.created_by) or ${arrangesFor(asked.caller, 'k.absent_user_id', s)}) for update`,
      s.values,
    );
    if (!rows[0]) throw new Problem('not_found', 'There is no cover with this id that you may end.');
    if (rows[0].over) throw new Problem('conflict', 'This cover is over already.');
    await client.query('update cover set ended_at = now() where id = $1', [id]);
    const cover = await mustRead(client, id);
    await record(client, asked, 'cover.ended', cover);
    return cover;
  });
}

/** SQL: the caller arranges covers for others, and this person shares a location or team with the caller. */
function arrangesFor(caller: Caller, person: string, s: Statement): string {
  if (scopeOf(caller, 'cover.arrange') !== 'location') return 'false';
  if (caller.locationIds === 'all') return 'true';
  return `exists (select 1 from app_user w where w.id = ${person} and (w.all_locations
    or exists (select 1 from user_location l where l.user_id = w.id and l.practice_id = any(${s.value(caller.locationIds, 'uuid[]')}))
    or exists (select 1 from team_member m where m.user_id = w.id and m.team_id = any(${s.value(caller.teamIds, 'uuid[]')}))))`;
}

async function mustArrangeFor(client: PoolClient, caller: Caller, absentUserId: string): Promise<void> {
  if (absentUserId.toLowerCase() === caller.userId) return;
  const s = new Statement();
  const person = s.value(absentUserId, 'uuid');
  const { rowCount } = await client.query(
    `select 1 from app_user p where p.id = ${person} and ${arrangesFor(caller, 'p.id', s)}`,
    s.values,
  );
  if (rowCount === 1) return;
  throw new Problem('forbidden', 'A cover is arranged by the absent person or by a manager of their location or team.');
}

/** What working a queue takes. */
const queueWork: readonly Permission[] = ['case.read', 'case.edit', 'case.send-event', 'task.read', 'task.work'];

/** A cover whom the caller does not see in the directory is answered like nobody: neither name nor role is told. */
async function mustBeAble(client: PoolClient, caller: Caller, { absentUserId, coverUserId }: NewCover): Promise<void> {
  if (absentUserId.toLowerCase() === coverUserId.toLowerCase())
    throw invalidField('coverUserId', 'is the absent person');
  const s = new Statement();
  const [absentId, coverId] = [s.value(absentUserId, 'uuid'), s.value(coverUserId, 'uuid')];
  const { rows } = await client.query<{ id: string; roles: string[]; active: boolean; kind: string }>(
    `select u.id, u.roles, u.active, u.kind from app_user u
     where u.id = ${absentId} or u.id = ${coverId} and ${userScope(caller, s)}`,
    s.values,
  );
  const absent = rows.find((row) => row.id === absentUserId.toLowerCase());
  const cover = rows.find((row) => row.id === coverUserId.toLowerCase());
  if (absent?.kind !== 'person') throw invalidField('absentUserId', 'names no person');
  if (!cover?.active || cover.kind !== 'person') throw invalidField('coverUserId', 'names no active person');
  const theirs = rolesIn(absent.roles);
  const own = rolesIn(cover.roles);
  const cannot = queueWork.some((permission) => may(theirs, permission) && !may(own, permission));
  const blind = [...groupsOf(theirs)].filter((group) => !groupsOf(own).has(group));
  if (cannot || blind.length > 0) {
    const why = cannot ? 'may not do this work' : `does not see ${blind.join(', ')}, which this work needs`;
    throw invalidField('coverUserId', `names somebody whose role ${why}; choose another`);
  }
}

function rolesIn(names: readonly string[]): Pick<Caller, 'roles' | 'scopes'> {
  return { roles: names.flatMap((name) => Role.safeParse(name).data ?? []), scopes: null };
}

/** One level only: whoever is away then cannot stand in, and nobody inherits a queue through somebody else's. */
async function mustNotClash(client: PoolClient, wanted: NewCover, from: Date): Promise<void> {
  const { rows } = await client.query<{ away: boolean }>(
    `select absent_user_id = $2 as away from cover
     where ended_at is null and starts_at < $4 and ends_at > $3
       and (absent_user_id = $2 or absent_user_id = $1 and cover_user_id = $2)`,
    [wanted.absentUserId, wanted.coverUserId, from, wanted.endsAt],
  );
  if (rows.some((row) => row.away)) throw new Problem('conflict', 'The cover is away in this time. Choose another.');
  if (rows.length > 0) throw new Problem('conflict', 'This cover stands already in a part of this time. End it first.');
}

async function mustRead(client: PoolClient, id: string): Promise<CoverRow> {
  const { rows } = await client.query<Row>(`select ${COVER} where k.id = $1`, [id]);
  return coverOf(rows[0] as Row);
}

const invalidField = (field: string, message: string) =>
  new Problem('invalid', undefined, { errors: [{ path: `body.${field}`, message }] });

const record = (client: PoolClient, { caller, requestId }: Asked, action: string, cover: CoverRow) =>
  audit(client, caller, {
    action,
    caseId: null,
    outcome: 'ok',
    requestId,
    data: {
      coverId: cover.id,
      absentUserId: cover.absent.id,
      coverUserId: cover.cover.id,
      startsAt: cover.startsAt,
      endsAt: cover.endsAt,
    },
  });
