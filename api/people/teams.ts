/** Changes teams and who belongs to them. A team that still has work is not removed: nobody would look for it. */
import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { audit } from '../audit';
import type { Caller } from '../auth/caller';
import { Problem } from '../problem';
import { inTransaction } from './transaction';

export interface Asked {
  readonly pool: Pool;
  readonly caller: Caller;
  readonly requestId: string;
}

export interface TeamRow {
  readonly id: string;
  readonly name: string;
  readonly memberIds: string[];
}

const noTeam = () => new Problem('not_found', 'There is no team with this id.');

export function createTeam(asked: Asked, name: string): Promise<TeamRow> {
  return change(asked, 'team.created', {}, async (client) => {
    const id = randomUUID();
    await client.query('insert into team (id, name) values ($1, $2)', [id, name]);
    return id;
  });
}

export function renameTeam(asked: Asked, id: string, name: string): Promise<TeamRow> {
  return change(asked, 'team.renamed', {}, async (client) => {
    await lockTeam(client, id);
    await client.query('update team set name = $2 where id = $1', [id, name]);
    return id;
  });
}

export function addMember(asked: Asked, id: string, userId: string): Promise<TeamRow> {
  return change(asked, 'team.member-added', { userId }, async (client) => {
    await lockTeam(client, id);
    const { rowCount } = await client.query('select 1 from app_user where id = $1 and active', [userId]);
    if (rowCount === 0) throw new Problem('not_found', 'There is no active user with this id.');
    await client.query('insert into team_member (team_id, user_id) values ($1, $2) on conflict do nothing', [
      id,
      userId,
    ]);
    return id;
  });
}

export function removeMember(asked: Asked, id: string, userId: string): Promise<TeamRow> {
  return change(asked, 'team.member-removed', { userId }, async (client) => {
    await lockTeam(client, id);
    const { rowCount } = await client.query('delete from team_member where team_id = $1 and user_id = $2', [
      id,
      userId,
    ]);
    if (rowCount === 0) throw new Problem('not_found', 'This user is not in the team.');
    return id;
  });
}

/** @throws Problem `conflict` while the team owns an open case or has an open task. */
export async function removeTeam(asked: Asked, id: string): Promise<void> {
  await inTransaction(asked.pool, async (client) => {
    await lockTeam(client, id);
    const { rows } = await client.query<{ cases: number; tasks: number }>(
      `select (select count(*)::int from cases where owner_team_id = $1 and closed_at is null) as cases,
              (select count(*)::int from task where assignee_team_id = $1 and state = 'open') as tasks`,
      [id],
    );
    const { cases = 0, tasks = 0 } = rows[0] ?? {};
    if (cases + tasks > 0) {
      throw new Problem('conflict', `The team has ${cases} open cases and ${tasks} open tasks. Assign them first.`);
    }
    await client.query('delete from team_member where team_id = $1', [id]);
    await client.query('delete from team where id = $1', [id]);
    await record(client, asked, 'team.removed', { teamId: id });
  });
}

async function change(
  asked: Asked,
  action: string,
  data: { readonly userId?: string },
  work: (client: PoolClient) => Promise<string>,
): Promise<TeamRow> {
  return inTransaction(asked.pool, async (client) => {
    const id = await work(client).catch(nameTaken);
    await record(client, asked, action, { teamId: id, ...data });
    const { rows } = await client.query<TeamRow>(
      `select t.id, t.name, array(select m.user_id from team_member m where m.team_id = t.id order by 1) as "memberIds"
       from team t where t.id = $1`,
      [id],
    );
    return rows[0] as TeamRow;
  });
}

const record = (client: PoolClient, { caller, requestId }: Asked, action: string, data: Record<string, string>) =>
  audit(client, caller, { action, caseId: null, outcome: 'ok', requestId, data });

async function lockTeam(client: PoolClient, id: string): Promise<void> {
  const { rowCount } = await client.query('select 1 from team where id = $1 for update', [id]);
  if (rowCount === 0) throw noTeam();
}

const UNIQUE = '23505';

function nameTaken(error: unknown): never {
  if ((error as { code?: unknown } | null)?.code === UNIQUE) {
    throw new Problem('conflict', 'Another team has this name. Choose another, or use that team.');
  }
  throw error;
}
