/** Plays a plan on the pure chart, so that a dry run can name the cases at risk without writing anything. */
import { caseIdOf, uuidFrom } from '../../../commands/ids';
import { wcKind } from '../../../domain/cases/wc/kind';
import {
  advance,
  open,
  refusalOf,
  runForward,
  type Actor,
  type CaseEvent,
  type CaseState,
  type RuleSnapshot,
  type Step,
} from '../../../domain/kernel';
import { UNRANKED, type RiskyCase } from './at-risk';
import type { AuditRow } from './audit-row';
import type { PlannedEvent, RowPlan } from './plan';

const WHO: Actor = { type: 'service', id: 'dry-run' };

/**
 * The case as it would stand right after its opening; null when nothing about it is urgent.
 * @param at epoch ms.
 */
export function foreseeOpening(
  row: AuditRow,
  plan: Extract<RowPlan, { kind: 'open' }>,
  rules: RuleSnapshot,
  practiceId: string,
  at: number,
): RiskyCase | null {
  const commandId = uuidFrom(`wc-audit:${practiceId}:${row.claimKey}`);
  const caseId = caseIdOf(commandId);
  const opened = open(wcKind, { caseId, at, commandId, actor: WHO, rules, data: plan.data });
  const last = play(opened.state, plan.later, commandId, at) ?? opened;
  return riskOf(row.row, null, last);
}

function play(state: CaseState, events: readonly PlannedEvent[], commandId: string, at: number): Step | null {
  // Clocks that are due already fire at once, as they do in the workflow.
  let last: Step | null = runForward(wcKind, state, at).at(-1) ?? null;
  for (const { type, data } of events) {
    const event: CaseEvent = { ...data, type, at, commandId, actor: WHO };
    const now = last?.state ?? state;
    if (refusalOf(wcKind, now, event) !== null) continue;
    last = advance(wcKind, now, event);
  }
  return last;
}

function riskOf(row: number, caseId: string | null, { facts, state }: Step): RiskyCase | null {
  const { attentionRank: rank, attentionOn: on } = facts;
  return rank >= UNRANKED ? null : { row, caseId, rank, on, flags: state.flags };
}
