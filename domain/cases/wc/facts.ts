/** What a WC case shows: board columns, the facts the timeline compares, and structures for the read side. */
import { addDays, businessDaysBetween, diffDays, localDateOf } from '../../calendar';
import type { CaseFacts } from '../../kernel';
import { allot, endOf, exhaustion, governing, spanAt, usageOf, type Usage } from './authorizations';
import { billedThrough, unbilledSince } from './billing';
import { silentSince } from './clocks';
import type { WcContext } from './context';
import * as status from './status';

const UNRANKED = 9;

/** The board's order [E1]: authorization, silence, billing; then what else asks for a person. */
const ranks: readonly (readonly [flag: string, rank: number])[] = [
  ['lapsed', 1],
  ['expiring', 1],
  ['visit-capped', 1],
  ['visits-exhausted', 1],
  ['uncovered-visit', 1],
  ['uncovered-treatment', 1],
  ['silent', 2],
  ['unbilled', 3],
  ['reauth-overdue', 4],
  ['reauth-denied', 4],
  ['approval-unrecorded', 4],
  ['claim-denied', 4],
  ['follow-up-due', 4],
  ['payment-posted', 4],
  ['return-to-work', 4],
];

const soonest = (...dates: (string | null | undefined)[]) => dates.filter((d): d is string => !!d).sort()[0] ?? null;

/** The day of the loss, so that the nearest stands first; what is lost already stands before it. */
function attentionOn(c: WcContext, rank: number): string | null {
  if (rank === 1) {
    const span = spanAt(c, c.asOf);
    const first = exhaustion(c, c.asOf);
    const uncovered = [...status.uncoveredBookings(c), ...status.uncoveredTreatments(c)].map((v) => v.on);
    return soonest(span?.to, first?.on, ...uncovered) ?? c.asOf;
  }
  if (rank === 2) return silentSince(c);
  if (rank === 3) return unbilledSince(c);
  const asked = soonest(
    c.followUp?.on,
    c.reauthorization?.decidedOn,
    c.claimDeniedOn,
    c.lastPaymentOn,
    c.returnToWork?.on,
  );
  return rank === UNRANKED ? (c.followUp?.on ?? null) : (asked ?? c.asOf);
}

/** The authorization the board shows: the current one, else the one that ended last, else the next. */
function shown(c: WcContext): Usage | null {
  const current = governing(c, c.asOf);
  if (current) return current;
  const started = c.authorizations.filter((a) => a.service === c.service && a.startsOn <= c.asOf);
  const last = started.sort((a, b) => ((endOf(a) ?? '9999') < (endOf(b) ?? '9999') ? -1 : 1)).at(-1);
  const next = c.authorizations
    .filter((a) => a.service === c.service)
    .sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1));
  const pick = last ?? next[0];
  return pick ? usageOf(c, pick) : null;
}

/** Treatment complete to first claim after it, in calendar days [F2]; null until both are known. */
function daysToClaim(c: WcContext): number | null {
  const completed = c.treatmentCompletedOn;
  if (completed === null) return null;
  const first = c.submissions
    .map((s) => s.on)
    .filter((on) => on >= completed)
    .sort()[0];
  return first === undefined ? null : diffDays(completed, first);
}

/** Facts at the instant `at`. Ages are counted by the reader from the dates here; an edit moves none of them (R17). */
export function facts(c: WcContext, flags: readonly string[], at: number): CaseFacts {
  const rank = ranks.find(([flag]) => flags.includes(flag))?.[1] ?? UNRANKED;
  const { calendar } = c.rules;
  const dateOf = (instant: number | null) => (instant === null ? null : localDateOf(calendar, instant));
  const current = shown(c);
  const predicted = exhaustion(c, c.asOf);
  const span = spanAt(c, c.asOf);
  const request = c.reauthorization;
  const since = silentSince(c);
  const { uncovered } = allot(c);
  const nextVisit = c.visits
    .filter((v) => v.status === 'booked' && v.on >= c.asOf)
    .map((v) => v.on)
    .sort()[0];
  return {
    owner: c.owner,
    followUpOn: c.followUp?.on ?? null,
    attentionRank: c.closedOn === null ? rank : UNRANKED,
    attentionOn: c.closedOn === null ? attentionOn(c, rank) : null,
    claims: c.claimId === null ? [] : [{ claimId: c.claimId, submissionId: null }],
    own: {
      service: c.service,
      jurisdiction: c.jurisdiction,
      injuredOn: c.injuredOn,
      startedOn: c.startedOn,
      assignedOn: dateOf(c.assignedAt),
      workStartedOn: dateOf(c.workStartedAt),
      authorizationId: current?.authorization.authorizationId ?? null,
      authorizationStartsOn: current?.authorization.startsOn ?? null,
      authorizationEndsOn: current ? endOf(current.authorization) : null,
      authorizationSource: current?.authorization.source ?? null,
      coveredThroughOn: span?.to ?? null,
      authorizationsCount: c.authorizations.length,
      visitsAuthorized: current?.authorization.visitsLimit ?? null,
      visitsUsed: current?.used ?? null,
      visitsBooked: current?.booked ?? null,
      visitsRemaining: current?.remaining ?? null,
      nextVisitOn: nextVisit ?? null,
      uncoveredVisits: uncovered.length,
      exhaustionOn: predicted?.on ?? null,
      exhaustionBy: predicted?.first ?? null,
      exhaustionBasis: predicted?.basis ?? null,
      authorizationStatus: status.windowStatus(c, at),
      visitsStatus: status.visitsStatus(c),
      reauthorizationStatus: status.reauthorizationStatus(c, at),
      reauthorizationKind: request?.kind ?? null,
      reauthorizationReceivedOn: dateOf(request?.receivedAt ?? null),
      reauthorizationDecidedOn: request?.decidedOn ?? null,
      lastContactOn: c.lastContactOn,
      lastReplyOn: c.lastReplyOn,
      contacts: c.contacts,
      silentSinceOn: flags.includes('silent') ? since : null,
      treatmentStatus: status.treatmentStatus(c),
      treatmentStartedOn: c.treatmentStartedOn ?? firstTreatment(c),
      treatmentCompletedOn: c.treatmentCompletedOn,
      billingStatus: status.billingStatus(c, at),
      statusChain: status.statusChain(c),
      unbilledSince: unbilledSince(c),
      lastClaimOn: c.submissions.at(-1)?.on ?? null,
      billedThroughOn: billedThrough(c),
      daysTreatmentToClaim: daysToClaim(c),
      claimDeniedOn: c.claimDeniedOn,
      paidCents: c.paidCents,
      lastPaymentOn: c.lastPaymentOn,
      paidInFullOn: c.paidInFullOn,
      returnToWorkOn: c.returnToWork?.on ?? null,
      returnToWorkKind: c.returnToWork?.kind ?? null,
      documentsMissing: c.documents.filter((d) => d.status === 'missing').length,
      documentsRequested: c.documents.filter((d) => d.status === 'requested').length,
      lapseIncidents: c.lapses.length,
      outcome: c.outcome,
      cancelReason: c.cancelReason,
      closedOn: c.closedOn,
      reopenings: c.reopenings,
    },
    detail: {
      authorizations: c.authorizations.map((a) => authorizationView(c, usageOf(c, a))),
      visits: c.visits.map((v) => ({ ...v, covered: v.status === 'canceled' || !uncovered.includes(v) })),
      coverage: { from: span?.from ?? null, through: span?.to ?? null, covered: current !== null && isCovered(c) },
      exhaustion: predicted,
      reauthorization: request,
      silence: {
        since,
        calendarDays: diffDays(since, localDateOf(calendar, at)),
        businessDays: businessDaysBetween(calendar, since, localDateOf(calendar, at)),
      },
      submissions: c.submissions,
      milestones: c.milestones,
      documents: c.documents,
      lapses: c.lapses,
      sourceImportId: c.sourceImportId,
    },
  };
}

const firstTreatment = (c: WcContext) => soonest(...c.visits.filter((v) => v.status === 'completed').map((v) => v.on));

const isCovered = (c: WcContext) => governing(c, c.asOf) !== null;

/** One row of the authorization view [R26]; `expired` rows are hidden by default. */
function authorizationView(c: WcContext, u: Usage) {
  const { unlistedUsed, ...a } = u.authorization;
  const end = endOf(u.authorization);
  return {
    ...a,
    effectiveEndsOn: end,
    unlistedUsed,
    used: u.used,
    booked: u.booked,
    remaining: u.remaining,
    percentUsed: u.percent,
    expired: end !== null && addDays(end, 1) <= c.asOf,
  };
}
