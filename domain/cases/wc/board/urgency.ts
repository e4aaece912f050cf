/** Says in one key, a tone and a few numbers why a row of the board is where it is [E1, A18]. Words belong to the reader. */
import { addBusinessDays, businessDaysBetween, diffDays } from '../../../calendar';
import type { FieldClass } from '../../../privacy';
import type { BoardDay, BoardFacts } from './board-facts';

export const urgencyKeys = [
  'authorization-ended',
  'visits-used-up',
  'visit-past-limit',
  'visit-not-covered',
  'treated-not-covered',
  'authorization-ends',
  'visit-limit-near',
  'silent',
  'unbilled',
  'request-overdue',
  'request-denied',
  'approval-unrecorded',
  'claim-denied',
  'follow-up-due',
  'payment-posted',
  'return-to-work',
  'clock',
  'nothing',
] as const;
export type UrgencyKey = (typeof urgencyKeys)[number];

/** red: late, blocked or over; amber: soon; plain: later. */
export const tones = ['red', 'amber', 'plain'] as const;
export type Tone = (typeof tones)[number];

/** What the words are made of. Each key says which it has; the others are null. */
export interface UrgencyNumbers {
  /** The day it is about: the last authorized day, the visit, the day a reply was due, the end of treatment. */
  readonly on: string | null;
  /** Calendar days from today to `on`; below zero when it has passed. */
  readonly inDays: number | null;
  /** Business days to or since; or the number of the visit, or of visits. */
  readonly count: number | null;
  /** The rule's limit of `count`, or the authorized visits. */
  readonly limit: number | null;
  /** Visits left once those booked are counted; below zero past the limit. */
  readonly free: number | null;
}

export interface Urgency {
  readonly key: UrgencyKey;
  readonly tone: Tone;
  readonly numbers: UrgencyNumbers;
}

/** What the numbers tell of a patient: they are shown to who may see it. */
export const urgencyTells: Readonly<Record<UrgencyKey, FieldClass>> = {
  'authorization-ended': 'visits',
  'visits-used-up': 'visits',
  'visit-past-limit': 'visits',
  'visit-not-covered': 'visits',
  'treated-not-covered': 'visits',
  'authorization-ends': 'visits',
  'visit-limit-near': 'visits',
  silent: 'contact',
  unbilled: 'clinical',
  'request-overdue': 'visits',
  'request-denied': 'visits',
  'approval-unrecorded': 'visits',
  'claim-denied': 'money',
  'follow-up-due': 'plain',
  'payment-posted': 'money',
  'return-to-work': 'clinical',
  clock: 'plain',
  nothing: 'plain',
};

/** So few business days are as good as none: an answer of the payer takes longer. */
export const FEW_BUSINESS_DAYS = 3;

const NONE: UrgencyNumbers = { on: null, inDays: null, count: null, limit: null, free: null };

/** Red within a few business days, amber within the rule's lead, plain beyond. */
export function toneOf(on: string, day: BoardDay): Tone {
  if (diffDays(day.today, on) < 2 || businessDaysBetween(day.calendar, day.today, on) <= FEW_BUSINESS_DAYS)
    return 'red';
  return diffDays(day.today, on) <= day.expiringDays ? 'amber' : 'plain';
}

/**
 * The first that holds, in the order of the board: authorization, silence, billing, what else asks for a person, then the
 * next clock. Flags decide that something is due, as the chart set them; the numbers are counted for today.
 */
export function urgencyOf(facts: BoardFacts, day: BoardDay): Urgency {
  return atRisk(facts, day) ?? waiting(facts, day) ?? asked(facts, day) ?? later(facts, day);
}

/** What is lost already goes first; of what will be, the nearest day. */
function atRisk(facts: BoardFacts, day: BoardDay): Urgency | null {
  const has = (flag: string) => facts.flags.includes(flag);
  const { coveredThroughOn: through, limit } = facts;
  if (has('lapsed') && facts.visitsStatus !== 'exhausted' && through !== null && through < day.today) {
    const count = businessDaysBetween(day.calendar, through, day.today);
    return { key: 'authorization-ended', tone: 'red', numbers: { ...dated(through, day), count } };
  }
  if (has('visits-exhausted')) {
    const numbers = { ...NONE, on: facts.endsOn, count: facts.used, limit, free: freeOf(facts) };
    return { key: 'visits-used-up', tone: 'red', numbers };
  }
  const risks = [
    has('uncovered-visit') ? uncoveredVisit(facts, day) : null,
    has('uncovered-treatment') ? uncoveredTreatment(facts, day) : null,
    (has('expiring') || has('lapsed')) && through !== null ? ends(through, day) : null,
    has('visit-capped') && !pastLimit(facts) ? limitNear(facts, day) : null,
  ].filter((risk) => risk !== null);
  const dayOf = (risk: Urgency) => risk.numbers.on ?? '9999';
  return risks.toSorted((a, b) => (dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : 0))[0] ?? null;
}

const dated = (on: string, day: BoardDay): UrgencyNumbers => ({ ...NONE, on, inDays: diffDays(day.today, on) });

const freeOf = ({ limit, used, booked }: BoardFacts) => (limit === null ? null : limit - used - booked);

const pastLimit = (facts: BoardFacts) => (freeOf(facts) ?? 0) < 0;

const ends = (through: string, day: BoardDay): Urgency => ({
  key: 'authorization-ends',
  tone: toneOf(through, day) === 'red' ? 'red' : 'amber',
  numbers: { ...dated(through, day), count: businessDaysBetween(day.calendar, day.today, through) },
});

/** A visit within the dates is past the limit; another has no authorization at all. */
function uncoveredVisit(facts: BoardFacts, day: BoardDay): Urgency | null {
  const visit = facts.visits.find(({ status, covered }) => status === 'booked' && !covered);
  if (!visit) return null;
  const { startsOn, endsOn, limit, used, booked } = facts;
  const within = startsOn !== null && startsOn <= visit.on && (endsOn === null || visit.on <= endsOn);
  if (!within || limit === null) return { key: 'visit-not-covered', tone: 'red', numbers: dated(visit.on, day) };
  const numbers = { ...dated(visit.on, day), count: used + booked, limit, free: freeOf(facts) };
  return { key: 'visit-past-limit', tone: 'red', numbers };
}

function uncoveredTreatment(facts: BoardFacts, day: BoardDay): Urgency | null {
  const visits = facts.visits.filter(({ status, covered }) => status === 'completed' && !covered);
  const last = visits.at(-1);
  if (!last) return null;
  return { key: 'treated-not-covered', tone: 'red', numbers: { ...dated(last.on, day), count: visits.length } };
}

function limitNear(facts: BoardFacts, day: BoardDay): Urgency {
  const { exhaustion, limit, used } = facts;
  const on = exhaustion?.by === 'visits' ? exhaustion.on : null;
  const count = limit === null ? null : Math.max(0, limit - used);
  const numbers = { ...(on === null ? NONE : dated(on, day)), count, limit, free: freeOf(facts) };
  return { key: 'visit-limit-near', tone: 'amber', numbers };
}

function waiting(facts: BoardFacts, day: BoardDay): Urgency | null {
  const { calendar, today } = day;
  if (facts.flags.includes('silent') && facts.silentSince !== null) {
    const count = businessDaysBetween(calendar, facts.silentSince, today);
    const due = addBusinessDays(calendar, facts.silentSince, day.silentDays).on;
    const numbers = { ...dated(due, day), count, limit: day.silentDays };
    return { key: 'silent', tone: count > day.silentDays ? 'red' : 'amber', numbers };
  }
  return facts.flags.includes('unbilled') ? unbilled(facts, day) : null;
}

function unbilled(facts: BoardFacts, day: BoardDay): Urgency | null {
  const from = day.unbilledFrom === 'visit' ? facts.unbilledSince : facts.treatmentCompletedOn;
  const on = from ?? facts.unbilledSince;
  if (on === null) return null;
  const count = businessDaysBetween(day.calendar, on, day.today);
  const tone = count > day.unbilledDays ? 'red' : 'amber';
  return { key: 'unbilled', tone, numbers: { ...dated(on, day), count, limit: day.unbilledDays } };
}

/** Rank 4 of the board: something happened that a person has to answer. */
const questions: readonly (readonly [
  flag: string,
  key: UrgencyKey,
  tone: Tone,
  on: (f: BoardFacts) => string | null,
])[] = [
  ['reauth-overdue', 'request-overdue', 'red', (f) => f.request.receivedOn],
  ['reauth-denied', 'request-denied', 'red', (f) => f.request.decidedOn],
  ['approval-unrecorded', 'approval-unrecorded', 'amber', (f) => f.request.decidedOn],
  ['claim-denied', 'claim-denied', 'red', (f) => f.claimDeniedOn],
  ['follow-up-due', 'follow-up-due', 'amber', (f) => f.followUpOn],
  ['payment-posted', 'payment-posted', 'amber', (f) => f.lastPaymentOn],
  ['return-to-work', 'return-to-work', 'amber', (f) => f.returnToWorkOn],
];

function asked(facts: BoardFacts, day: BoardDay): Urgency | null {
  for (const [flag, key, tone, dayOf] of questions) {
    if (!facts.flags.includes(flag)) continue;
    const on = dayOf(facts);
    const count = on === null ? null : businessDaysBetween(day.calendar, on, day.today);
    const limit = key === 'request-overdue' ? day.requestDays : null;
    const late = key === 'follow-up-due' && count !== null && count > 0;
    const numbers = { ...(on === null ? NONE : dated(on, day)), count, limit };
    return { key, tone: late ? 'red' : tone, numbers };
  }
  return null;
}

/** Nobody has to act: treatment that waits for its claim, else the next clock. */
function later(facts: BoardFacts, day: BoardDay): Urgency {
  if (facts.billing === 'delivered' && facts.treatment === 'complete') {
    const soon = unbilled(facts, day);
    if (soon) return soon;
  }
  if (facts.nextClockOn === null) return { key: 'nothing', tone: 'plain', numbers: NONE };
  const count = businessDaysBetween(day.calendar, day.today, facts.nextClockOn);
  return { key: 'clock', tone: 'plain', numbers: { ...dated(facts.nextClockOn, day), count } };
}
