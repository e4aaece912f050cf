/** Decides for one row: open a case, update the one there is, or refuse. Pure. */
import type { AuditRow, RowNote } from './audit-row';
import type { KnownCase } from './known-case';
import { noteOf, type PlanContext, type RowPlan } from './plan';
import { planOpening } from './plan-opening';
import { planUpdate } from './plan-update';

/**
 * @param known the practice's cases with the row's claim number, open ones first.
 * @param notes what reading the row had to say.
 */
export function planRow(
  row: AuditRow,
  known: readonly KnownCase[],
  context: PlanContext,
  notes: readonly RowNote[],
): RowPlan {
  const open = known.filter((c) => !c.closed);
  const [only, another] = open;
  if (only && another) {
    const reason = noteOf(
      row,
      'case_ambiguous',
      'two open cases have this claim number; resolve or cancel one of them first.',
    );
    return { kind: 'refused', caseId: only.caseId, reasons: [reason] };
  }
  if (only) return planUpdate(row, only, context, notes);
  const closed = known[0];
  if (closed) {
    const reason = noteOf(
      row,
      'case_closed',
      `the case with this claim number is ${closed.stage}; reopen it if work goes on, then import again.`,
    );
    return { kind: 'refused', caseId: closed.caseId, reasons: [reason] };
  }
  return planOpening(row, context, notes);
}
