/** Plans what a row changes on a case that is known: only what differs, so that importing twice changes nothing. Pure. */
import type { AuditRow, RowNote } from './audit-row';
import type { KnownAuthorization, KnownCase } from './known-case';
import { noteOf, type FactChange, type PlanContext, type PlannedEvent, type RowPlan } from './plan';
import { bookingOf } from './plan-opening';
import { detailChanges, detailsOf, mergeDetails } from './row-details';
import { factsOf, middayOf, requestIdOf, visitIdOf, type RowAuthorization, type RowFacts } from './row-facts';

class Differences {
  readonly events: PlannedEvent[] = [];
  readonly changes: FactChange[] = [];

  add(title: string, before: FactChange['before'], after: FactChange['after'], ...events: PlannedEvent[]): void {
    this.changes.push({ title, before, after, private: false });
    this.events.push(...events);
  }
}

export function planUpdate(
  row: AuditRow,
  known: KnownCase,
  context: PlanContext,
  readNotes: readonly RowNote[],
): RowPlan {
  const facts = factsOf(row, context);
  const differ = new Differences();
  const details = detailsOf(known.details);
  const authorizationId = compareAuthorization(facts.authorization, known, numbersOf(details), context, differ);
  compareContact(row, known, differ);
  compareTreatment(facts, known, differ);
  compareBilling(facts, known, differ);
  compareDates(row, known, context, differ);
  const merged = mergeDetails(details, row, authorizationId);
  const changes = [...differ.changes, ...detailChanges(details, merged)];
  const revised = detailChanges(details, merged).length > 0;
  const notes = [
    ...readNotes,
    ...facts.notes.filter((n) => !n.code.endsWith('_assumed')),
    ...conflicts(row, known, context),
  ];
  if (changes.length === 0) return { kind: 'unchanged', caseId: known.caseId, notes };
  return {
    kind: 'update',
    caseId: known.caseId,
    events: differ.events,
    details: revised ? merged : null,
    changes,
    notes,
  };
}

const numbersOf = (details: ReturnType<typeof detailsOf>) => details.authorizationNumbers ?? [];

/** The authorization the row is about: by its number, its start, or the time it covers; null when it is a new one. */
function matching(
  a: RowAuthorization,
  known: KnownCase,
  numbers: readonly { authorizationId: string; number: string }[],
): KnownAuthorization | null {
  const standing = known.authorizations.filter((k) => k.withdrawnOn === null);
  const key = (number: string) => number.toUpperCase().replace(/[^A-Z0-9]/g, '');
  if (a.number !== null && numbers.length > 0) {
    const same = numbers.find((n) => key(n.number) === key(a.number ?? ''));
    const named = standing.find((k) => k.authorizationId === same?.authorizationId);
    if (named) return named;
    // Another number is another authorization, unless ours has none.
    const unnumbered = standing.filter((k) => !numbers.some((n) => n.authorizationId === k.authorizationId));
    return overlapping(a, unnumbered);
  }
  return standing.find((k) => k.authorizationId === a.authorizationId) ?? overlapping(a, standing);
}

function overlapping(a: RowAuthorization, candidates: readonly KnownAuthorization[]): KnownAuthorization | null {
  if (!a.startGiven) return [...candidates].sort((x, y) => (x.startsOn < y.startsOn ? 1 : -1))[0] ?? null;
  const same = candidates.find((k) => k.startsOn === a.startsOn);
  if (same) return same;
  return candidates.find((k) => k.startsOn <= (a.endsOn ?? '9999') && a.startsOn <= (k.endsOn ?? '9999')) ?? null;
}

function compareAuthorization(
  a: RowAuthorization | null,
  known: KnownCase,
  numbers: readonly { authorizationId: string; number: string }[],
  { today }: PlanContext,
  differ: Differences,
): string | null {
  if (a === null) return null;
  const now = matching(a, known, numbers);
  if (now === null) {
    const { authorizationId, startsOn, endsOn, visitsLimit, visitsUsed } = a;
    const used = visitsUsed === null ? {} : { visitsUsed };
    const determinedOn = startsOn < today ? startsOn : today;
    const data = { authorizationId, startsOn, endsOn, visitsLimit, ...used, source: 'manual', determinedOn };
    differ.add('Authorization', null, `${startsOn} to ${endsOn ?? 'no end'}`, { type: 'authorization.recorded', data });
    return authorizationId;
  }
  const { authorizationId } = now;
  const change: Record<string, unknown> = {};
  const compare = (title: string, field: 'startsOn' | 'endsOn' | 'visitsLimit', after: string | number | null) => {
    if (after === null || after === now[field]) return;
    differ.add(title, now[field], after);
    change[field] = after;
  };
  compare('Authorization start', 'startsOn', a.startGiven ? a.startsOn : null);
  compare('Authorization expiration', 'endsOn', a.endsOn);
  compare('Authorized visits', 'visitsLimit', a.visitsLimit);
  if (Object.keys(change).length > 0) {
    const data = { authorizationId, ...change, source: 'manual', determinedOn: today };
    differ.events.push({ type: 'authorization.changed', data });
  }
  if (a.visitsUsed !== null && a.visitsUsed !== now.used) {
    const data = { authorizationId, used: a.visitsUsed, source: 'manual' };
    differ.add('Visits used', now.used, a.visitsUsed, { type: 'visits.counted', data });
  }
  return authorizationId;
}

function compareContact(row: AuditRow, known: KnownCase, differ: Differences): void {
  const on = row.lastContactOn;
  if (on === null || (known.lastContactOn !== null && on <= known.lastContactOn)) return;
  const data = { channel: 'other', direction: 'out', on, reached: true };
  differ.add('Last adjuster contact', known.lastContactOn, on, { type: 'adjuster.contacted', data });
}

function compareTreatment(facts: RowFacts, known: KnownCase, differ: Differences): void {
  const { completedOn: done } = facts;
  const before = known.treatmentCompletedOn;
  // A date we assumed says only that treatment is over, which the case may know with its true date.
  if (done === null || done.on === before || (before !== null && !done.given)) return;
  const resume: PlannedEvent[] = before === null ? [] : [{ type: 'treatment.resumed', data: {} }];
  differ.add('Treatment complete', before, done.on, ...resume, { type: 'treatment.completed', data: { on: done.on } });
}

function compareBilling(facts: RowFacts, known: KnownCase, differ: Differences): void {
  const { submittedOn: sent, payment } = facts;
  if (sent !== null && (known.lastClaimOn === null || (sent.given && sent.on > known.lastClaimOn))) {
    differ.add('Claim submitted', known.lastClaimOn, sent.on, { type: 'claim.submitted', data: { on: sent.on } });
  }
  if (payment !== null && (known.lastPaymentOn === null || payment.on > known.lastPaymentOn)) {
    const data = { on: payment.on, amountCents: payment.cents, final: payment.final };
    differ.add('Payment', known.lastPaymentOn, payment.on, { type: 'payment.posted', data });
  }
}

function compareDates(row: AuditRow, known: KnownCase, { practiceId, today }: PlanContext, differ: Differences): void {
  const { reauthorizationRequestedOn: asked, returnToWorkOn: back, nextAppointmentOn: next, followUpOn } = row;
  const waits = known.reauthorizationStatus === 'requested' || known.reauthorizationStatus === 'overdue';
  if (
    asked !== null &&
    !waits &&
    (known.reauthorizationReceivedOn === null || asked > known.reauthorizationReceivedOn)
  ) {
    const data = {
      requestId: requestIdOf(practiceId, row.claimKey, asked),
      kind: 'extend',
      receivedAt: middayOf(asked),
    };
    differ.add('Re-authorization requested', known.reauthorizationReceivedOn, asked, {
      type: 'reauthorization.requested',
      data,
    });
  }
  if (back !== null && back !== known.returnToWorkOn) {
    differ.add('Return to work', known.returnToWorkOn, back, {
      type: 'returnToWork.recorded',
      data: { on: back, kind: 'full' },
    });
  }
  if (next !== null && next >= today) {
    const visitId = visitIdOf(practiceId, row.claimKey, next);
    const there = known.visits.some((v) => v.visitId === visitId || (v.on === next && v.status !== 'canceled'));
    if (!there) differ.add('Next appointment', null, next, bookingOf(practiceId, row.claimKey, next));
  }
  if (followUpOn !== null && followUpOn !== known.followUpOn && followUpOn >= today) {
    differ.add('Follow-up date', known.followUpOn, followUpOn, { type: 'followUp.set', data: { on: followUpOn } });
  }
}

/** What the sheet says otherwise than the case, and an import does not settle. */
function conflicts(row: AuditRow, known: KnownCase, { today }: PlanContext): RowNote[] {
  const notes: RowNote[] = [];
  if (row.jurisdiction !== null && row.jurisdiction !== known.jurisdiction) {
    notes.push(
      noteOf(
        row,
        'jurisdiction_differs',
        `the sheet says ${row.jurisdiction}, the case ${known.jurisdiction}; the case was left as it is.`,
      ),
    );
  }
  if (row.followUpOn !== null && row.followUpOn < today && row.followUpOn !== known.followUpOn) {
    notes.push(noteOf(row, 'follow_up_past', `the follow-up date ${row.followUpOn} has passed; it was not set.`));
  }
  if (
    known.treatmentCompletedOn !== null &&
    row.status?.treatment === 'treating' &&
    row.treatmentCompletedOn === null
  ) {
    notes.push(
      noteOf(
        row,
        'treatment_differs',
        'the sheet says treating, the case says treatment is complete; resume it on the case if that is so.',
      ),
    );
  }
  return notes;
}
