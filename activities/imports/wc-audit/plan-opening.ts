/** Plans the case that a row without one opens: it starts in the state the sheet says it is in [B09]. Pure. */
import { OpenData } from '../../../domain/cases/wc/events';
import type { AuditRow, RowNote } from './audit-row';
import { noteOf, type PlanContext, type PlannedEvent, type RowPlan } from './plan';
import { mergeDetails } from './row-details';
import { factsOf, middayOf, requestIdOf, visitIdOf } from './row-facts';

/** Answers a refusal when the row cannot become a case, else the plan to open it. */
export function planOpening(row: AuditRow, context: PlanContext, readNotes: readonly RowNote[]): RowPlan {
  const facts = factsOf(row, context);
  const { authorization: a } = facts;
  const { today, practiceId } = context;
  const opening = OpenData.safeParse({
    ...(row.jurisdiction === null ? {} : { jurisdiction: row.jurisdiction }),
    ...(row.injuredOn === null ? {} : { injuredOn: row.injuredOn }),
    // Silence without any contact counts from the day the case began for the practice, which the sheet does not say.
    ...(a === null ? {} : { startedOn: a.startsOn < today ? a.startsOn : today }),
    ...(a === null
      ? {}
      : {
          authorizations: [
            {
              authorizationId: a.authorizationId,
              startsOn: a.startsOn,
              endsOn: a.endsOn,
              visitsLimit: a.visitsLimit,
              ...(a.visitsUsed === null ? {} : { visitsUsed: a.visitsUsed }),
              source: 'manual',
              determinedOn: a.startsOn < today ? a.startsOn : today,
            },
          ],
        }),
    ...(row.lastContactOn === null ? {} : { lastContactOn: row.lastContactOn }),
    ...(facts.treatment === null ? {} : { treatment: facts.treatment }),
    ...(facts.completedOn === null ? {} : { treatmentCompletedOn: facts.completedOn.on }),
    ...(facts.submittedOn === null ? {} : { claimSubmittedOn: facts.submittedOn.on }),
    ...(row.reauthorizationRequestedOn === null
      ? {}
      : {
          reauthorization: {
            requestId: requestIdOf(practiceId, row.claimKey, row.reauthorizationRequestedOn),
            kind: 'extend',
            receivedAt: middayOf(row.reauthorizationRequestedOn),
          },
        }),
    ...(row.followUpOn === null ? {} : { followUpOn: row.followUpOn }),
    sourceImportId: context.importId,
  });
  if (!opening.success) {
    const where = opening.error.issues.map((i) => `${i.path.join('.')} ${i.message}`).join('; ');
    return { kind: 'refused', caseId: null, reasons: [noteOf(row, 'case_data_refused', `${where}. Correct the row.`)] };
  }
  return {
    kind: 'open',
    data: opening.data,
    details: mergeDetails({}, row, a?.authorizationId ?? null),
    jurisdiction: row.jurisdiction ?? context.jurisdiction,
    later: laterEvents(row, facts.payment, context),
    notes: [...readNotes, ...facts.notes],
  };
}

function laterEvents(
  row: AuditRow,
  payment: ReturnType<typeof factsOf>['payment'],
  { practiceId, today }: PlanContext,
): PlannedEvent[] {
  const events: PlannedEvent[] = [];
  if (payment !== null) {
    events.push({ type: 'payment.posted', data: { on: payment.on, amountCents: payment.cents, final: payment.final } });
  }
  if (row.returnToWorkOn !== null) {
    events.push({ type: 'returnToWork.recorded', data: { on: row.returnToWorkOn, kind: 'full' } });
  }
  if (row.nextAppointmentOn !== null && row.nextAppointmentOn >= today) {
    events.push(bookingOf(practiceId, row.claimKey, row.nextAppointmentOn));
  }
  return events;
}

/** The appointment exists already, covered or not; an uncovered one is what an audit is for, so it is not held back. */
export const bookingOf = (practiceId: string, claimKey: string, on: string): PlannedEvent => ({
  type: 'visit.booked',
  data: { visitId: visitIdOf(practiceId, claimKey, on), on, override: true },
});
