/** Writes one applied event to Postgres: the only writer of cases, clocks, tasks and the timeline. */
import { ApplicationFailure, Context } from '@temporalio/activity';
import type { Pool } from 'pg';
import type { Projection, ProjectionOutcome } from '../../domain/kernel';
import { isDbUnavailable } from '../../platform/db';
import { openIncident } from '../incidents';
import { PROJECT_CASE } from './project-case.sql';

/** A fault that is not the database's absence is reported after so many tries; the activity goes on trying. */
const TRIES_BEFORE_INCIDENT = 5;

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
    const { rows } = await pool.query<{ written: number; holder: string | null }>(PROJECT_CASE, [
      JSON.stringify(projection),
    ]);
    const row = rows[0];
    if (row?.written === 1) return { result: 'written' };
    // A statement sees what was committed before it began. A first write that was thought lost and committed while
    // this one waited for it is seen by the next statement only.
    const holder = row?.holder ?? (await holderOf(pool, projection));
    if (holder === projection.event.commandId) return { result: 'written' };
    throw ApplicationFailure.nonRetryable(
      `Event ${projection.seq} of case ${projection.caseId} is already another event; the case and its workflow disagree.`,
      'VersionTaken',
    );
  } catch (error) {
    const constraint = (error as { code?: string; constraint?: string }).constraint;
    if (constraint === 'case_event_command') return earlier(pool, projection);
    if (constraint === 'case_claim_one_active') return claimsTaken(pool, projection);
    throw error;
  }
}

/** The command id of the event that stands at this version now. */
async function holderOf(pool: Pool, projection: Projection): Promise<string | undefined> {
  const { rows } = await pool.query<{ holder: string }>(
    'select command_id as holder from case_event where case_id = $1 and seq = $2',
    [projection.caseId, projection.seq],
  );
  return rows[0]?.holder;
}

/** The command was applied at an earlier version; the carried ids had forgotten it. */
async function earlier(pool: Pool, projection: Projection): Promise<ProjectionOutcome> {
  const { rows } = await pool.query<{ seq: number }>('select seq from case_event where command_id = $1', [
    projection.event.commandId,
  ]);
  const seq = rows[0]?.seq;
  if (seq === undefined) throw new Error('The event that holds this command id has gone.');
  if (seq === projection.seq) return { result: 'written' };
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
