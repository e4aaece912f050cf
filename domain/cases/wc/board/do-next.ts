/** The one or two things to do about a row of the board, as events the case accepts now [E3: a human decides]. */
import { nextBusinessDay } from '../../../calendar';
import type { BoardDay, BoardFacts } from './board-facts';
import type { Urgency, UrgencyKey } from './urgency';

export const nextKeys = [
  'take-case',
  'request-extension',
  'request-visits',
  'request-back',
  'move-visit',
  'record-decision',
  'record-authorization',
  'accept-denial',
  'call-adjuster',
  'email-adjuster',
  'fax-adjuster',
  'mark-billed',
  'ask-billing',
  'finish-follow-up',
  'move-follow-up',
  'resolve-case',
  'open-case',
] as const;
export type NextKey = (typeof nextKeys)[number];

/** `type` null: a way to the case, no event. `data` is what the form begins with: ids, codes and dates. */
export interface NextAction {
  readonly key: NextKey;
  readonly type: string | null;
  readonly data: Readonly<Record<string, string>>;
}

/** Ways to reach the adjuster that are on record. */
export interface Reachable {
  readonly phone: boolean;
  readonly email: boolean;
  readonly fax: boolean;
}

interface Asked {
  readonly facts: BoardFacts;
  readonly urgency: Urgency;
  readonly day: BoardDay;
  readonly reachable: Reachable;
}

/** Who sends the event named, and what of the row it needs. null: the row gives it nothing to start from. */
const actions: Readonly<Record<NextKey, (asked: Asked) => NextAction | null>> = {
  'take-case': () => ({ key: 'take-case', type: 'case.assigned', data: {} }),
  'request-extension': () => request('request-extension', 'extend'),
  'request-visits': () => request('request-visits', 'expand'),
  'request-back': () => request('request-back', 'extend'),
  'move-visit': ({ facts }) => {
    const visit = facts.visits.find(({ status, covered }) => status === 'booked' && !covered);
    if (!visit) return null;
    return { key: 'move-visit', type: 'visit.booked', data: { visitId: visit.visitId, on: visit.on } };
  },
  'record-decision': ({ facts: { request: asked } }) =>
    asked.requestId === null
      ? null
      : { key: 'record-decision', type: 'reauthorization.decided', data: { requestId: asked.requestId } },
  'record-authorization': () => ({ key: 'record-authorization', type: 'authorization.recorded', data: {} }),
  'accept-denial': () => ({ key: 'accept-denial', type: 'task.done', data: { key: 'reauthorization-denied' } }),
  'call-adjuster': () => contact('call-adjuster', 'call'),
  'email-adjuster': () => contact('email-adjuster', 'email'),
  'fax-adjuster': () => contact('fax-adjuster', 'fax'),
  'mark-billed': () => ({ key: 'mark-billed', type: 'claim.submitted', data: {} }),
  'ask-billing': ({ day }) => ({
    key: 'ask-billing',
    type: 'task.added',
    data: { dueOn: nextBusinessDay(day.calendar, day.today) },
  }),
  'finish-follow-up': () => ({ key: 'finish-follow-up', type: 'followUp.cleared', data: {} }),
  'move-follow-up': () => ({ key: 'move-follow-up', type: 'followUp.set', data: {} }),
  'resolve-case': ({ urgency }) => ({
    key: 'resolve-case',
    type: 'case.resolved',
    data: { outcome: urgency.key === 'payment-posted' ? 'paid' : 'returned-to-work' },
  }),
  'open-case': () => ({ key: 'open-case', type: null, data: {} }),
};

const request = (key: NextKey, kind: string): NextAction => ({
  key,
  type: 'reauthorization.requested',
  data: { kind },
});

const contact = (key: NextKey, channel: string): NextAction => ({ key, type: 'adjuster.contacted', data: { channel } });

const byUrgency: Readonly<Record<UrgencyKey, readonly NextKey[]>> = {
  'authorization-ended': ['request-extension', 'call-adjuster'],
  'visits-used-up': ['request-visits', 'call-adjuster'],
  'visit-past-limit': ['request-visits', 'move-visit'],
  'visit-not-covered': ['request-extension', 'move-visit'],
  'treated-not-covered': ['request-back', 'call-adjuster'],
  'authorization-ends': ['request-extension', 'call-adjuster'],
  'visit-limit-near': ['request-visits', 'call-adjuster'],
  silent: ['call-adjuster'],
  unbilled: ['mark-billed', 'ask-billing'],
  'request-overdue': ['call-adjuster', 'record-decision'],
  'request-denied': ['request-extension', 'accept-denial'],
  'approval-unrecorded': ['record-authorization', 'call-adjuster'],
  'claim-denied': ['open-case', 'mark-billed'],
  'follow-up-due': ['finish-follow-up', 'move-follow-up'],
  'payment-posted': ['resolve-case', 'open-case'],
  'return-to-work': ['resolve-case', 'open-case'],
  clock: ['open-case', 'call-adjuster'],
  nothing: ['open-case', 'call-adjuster'],
};

/** A request is on its way, or answered and not on the case yet: asking again is not the next thing. */
function aboutAuthorization({ facts }: Asked): readonly NextKey[] | null {
  if (facts.request.status === 'requested') return ['record-decision', 'call-adjuster'];
  if (facts.request.status === 'overdue') return ['call-adjuster', 'record-decision'];
  return facts.request.status === 'unrecorded' ? ['record-authorization', 'call-adjuster'] : null;
}

const aboutAuthorizations: ReadonlySet<UrgencyKey> = new Set([
  'authorization-ended',
  'visits-used-up',
  'visit-past-limit',
  'visit-not-covered',
  'treated-not-covered',
  'authorization-ends',
  'visit-limit-near',
]);

function wished(asked: Asked): readonly NextKey[] {
  const { key } = asked.urgency;
  const keys = (aboutAuthorizations.has(key) ? aboutAuthorization(asked) : null) ?? byUrgency[key];
  const all = key === 'silent' ? [...keys, ...otherChannels(asked.reachable)] : keys;
  return asked.facts.owned ? all : ['take-case', ...all];
}

const otherChannels = (by: Reachable): NextKey[] => [
  ...(by.email ? (['email-adjuster'] as const) : []),
  ...(by.fax ? (['fax-adjuster'] as const) : []),
];

/**
 * At most two, the first of them the labelled button. @param accepts true for an event that the case accepts now and
 * that whoever looks may send.
 */
export function doNext(asked: Asked, accepts: (type: string) => boolean): NextAction[] {
  const found = wished(asked)
    .map((key) => actions[key](asked))
    .filter((action) => action !== null)
    .filter(({ type }) => type === null || accepts(type))
    .slice(0, 2);
  return found.length === 0 ? [{ key: 'open-case', type: null, data: {} }] : found;
}
