/** Why a request was made: what its X-Purpose header says, else what such a request is usually made for. */
import type { Request } from 'express';
import { purposes, type Purpose } from '../../domain/audit';
import type { Caller } from '../auth/caller';
import { Problem } from '../problem';

/**
 * By the first word of an action. Authorizations, denials and what leads to them are payment (45 CFR 164.501: coverage,
 * utilization review, billing); a visit is treatment; the rest is the practice's own operation.
 */
const usual: Readonly<Record<string, Purpose>> = {
  visit: 'treatment',
  case: 'payment',
  task: 'payment',
  clock: 'payment',
  claim: 'payment',
  board: 'payment',
  command: 'payment',
  import: 'payment',
  batch: 'payment',
  glass: 'emergency',
  'break-glass': 'emergency',
};

export function usualPurpose(action: string, caller: Caller | null, caseId: string | null): Purpose {
  if (caseId !== null && caller?.openedCaseIds.includes(caseId)) return 'emergency';
  return usual[action.split(/[.:]/)[0] ?? ''] ?? 'operations';
}

/** @throws Problem `bad_header` for a word that is no purpose. */
export function purposeIn(req: Request): Purpose | undefined {
  const said = req.get('x-purpose');
  if (said === undefined || said === '') return undefined;
  const purpose = purposes.find((known) => known === said);
  if (purpose === undefined) throw new Problem('bad_header', `X-Purpose must be one of ${purposes.join(', ')}.`);
  return purpose;
}
