/** Random data for every event a person may send to a WC case: mostly right, sometimes refused by the chart, never malformed. */
import type { CommandMaker } from './generator';
import { CancelReason, ContactChannel, Resolution } from '../../domain/cases/wc/vocabulary';

const tasks = [
  'authorization-expiring',
  'visit-capped',
  'follow-up',
  'return-to-work',
  'payment-posted:1',
  'authorized-unbilled',
];

export const wcCommands: Readonly<Record<string, CommandMaker>> = {
  'case.started': () => ({}),
  'case.assigned': ({ random, users }) => ({ owner: random.chance(0.3) ? null : { userId: random.pick(users) } }),
  'case.resolved': ({ random }) => ({ outcome: random.pick(Resolution.options) }),
  'case.canceled': ({ random }) => ({ reason: random.pick(CancelReason.options) }),
  'case.reopened': () => ({}),
  'work.resumed': () => ({}),
  'authorization.recorded': ({ random, day, remember }) => ({
    authorizationId: remember('authorization'),
    startsOn: day(random.int(-60, 5)),
    endsOn: random.chance(0.1) ? null : day(random.int(6, 40)),
    visitsLimit: random.int(2, 12),
    source: 'manual',
    determinedOn: day(-1),
  }),
  'authorization.changed': ({ random, day, recall }) => ({
    authorizationId: recall('authorization'),
    endsOn: day(random.int(2, 60)),
    source: 'portal',
    determinedOn: day(0),
  }),
  'authorization.withdrawn': ({ random, day, recall }) => ({
    authorizationId: recall('authorization'),
    on: day(random.int(-2, 0)),
  }),
  'visit.booked': ({ random, day, remember }) => ({
    visitId: remember('visit'),
    on: day(random.int(0, 20)),
    ...(random.chance(0.5) ? { override: true } : {}),
  }),
  'visit.completed': ({ random, day, recall }) => ({ visitId: recall('visit'), on: day(random.int(-4, 0)) }),
  'visit.canceled': ({ recall }) => ({ visitId: recall('visit') }),
  'visits.counted': ({ random, recall }) => ({ authorizationId: recall('authorization'), used: random.int(0, 6) }),
  'reauthorization.requested': ({ random, remember }) => ({
    requestId: remember('request'),
    kind: random.pick(['extend', 'expand']),
  }),
  'reauthorization.decided': ({ random, day, recall }) => ({
    requestId: recall('request'),
    decision: random.pick(['approved', 'denied', 'withdrawn']),
    on: day(0),
  }),
  'adjuster.contacted': ({ random, day }) => ({
    channel: random.pick(ContactChannel.options),
    direction: random.pick(['in', 'out']),
    on: day(random.int(-3, 0)),
    reached: random.chance(0.6),
  }),
  'treatment.completed': ({ day, random }) => ({ on: day(random.int(-3, 0)) }),
  'treatment.resumed': () => ({}),
  'claim.submitted': ({ day }) => ({ on: day(0) }),
  'claim.denied': ({ day }) => ({ on: day(0) }),
  'payment.posted': ({ random, day, mark }) => ({ on: day(0), amountCents: mark, final: random.chance(0.3) }),
  'followUp.set': ({ random, day }) => ({ on: day(random.int(random.chance(0.1) ? -2 : 1, 60)) }),
  'followUp.cleared': () => ({}),
  'returnToWork.recorded': ({ random, day }) => ({
    on: day(random.int(-1, 10)),
    kind: random.pick(['full', 'modified']),
  }),
  'milestone.recorded': ({ day }) => ({ code: 'mmi', on: day(0) }),
  'document.changed': ({ random, day, remember }) => ({
    documentId: remember('document'),
    kind: 'work-status',
    status: random.pick(['requested', 'received', 'missing']),
    on: day(0),
  }),
  'task.done': ({ random }) => ({ key: random.pick(tasks) }),
};
