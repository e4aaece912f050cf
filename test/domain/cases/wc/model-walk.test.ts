import fc from 'fast-check';
import { addDays, localDateOf } from '../../../../domain/calendar';
import { clocks } from '../../../../domain/cases/wc/clocks';
import type { WcContext } from '../../../../domain/cases/wc/context';
import { wcKind } from '../../../../domain/cases/wc/kind';
import { advance, dueOf, fire, refusalOf, soonest, stages, type CaseState, type Step } from '../../../../domain/kernel';
import { calendar, id, la, ruleOff, ruleWith, rulesWith } from '../../support/practice';
import { A, authorization, B, wc, type WcPlay } from './wc-play';

/** A step of a walk: an event whose dates are offsets from the day it is sent, or days that pass. */
type Data = (today: string, now: number) => object;
type Move = { readonly days: number } | { readonly type: string; readonly data: Data };

const day = fc.integer({ min: -40, max: 60 });
const past = fc.integer({ min: -40, max: 0 });
const small = fc.integer({ min: 1, max: 6 });
const event = (type: string, data: fc.Arbitrary<Data>): fc.Arbitrary<Move> => data.map((of) => ({ type, data: of }));
const plain = (type: string, data: object = {}) =>
  event(
    type,
    fc.constant(() => data),
  );
const ruleSets = [
  rulesWith({}, 2),
  ruleWith('wc.authorization-expiring', { leadDays: 21 }),
  ruleWith('wc.adjuster-silence', { businessDays: 3, resetBy: 'reply' }),
  ruleWith('wc.authorized-unbilled', { businessDays: 0, countFrom: 'visit' }),
  ruleOff('wc.authorization-lapsed'),
  ruleOff('wc.authorization-expiring'),
  ruleOff('wc.reauthorization-overdue'),
  ruleOff('wc.follow-up'),
];

const moves: fc.Arbitrary<Move>[] = [
  fc.integer({ min: 0, max: 25 }).map((days) => ({ days })),
  fc.integer({ min: 0, max: 4 }).map((days) => ({ days })),
  plain('case.started'),
  fc.constantFrom(null, { teamId: id(902) }).chain((owner) => plain('case.assigned', { owner })),
  plain('case.resolved', { outcome: 'paid' }),
  plain('case.canceled', { reason: 'other' }),
  plain('case.reopened'),
  plain('work.resumed'),
  event(
    'authorization.recorded',
    fc.tuple(day, small, fc.constantFrom(A, B, id(3))).map(
      ([offset, n, authorizationId]) =>
        (today) =>
          authorization({
            authorizationId,
            startsOn: addDays(today, offset),
            endsOn: addDays(today, offset + 10 * n),
            visitsLimit: n,
            determinedOn: today,
          }),
    ),
  ),
  event(
    'authorization.changed',
    fc.tuple(day, fc.constantFrom(A, B), fc.option(small)).map(([offset, authorizationId, visitsLimit]) => (today) => ({
      authorizationId,
      endsOn: addDays(today, offset),
      visitsLimit,
      source: 'portal',
      determinedOn: today,
    })),
  ),
  event(
    'authorization.withdrawn',
    fc
      .tuple(day, fc.constantFrom(A, B))
      .map(([offset, authorizationId]) => (today) => ({ authorizationId, on: addDays(today, offset) })),
  ),
  event(
    'visit.booked',
    fc
      .tuple(day, small, fc.boolean())
      .map(([offset, n, override]) => (today) => ({ visitId: id(100 + n), on: addDays(today, offset), override })),
  ),
  event(
    'visit.completed',
    fc
      .tuple(past, fc.integer({ min: 1, max: 12 }))
      .map(([offset, n]) => (today) => ({ visitId: id(100 + n), on: addDays(today, offset) })),
  ),
  event(
    'visit.canceled',
    small.map((n) => () => ({ visitId: id(100 + n) })),
  ),
  event(
    'visits.counted',
    fc
      .tuple(fc.integer({ min: 0, max: 6 }), fc.constantFrom(A, B))
      .map(([used, authorizationId]) => () => ({ authorizationId, used })),
  ),
  event(
    'reauthorization.requested',
    fc.integer({ min: 40, max: 44 }).map((n) => () => ({ requestId: id(n), kind: 'extend' })),
  ),
  event(
    'reauthorization.decided',
    fc
      .tuple(fc.integer({ min: 40, max: 44 }), fc.constantFrom('approved', 'denied', 'withdrawn'))
      .map(([n, decision]) => (today) => ({ requestId: id(n), decision, on: today })),
  ),
  event(
    'adjuster.contacted',
    fc.tuple(past, fc.boolean()).map(([offset, reached]) => (today) => ({
      channel: 'call',
      direction: 'out',
      reached,
      on: addDays(today, offset),
    })),
  ),
  event(
    'treatment.completed',
    past.map((offset) => (today) => ({ on: addDays(today, offset) })),
  ),
  plain('treatment.resumed'),
  event(
    'claim.submitted',
    past.map((offset) => (today) => ({ on: today, throughOn: addDays(today, offset) })),
  ),
  event(
    'claim.denied',
    fc.constant((today: string) => ({ on: today })),
  ),
  event(
    'payment.posted',
    fc.boolean().map((final) => (today) => ({ on: today, amountCents: 100, final })),
  ),
  event(
    'followUp.set',
    day.map((offset) => (today) => ({ on: addDays(today, offset) })),
  ),
  plain('followUp.cleared'),
  event(
    'returnToWork.recorded',
    day.map((offset) => (today) => ({ on: addDays(today, offset), kind: 'full' })),
  ),
  event(
    'task.done',
    fc
      .constantFrom('follow-up', 'return-to-work', 'uncovered-treatment', 'reauthorization-denied', 'visit-capped')
      .map((key) => () => ({ key })),
  ),
  event(
    'clock.moved',
    fc
      .tuple(fc.constantFrom(...Object.keys(clocks)), fc.integer({ min: 1, max: 15 * 24 }))
      .map(([clock, hours]) => (_today, now) => ({ clock, dueAt: now + hours * 3_600_000 })),
  ),
  event(
    'rules.published',
    fc.constantFrom(...ruleSets).map((rules) => () => ({ rules })),
  ),
];
const walk = fc.array(fc.oneof(...moves), { minLength: 5, maxLength: 40 });

/** Flags and the key of the task each opens; a flag whose task is done or shared may stand alone. */
const taskOf: Readonly<Record<string, string>> = {
  expiring: 'authorization-expiring',
  lapsed: 'authorization-lapsed',
  'visit-capped': 'visit-capped',
  'reauth-overdue': 'reauthorization-overdue',
  'reauth-denied': 'reauthorization-denied',
  'approval-unrecorded': 'approval-unrecorded',
  silent: 'adjuster-silent',
  unbilled: 'authorized-unbilled',
  'claim-denied': 'claim-denied',
  'payment-posted': 'payment-posted',
  'follow-up-due': 'follow-up',
  'return-to-work': 'return-to-work',
  'uncovered-visit': 'uncovered-visit',
  'uncovered-treatment': 'uncovered-treatment',
};

function check(p: WcPlay): void {
  const { state } = p;
  const context = state.snapshot.context as WcContext;
  expect(stages).toContain(state.stage);
  if (state.closed) {
    expect(state.clocks).toEqual([]);
    expect(p.open).toEqual([]);
  } else {
    // N10: with the default rules the silence clock alone keeps every open case from being forgotten.
    expect(state.clocks.some((c) => c.dueAt !== null) || p.open.length > 0).toBe(true);
  }
  for (const clock of state.clocks) {
    const definition = clocks[clock.name as keyof typeof clocks];
    expect(clock.dueAt).toBe(dueOf(clock.name, definition, context)?.at ?? null);
  }
  const flagged = state.flags.map((flag) => taskOf[flag]);
  for (const key of p.open) expect(flagged).toContain(key.split(':')[0]);
  for (const step of p.steps.splice(0, p.steps.length - 1)) raisesItsTasks(step);
  raisesItsTasks(p.last);
}

function raisesItsTasks(step: Step): void {
  for (const flag of step.state.flags) {
    const key = taskOf[flag];
    if (!key || step.before?.flags.includes(flag)) continue;
    expect(step.effects.flatMap((e) => (e.type === 'task.open' ? [e.key.split(':')[0]] : []))).toContain(key);
  }
}

function play(walkOf: readonly Move[], start = la('2026-02-27 10:00')): WcPlay {
  const p = wc({ authorizations: [authorization({ visitsLimit: 4 })], lastContactOn: '2026-02-20' }, start);
  check(p);
  for (const move of walkOf) {
    if ('days' in move) {
      for (const end = p.now + move.days * 86_400_000; p.now < end;) {
        p.until(Math.min(end, soonest(p.state)?.dueAt ?? end));
        check(p);
      }
      continue;
    }
    const data = move.data(localDateOf(calendar, p.now), p.now);
    if (p.why(move.type, data) !== null) continue;
    p.send(move.type, data);
    p.until(p.now);
    check(p);
  }
  return p;
}

test('N10 whatever happens, a case is in one stage, its tasks follow its flags and no open case is forgotten', () => {
  fc.assert(
    fc.property(walk, (moved) => {
      play(moved);
    }),
    { numRuns: 25 },
  );
});

test('DESIGN 5 a walk played twice ends the same, and a state that crossed JSON continues the same', () => {
  fc.assert(
    fc.property(walk, (moved) => {
      const [a, b] = [play(moved), play(moved)];
      expect(b.state).toEqual(a.state);
      const restored = JSON.parse(JSON.stringify(a.state)) as CaseState;
      expect(restored).toEqual(a.state);
      const next = soonest(a.state);
      if (next?.dueAt) {
        expect(fire(wcKind, restored, next.slot, next.dueAt)).toEqual(fire(wcKind, a.state, next.slot, next.dueAt));
      }
      const event = a.event('case.resolved', { outcome: 'other' });
      if (refusalOf(wcKind, a.state, event) === null) {
        expect(advance(wcKind, restored, event)).toEqual(advance(wcKind, a.state, event));
      }
    }),
    { numRuns: 8 },
  );
});

test('DESIGN 5 no event changes the past: what a step was given is as it was', () => {
  fc.assert(
    fc.property(walk, (moved) => {
      const p = wc();
      const before = JSON.stringify(p.state);
      const first = p.state;
      for (const move of moved) {
        if ('days' in move) continue;
        const data = move.data('2026-03-02', p.now);
        if (p.why(move.type, data) === null) p.send(move.type, data);
      }
      expect(JSON.stringify(first)).toBe(before);
    }),
    { numRuns: 6 },
  );
});
