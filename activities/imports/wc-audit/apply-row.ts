/** Carries out the plan of one row through the gateway and says what became of it. Doing it again does nothing twice. */
import type { Pool } from 'pg';
import { bodyHashOf, caseIdOf, uuidFrom } from '../../../commands/ids';
import { KeyReused, type CommandOutcome, type CommandRequest } from '../../../commands/types';
import type { ImportRun, ReportedRow, RowReason } from '../framework';
import type { AuditRow } from './audit-row';
import { noteOf, type PlannedEvent, type RowPlan } from './plan';
import { reviseDetails } from './revise-details';
import { searchTextOf } from './row-details';

type Run = Pick<ImportRun, 'importId' | 'practiceId' | 'actor' | 'pool' | 'gateway'>;
type OpenPlan = Extract<RowPlan, { kind: 'open' }>;
type UpdatePlan = Extract<RowPlan, { kind: 'update' }>;

/** @throws database errors, which may be tried again; what happened until then is found by the next try. */
export async function applyPlan(run: Run, row: AuditRow, plan: RowPlan): Promise<ReportedRow> {
  if (plan.kind === 'open') return applyOpening(run, row, plan);
  if (plan.kind === 'update') return applyUpdate(run, row, plan);
  return plannedRow(row.row, plan);
}

/** The report of a plan as if it were carried out: what a dry run says. */
export function plannedRow(row: number, plan: RowPlan): ReportedRow {
  switch (plan.kind) {
    case 'open':
      return { row, outcome: 'created', reasons: plan.notes, caseId: null };
    case 'update':
      return { row, outcome: 'updated', reasons: [...changesOf(plan), ...plan.notes], caseId: plan.caseId };
    case 'unchanged':
      return { row, outcome: 'unchanged', reasons: plan.notes, caseId: plan.caseId };
    case 'refused':
      return { row, outcome: 'refused', reasons: plan.reasons, caseId: plan.caseId };
  }
}

function changesOf(plan: UpdatePlan): RowReason[] {
  return plan.changes.map(({ title, before, after, private: hidden }) => ({
    code: 'changed',
    message: hidden ? `${title}: changed.` : `${title}: ${before ?? 'none'} \u2192 ${after ?? 'none'}.`,
  }));
}

const PENDING = 'has not been confirmed yet; it is kept and will be carried out. Look at the case in a minute.';

async function applyOpening(run: Run, row: AuditRow, plan: OpenPlan): Promise<ReportedRow> {
  const outcome = await openCase(run, row, plan);
  const { caseId } = outcome;
  if (outcome.state === 'refused') {
    const reason = noteOf(row, outcome.refusal.code, outcome.refusal.why);
    return { row: row.row, outcome: 'refused', reasons: [reason], caseId: null };
  }
  const reasons: RowReason[] = [...plan.notes];
  if (outcome.state === 'pending') reasons.unshift(noteOf(row, 'pending', `opening the case ${PENDING}`));
  const sent = await sendEvents(run, row, caseId, plan.later);
  return { row: row.row, outcome: 'created', reasons: [...reasons, ...sent.reasons], caseId };
}

/** The same claim number always gets the same command, so that two imports at once open one case. */
async function openCase(run: Run, row: AuditRow, plan: OpenPlan): Promise<CommandOutcome> {
  const name = `wc-audit:${run.practiceId}:${row.claimKey}`;
  const first = uuidFrom(name);
  const known = await run.gateway.outcome(first);
  // A refused opening left no case; a corrected row must not be held to it.
  const content = bodyHashOf({ data: { ...plan.data, sourceImportId: null }, details: plan.details });
  const commandId = known?.state === 'refused' ? uuidFrom(`${name}:${content}`) : first;
  try {
    return await run.gateway.submit(openRequest(run, plan, row, commandId));
  } catch (error) {
    if (!(error instanceof KeyReused)) throw error;
    // Another import, or an earlier try, asked for this case with other facts: its outcome stands.
    return (await run.gateway.outcome(commandId)) ?? { state: 'pending', commandId, caseId: caseIdOf(commandId) };
  }
}

function openRequest(run: Run, plan: OpenPlan, row: AuditRow, commandId: string): CommandRequest {
  return {
    commandId,
    caseId: caseIdOf(commandId),
    kind: 'wc',
    type: 'case.opened',
    actor: run.actor,
    data: plan.data,
    note: null,
    expectedVersion: null,
    row: {
      practiceId: run.practiceId,
      jurisdiction: plan.jurisdiction,
      priority: 'normal',
      details: plan.details,
      subject: null,
      tags: [],
      payerId: null,
      patientId: null,
      claimNumber: row.claimNumber,
      searchText: searchTextOf(plan.details),
    },
  };
}

async function applyUpdate(run: Run, row: AuditRow, plan: UpdatePlan): Promise<ReportedRow> {
  const sent = await sendEvents(run, row, plan.caseId, plan.events);
  const revised = plan.details !== null && (await reviseDetails(run, plan.caseId, plan.details));
  const none = plan.events.length > 0 && sent.refused === plan.events.length && !revised;
  if (none) return { row: row.row, outcome: 'refused', reasons: sent.reasons, caseId: plan.caseId };
  const reasons = [...changesOf(plan), ...sent.reasons, ...plan.notes];
  return { row: row.row, outcome: 'updated', reasons, caseId: plan.caseId };
}

/** One after the other: each may depend on the one before. A refused one does not hold up the rest. */
async function sendEvents(
  run: Run,
  row: AuditRow,
  caseId: string,
  events: readonly PlannedEvent[],
): Promise<{ reasons: RowReason[]; refused: number }> {
  const reasons: RowReason[] = [];
  let refused = 0;
  for (const { type, data } of events) {
    const outcome = await run.gateway.submit({
      commandId: uuidFrom(`wc-audit:${run.importId}:${caseId}:${type}:${bodyHashOf(data)}`),
      caseId,
      kind: 'wc',
      type,
      actor: run.actor,
      data,
      note: null,
      expectedVersion: null,
      row: null,
    });
    if (outcome.state === 'pending') reasons.push(noteOf(row, 'pending', `${type} ${PENDING}`));
    if (outcome.state !== 'refused') continue;
    refused += 1;
    reasons.push(noteOf(row, outcome.refusal.code, `${type} was not recorded: ${outcome.refusal.why}`));
  }
  return { reasons, refused };
}

/** What an earlier try of this import did to these cases before it could report it. */
export async function doneEarlier(
  pool: Pool,
  actorId: string,
  caseIds: readonly string[],
): Promise<Map<string, 'created' | 'updated'>> {
  if (caseIds.length === 0) return new Map();
  const { rows } = await pool.query<{ id: string; opened: boolean }>(
    `select case_id as id, bool_or(type = 'case.opened') as opened from case_event
     where case_id = any($1::uuid[]) and actor_id = $2 group by case_id`,
    [caseIds, actorId],
  );
  return new Map(rows.map(({ id, opened }) => [id, opened ? 'created' : 'updated']));
}
