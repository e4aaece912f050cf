/** Writes one applied event to Postgres: the only writer of cases, clocks, tasks and the timeline. */
import { Context } from '@temporalio/activity';
import type { Pool } from 'pg';
import type { Projection, ProjectionOutcome, RecordedEvent } from '../../domain/kernel';
import { isDbUnavailable } from '../../platform/db';
import { openIncident } from '../incidents';
import { PROJECT_CASE } from './project-case.sql';

/** A fault that is not the database's absence is reported after so many tries; the activity goes on trying. */
const TRIES_BEFORE_INCIDENT = 5;

/** The record lacks an event before this one: its database was restored to an earlier moment. Tried again until it is there. */
class RecordBehind extends Error {
  readonly code = 'record_behind';
  constructor() {
    super('The record is behind the case. Run `caseclock reconcile --repair`: it writes the missing events.');
    this.name = 'RecordBehind';
  }
}

/**
 * Idempotent: the event row is inserted only if (case, seq) is new, and nothing else is written otherwise; a retry
 * after "committed, but the answer was lost" finds its own event and answers as the first time.
 */
export function makeProjectCase(pool: Pool) {
  return async function projectCase(projection: Projection): Promise<ProjectionOutcome> {
    try {
      return await write(pool, projection);
    } catch (error) {
      if (!isDbUnavailable(error) && attempt() >= TRIES_BEFORE_INCIDENT) {
        await openIncident(pool, {
          source: `project:${projection.caseId}:${projection.seq}`,
          caseId: projection.caseId,
          code: 'projection_failed',
          message: `The event ${projection.seq} (${projection.event.type}) of this case cannot be written: ${codeOf(error)}. It is tried again until it succeeds.`,
        });
      }
      throw error;
    }
  };
}

async function write(pool: Pool, projection: Projection): Promise<ProjectionOutcome> {
  try {
    const { rows } = await pool.query<{ written: number }>({
      // Named, so that each connection plans this long statement once.
      name: 'project-case',
      text: PROJECT_CASE,
      values: [JSON.stringify(projection)],
    });
    if (rows[0]?.written === 1) return { result: 'written' };
    return await standing(pool, projection);
  } catch (error) {
    const constraint = (error as { code?: string; constraint?: string }).constraint;
    if (constraint === 'case_event_command') return earlier(pool, projection);
    if (constraint === 'case_claim_one_active') return claimsTaken(pool, projection);
    if (constraint === 'case_wc_one_open') return claimNumberTaken(pool, projection);
    throw error;
  }
}

/**
 * What stands at this version. Read by a statement of its own: the one that waited for another writer sees only what
 * was committed before it began. The data comes from the inbox where it can, because the timeline shortens rule sets.
 */
async function standing(pool: Pool, projection: Projection): Promise<ProjectionOutcome> {
  const { rows } = await pool.query<RecordedEvent>(
    `select e.type, (extract(epoch from e.at) * 1000)::float8 as at,
            json_build_object('type', e.actor_type, 'id', e.actor_id) as actor, e.command_id as "commandId",
            coalesce(c.data, e.data) as data
     from case_event e left join command c on c.id::text = e.command_id
     where e.case_id = $1 and e.seq = $2`,
    [projection.caseId, projection.seq],
  );
  const event = rows[0];
  if (!event) throw new RecordBehind();
  return event.commandId === projection.event.commandId
    ? { result: 'written', at: event.at }
    : { result: 'overtaken', event };
}

/** The command was applied at an earlier version; the carried ids had forgotten it. */
async function earlier(pool: Pool, projection: Projection): Promise<ProjectionOutcome> {
  const { rows } = await pool.query<{ seq: number }>('select seq from case_event where command_id = $1', [
    projection.event.commandId,
  ]);
  const seq = rows[0]?.seq;
  if (seq === undefined) throw new Error('The event that holds this command id has gone.');
  if (seq === projection.seq) return standing(pool, projection);
  return { result: 'already-applied', seq };
}

async function claimsTaken(pool: Pool, projection: Projection): Promise<ProjectionOutcome> {
  const { rows } = await pool.query<{ claimId: string; caseId: string }>(
    `select claim_id as "claimId", case_id as "caseId" from case_claim
     where active and case_id <> $1 and claim_id = any($2::uuid[]) order by claim_id`,
    [projection.caseId, (projection.claims ?? []).map((c) => c.claimId)],
  );
  // The other case closed in between: let the caller's retry write it.
  if (rows.length === 0) throw new Error('The claims were taken a moment ago and are free again.');
  return { result: 'claims-taken', conflicts: rows };
}

/** The same compensation claim has an open case. The number itself identifies a person and is not passed on. */
async function claimNumberTaken(pool: Pool, projection: Projection): Promise<ProjectionOutcome> {
  const { rows } = await pool.query<{ caseId: string }>(
    `with mine as (
       select (details->>'practiceId')::uuid as practice_id, details->>'claimNumber' as claim_number
       from command where id::text = $2 and details is not null
       union all
       select practice_id, claim_number from cases where id = $1
       limit 1
     )
     select c.id as "caseId" from cases c, mine
     where c.kind = 'wc' and c.closed_at is null and c.id <> $1 and c.practice_id = mine.practice_id
       and regexp_replace(upper(c.claim_number), '[^A-Z0-9]', '', 'g')
         = regexp_replace(upper(mine.claim_number), '[^A-Z0-9]', '', 'g')`,
    [projection.caseId, projection.event.commandId],
  );
  const [other] = rows;
  if (!other) throw new Error('The claim number was taken a moment ago and is free again.');
  return { result: 'claims-taken', conflicts: [{ claimId: null, caseId: other.caseId }] };
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code ?? (error instanceof Error ? error.name : 'unknown'));
}

function attempt(): number {
  try {
    return Context.current().info.attempt;
  } catch {
    return 1;
  }
}
