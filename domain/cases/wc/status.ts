/** Which leaf of each region is true for the facts at an instant. The chart's leaves follow these; each has one answer. */
import { isPast, ruleOf } from '../../kernel';
import { allot, covering, visitsLeft } from './authorizations';
import { allBilled, unbilledSince } from './billing';
import { clocks, needsAuthorization, type ClockName } from './clocks';
import type { Visit, WcContext } from './context';
import { lapsedRule, visitCapRule } from './rules';

export const past = (name: ClockName, c: WcContext, at: number) => isPast(name, clocks[name], c, at);

export type WindowStatus = 'none' | 'valid' | 'expiring' | 'lapsed';

/** Used up before treatment is complete [A19]: an authorization covers the day, and none has a visit left. */
export function isUsedUp(c: WcContext): boolean {
  if (ruleOf(c.rules, lapsedRule).mode === 'off' || !needsAuthorization(c)) return false;
  return visitsLeft(c, c.asOf)?.today === 0;
}

export function windowStatus(c: WcContext, at: number): WindowStatus {
  if (isUsedUp(c) || past('authorizationLapsed', c, at)) return 'lapsed';
  if (past('authorizationExpiring', c, at)) return 'expiring';
  return covering(c, c.asOf).length > 0 ? 'valid' : 'none';
}

export type VisitsStatus = 'within' | 'capped' | 'exhausted';

export function visitsStatus(c: WcContext): VisitsStatus {
  if (isUsedUp(c)) return 'exhausted';
  const rule = ruleOf(c.rules, visitCapRule);
  const left = visitsLeft(c, c.asOf);
  if (left === null || rule.mode === 'off' || !needsAuthorization(c)) return 'within';
  const counted = rule.params.countBooked ? left.chain - left.booked : left.chain;
  return counted <= rule.params.margin ? 'capped' : 'within';
}

export type ReauthorizationStatus = 'none' | 'requested' | 'overdue' | 'approved' | 'unrecorded' | 'denied';

export function reauthorizationStatus(c: WcContext, at: number): ReauthorizationStatus {
  const request = c.reauthorization;
  if (request === null || request.decision === 'withdrawn') return 'none';
  if (request.decision === null) return past('reauthorizationOverdue', c, at) ? 'overdue' : 'requested';
  if (request.decision === 'approved') return request.settled ? 'approved' : 'unrecorded';
  return request.settled ? 'none' : 'denied';
}

export type BillingStatus = 'nothing' | 'delivered' | 'unbilled' | 'submitted' | 'denied' | 'paid';

export function billingStatus(c: WcContext, at: number): BillingStatus {
  if (c.claimDeniedOn !== null) return 'denied';
  if (unbilledSince(c) !== null) return past('authorizedUnbilled', c, at) ? 'unbilled' : 'delivered';
  if (c.paidInFullOn !== null) return 'paid';
  return c.submissions.length > 0 ? 'submitted' : 'nothing';
}

export type TreatmentStatus = 'notStarted' | 'treating' | 'complete';

export function treatmentStatus(c: WcContext): TreatmentStatus {
  if (c.treatmentCompletedOn !== null) return 'complete';
  return c.treatmentStarted ? 'treating' : 'notStarted';
}

/** Booked visits that no authorization covers, or beyond its limit [C03, C09]. */
export function uncoveredBookings(c: WcContext): Visit[] {
  return allot(c).uncovered.filter((v) => v.status === 'booked');
}

/** Treatments given beyond the authorization, not yet dealt with [F1]. */
export function uncoveredTreatments(c: WcContext): Visit[] {
  return allot(c).uncovered.filter((v) => v.status === 'completed' && !c.acknowledged.includes(v.visitId));
}

/** The chain a person reads: "treatment done → claim submitted → payment pending" [A12]. */
export function statusChain(c: WcContext): string {
  const treatment = { notStarted: 'treatment not started', treating: 'treating', complete: 'treatment done' };
  const billed = c.submissions.length > 0;
  const claim = c.claimDeniedOn
    ? 'claim denied'
    : !billed
      ? 'claim not submitted'
      : allBilled(c) || unbilledSince(c) === null
        ? 'claim submitted'
        : 'claim submitted in part';
  const payment = c.paidInFullOn
    ? 'paid'
    : c.payments > 0
      ? 'paid in part'
      : billed
        ? 'payment pending'
        : 'no payment due';
  return [treatment[treatmentStatus(c)], claim, payment].join(' → ');
}
