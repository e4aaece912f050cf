/** Turns what came of a command into an answer: done, stored with an address, or a refusal with its reason. */
import type { Pool } from 'pg';
import { z } from 'zod';
import type { CommandOutcome, CommandRequest } from '../commands/types';
import type { CommandRefusal } from '../workflows/messages';
import type { Caller } from './auth/caller';
import { conflictsFor } from './auth/reach';
import type { ApiDeps } from './deps';
import { Problem, type ProblemMembers } from './problem';

export const Applied = z
  .strictObject({ state: z.literal('applied'), commandId: z.uuid(), caseId: z.uuid(), version: z.int() })
  .meta({ id: 'Applied' });

export const Pending = z
  .strictObject({ state: z.literal('pending'), commandId: z.uuid(), caseId: z.uuid() })
  .meta({ id: 'Pending' });

export const commandAddress = (commandId: string): string => `/api/v1/commands/${commandId}`;

/** Sends a caller's command and counts its outcome. A refusal names other cases only as far as the caller may see them. */
export async function submit(deps: ApiDeps, caller: Caller, request: CommandRequest) {
  const outcome = await deps.gateway.submit(request);
  deps.metrics.commands.inc({ kind: request.kind, outcome: outcome.state });
  if (outcome.state !== 'refused') return answerOutcome(outcome);
  const refusal = await refusalFor(deps.db.pool, caller, outcome.refusal);
  return answerOutcome({ ...outcome, refusal });
}

/** The refusal as this caller may hear it. */
export async function refusalFor(pool: Pool, caller: Caller, refusal: CommandRefusal): Promise<CommandRefusal> {
  if (!refusal.conflicts) return refusal;
  const conflicts = await conflictsFor(pool, caller, refusal.conflicts);
  if (conflicts.length === refusal.conflicts.length) return refusal;
  const why = 'A case that you may not see holds the claim. Ask a manager of the location who works on it.';
  const { conflicts: _all, ...rest } = refusal;
  return { ...rest, why, ...(conflicts.length > 0 ? { conflicts } : {}) };
}

/**
 * 200 or 202.
 * @throws Problem for a refusal.
 */
function answerOutcome(outcome: CommandOutcome) {
  if (outcome.state === 'refused') throw refusalProblem(outcome);
  if (outcome.state === 'pending') {
    const headers = { Location: commandAddress(outcome.commandId), 'Retry-After': '2' };
    return { status: 202 as const, body: pick(outcome, 'pending' as const), headers };
  }
  const body = { ...pick(outcome, 'applied' as const), version: outcome.version };
  return { status: 200 as const, body, headers: { ETag: `"${outcome.version}"` } };
}

const pick = <S extends string>(outcome: CommandOutcome, state: S) => ({
  state,
  commandId: outcome.commandId,
  caseId: outcome.caseId,
});

function refusalProblem({ refusal, commandId }: Extract<CommandOutcome, { state: 'refused' }>): Problem {
  const members: ProblemMembers = {
    commandId,
    allowed: [...refusal.allowed],
    ...(refusal.version > 0 ? { currentVersion: refusal.version } : {}),
    ...(refusal.conflicts ? { conflicts: refusal.conflicts.map((c) => ({ ...c })) } : {}),
  };
  switch (refusal.code) {
    case 'event_malformed':
      return new Problem('invalid', refusal.why, members);
    case 'version_conflict':
      return new Problem('version_conflict', refusal.why, members);
    case 'claims_taken':
      return new Problem('claims_taken', refusal.why, members);
    case 'case_not_opened':
      return new Problem('conflict', refusal.why, members);
    case 'event_not_allowed':
      return new Problem('event_not_allowed', refusal.why, members);
  }
}
