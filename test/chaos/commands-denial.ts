/** Random data for every event a person may send to a denial case: mostly right, sometimes refused by the chart, never malformed. */
import type { CommandMaker } from './generator';
import { ActionCode, CancelReason, Resolution, ResponseOutcome } from '../../domain/cases/denial/vocabulary';

const carc = ['CO-16', 'CO-45', 'PR-1', 'OA-18', 'PI-P12', 'CO-197'] as const;
const tasks = [
  'work-denial',
  'no-owner',
  'stalled',
  'payer-responded:1',
  'payment-posted:1',
  'new-denial:1',
  'follow-up:1',
];

export const denialCommands: Readonly<Record<string, CommandMaker>> = {
  'work.started': () => ({}),
  'work.resumed': () => ({}),
  'action.taken': ({ random, day }) => ({
    action: random.pick(ActionCode.options),
    on: day(random.int(-5, random.chance(0.1) ? 3 : 0)),
    ...(random.chance(0.5) ? { expectedBy: day(random.int(1, 30)) } : {}),
  }),
  'payer.responded': ({ random, day }) => ({
    outcome: random.pick(ResponseOutcome.options),
    on: day(random.int(-3, 0)),
  }),
  'payment.posted': ({ random, day, claims, mark }) => ({
    amountCents: mark,
    on: day(random.int(-3, 0)),
    ...(random.chance(0.3) ? { claimId: random.pick(claims) } : {}),
  }),
  'case.resolved': ({ random }) => ({ outcome: random.pick(Resolution.options) }),
  'case.canceled': ({ random }) => ({ reason: random.pick(CancelReason.options) }),
  'case.reopened': () => ({}),
  'case.assigned': ({ random, users }) => ({ owner: random.chance(0.3) ? null : { userId: random.pick(users) } }),
  'claims.added': ({ random, claims }) => ({ claims: [{ claimId: random.pick(claims), submissionId: null }] }),
  'claims.removed': ({ random, claims }) => ({ claimIds: [random.pick(claims)] }),
  'carc.added': ({ random }) => ({ codes: [random.pick(carc)] }),
  'carc.resolved': ({ random }) => ({ codes: [random.pick(carc)] }),
  'carc.unresolved': ({ random }) => ({ codes: [random.pick(carc)] }),
  'amounts.updated': ({ mark }) => ({ deniedCents: mark, outstandingCents: mark }),
  'classification.set': ({ random }) => ({
    subject: random.pick(['coding', 'bundling', 'other']),
    priority: random.pick(['low', 'normal', 'high']),
  }),
  'followUp.set': ({ random, day }) => ({ on: day(random.int(random.chance(0.1) ? -2 : 1, 60)) }),
  'followUp.cleared': () => ({}),
  'task.done': ({ random }) => ({ key: random.pick(tasks) }),
};
