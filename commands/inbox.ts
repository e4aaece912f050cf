/** The inbox: every command is a row before it leaves, and keeps its outcome. Makes "unknown" answerable. */
import type { Pool } from 'pg';
import type { CommandRefusal } from '../workflows/messages';
import { bodyHashOf } from './ids';
import { KeyReused, type CommandOutcome, type CommandRequest, type NewCaseRow } from './types';

interface Row {
  id: string;
  case_id: string;
  kind: string;
  type: string;
  actor_type: 'user' | 'service' | 'system';
  actor_id: string;
  body_hash: string;
  data: Record<string, unknown>;
  details: NewCaseRow | null;
  note: string | null;
  expected_version: number | null;
  state: 'pending' | 'applied' | 'refused';
  outcome: { refusal?: CommandRefusal } | null;
  version: number | null;
}

const hashOf = (r: CommandRequest): string =>
  bodyHashOf({ c: r.caseId, t: r.type, d: r.data, n: r.note, v: r.expectedVersion, r: r.row });

function outcomeOf(row: Row): CommandOutcome {
  const base = { commandId: row.id, caseId: row.case_id };
  if (row.state === 'applied') return { ...base, state: 'applied', version: row.version ?? 0 };
  if (row.state === 'refused' && row.outcome?.refusal) {
    return { ...base, state: 'refused', refusal: row.outcome.refusal };
  }
  return { ...base, state: 'pending' };
}

function requestOf(row: Row): CommandRequest {
  return {
    commandId: row.id,
    caseId: row.case_id,
    kind: row.kind,
    type: row.type,
    actor: { type: row.actor_type, id: row.actor_id },
    data: row.data,
    note: row.note,
    expectedVersion: row.expected_version,
    row: row.details,
  };
}

/**
 * Stores a command, or finds it when it came before.
 * @throws KeyReused when the same id carries other content.
 */
export async function receive(pool: Pool, request: CommandRequest): Promise<CommandOutcome> {
  const hash = hashOf(request);
  const { rows } = await pool.query<Row & { fresh: boolean }>(
    `with fresh as (
       insert into command (id, case_id, kind, type, actor_type, actor_id, body_hash, data, details, note, expected_version)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       on conflict (id) do nothing returning *
     )
     select *, true as fresh from fresh
     union all
     select *, false from command where id = $1 and not exists (select 1 from fresh)`,
    [
      request.commandId,
      request.caseId,
      request.kind,
      request.type,
      request.actor.type,
      request.actor.id,
      hash,
      JSON.stringify(request.data),
      request.row === null ? null : JSON.stringify(request.row),
      request.note,
      request.expectedVersion,
    ],
  );
  // Nothing at all: the same id was inserted by another connection that has not committed yet.
  const row = rows[0];
  if (!row) return { state: 'pending', commandId: request.commandId, caseId: request.caseId };
  if (row.body_hash !== hash) throw new KeyReused(request.commandId);
  return outcomeOf(row);
}

/** Settles a refusal, unless the command was settled meanwhile; answers with what holds. */
export async function settleRefused(
  pool: Pool,
  commandId: string,
  refusal: CommandRefusal,
): Promise<CommandOutcome | null> {
  await settle(pool, commandId, { state: 'refused', result: { result: 'refused', refusal }, version: refusal.version });
  return outcomeById(pool, commandId);
}

/** The event that the record holds for a command, whatever its outcome says; `at` in epoch ms. */
export async function recordedOf(pool: Pool, commandId: string): Promise<{ version: number; at: number } | null> {
  const { rows } = await pool.query<{ version: number; at: number }>(
    'select seq as version, (extract(epoch from at) * 1000)::float8 as at from case_event where command_id = $1',
    [commandId],
  );
  return rows[0] ?? null;
}

/** Settles a command that its case has applied: the case said so, not only the record. */
export async function settleApplied(pool: Pool, commandId: string, version: number): Promise<void> {
  await settle(pool, commandId, { state: 'applied', result: { result: 'applied', version }, version });
}

/**
 * A command has its outcome once, and in the same statement its audit row: however often it was sent, redelivered or
 * found again, there is one. What an import sends is its uploader's.
 */
async function settle(
  pool: Pool,
  commandId: string,
  outcome: {
    state: 'applied' | 'refused';
    result: { refusal?: CommandRefusal; result: string; version?: number };
    version: number;
  },
): Promise<void> {
  await pool.query({
    name: 'settle-command',
    text: `
      with settled as (
        update command set state = $2, outcome = $3, version = $4, settled_at = now()
        where id = $1 and state = 'pending' returning id, case_id, type, actor_type, actor_id),
      rows as (
        select jsonb_build_object('actorType', case when i.id is null then s.actor_type else 'user' end,
                 'actorId', coalesce(i.created_by::text, s.actor_id), 'action', 'case.command', 'outcome', $5::text,
                 'purpose', 'payment', 'caseId', s.case_id,
                 'data', jsonb_build_object('command', s.id, 'type', s.type, 'version', $4::int)
                         || case when i.id is null then '{}' else jsonb_build_object('import', i.id) end) as row
        from settled s left join import i on s.actor_type = 'service'
          and i.id = case when s.actor_id ~ '^import:[0-9a-f-]{36}$' then substr(s.actor_id, 8)::uuid end)
      select audit_append(jsonb_agg(row)) from rows having count(*) > 0`,
    values: [
      commandId,
      outcome.state,
      JSON.stringify(outcome.result),
      outcome.version,
      outcome.result.refusal?.code ?? outcome.state,
    ],
  });
}

export async function outcomeById(pool: Pool, commandId: string): Promise<CommandOutcome | null> {
  const { rows } = await pool.query<Row>('select * from command where id = $1', [commandId]);
  return rows[0] ? outcomeOf(rows[0]) : null;
}

/** Commands without an outcome whose turn has come, oldest first; each is handed to one caller at a time. */
export async function takePending(pool: Pool, limit: number): Promise<{ request: CommandRequest; attempts: number }[]> {
  const { rows } = await pool.query<Row & { attempts: number }>(
    `update command set tried_at = now(), attempts = attempts + 1
     where id in (
       select id from command
       where state = 'pending' and tried_at < now() - least(interval '10 seconds' * power(2, least(attempts, 5)), interval '5 minutes')
       order by received_at limit $1 for update skip locked)
     returning *`,
    [limit],
  );
  return rows.map((row) => ({ request: requestOf(row), attempts: row.attempts }));
}
