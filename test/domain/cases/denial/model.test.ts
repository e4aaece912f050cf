import fc from 'fast-check';
import { denialKind } from '../../../../domain/cases/denial/kind';
import { events } from '../../../../domain/cases/denial/events';
import * as rules from '../../../../domain/cases/denial/rules';
import { addDays } from '../../../../domain/calendar';
import { advance, allowedOf, fire, refusalOf, soonest, type CaseState, type Step } from '../../../../domain/kernel';
import { dayOf, id, la, Play, rulesWith, someone } from './play';

type Move = { readonly type: string; readonly data: (today: string) => object } | { readonly wait: number };

const day = (offset: number) => (today: string) => addDays(today, offset);
const to = (type: string, data: (today: string) => object = () => ({})): Move => ({ type, data });
const claimId = fc.integer({ min: 1, max: 4 }).map(id);
const code = fc.constantFrom('CO-16', 'OA-18', 'CO-50', 'PR-1', 'XX-9');
const offset = fc.integer({ min: -20, max: 40 });

const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1, max: 60 * 24 * 45 }).map((minutes) => ({ wait: minutes * 60_000 })) },
  fc.constantFrom(to('work.started'), to('work.resumed'), to('followUp.cleared'), to('case.reopened')),
  fc
    .tuple(fc.constantFrom('appeal-sent', 'called-payer'), offset, fc.option(offset))
    .map(([action, on, by]) =>
      to('action.taken', (t) => ({ action, on: day(on)(t), ...(by === null ? {} : { expectedBy: day(by)(t) }) })),
    ),
  offset.map((on) => to('payer.responded', (t) => ({ outcome: 'upheld', on: day(on)(t) }))),
  offset.map((on) => to('followUp.set', (t) => ({ on: day(on)(t) }))),
  fc.tuple(fc.option(claimId), offset).map(([claim, on]) =>
    to('payment.posted', (t) => ({
      ...(claim === null ? {} : { claimId: claim }),
      amountCents: 500,
      on: day(on)(t),
    })),
  ),
  fc.option(fc.constant(someone)).map((owner) => to('case.assigned', () => ({ owner }))),
  claimId.map((claim) => to('claims.added', () => ({ claims: [{ claimId: claim, submissionId: null }] }))),
  claimId.map((claim) => to('claims.removed', () => ({ claimIds: [claim] }))),
  fc
    .tuple(fc.constantFrom('carc.added', 'carc.resolved', 'carc.unresolved'), code)
    .map(([type, c]) => to(type, () => ({ codes: [c] }))),
  fc.tuple(claimId, code, offset).map(([claim, c, on]) =>
    to('denial.received', (t) => ({
      claimId: claim,
      carcCodes: [c],
      deniedOn: day(on)(t),
      amountCents: 100,
      importId: id(99),
    })),
  ),
  fc
    .tuple(fc.option(fc.integer({ min: 1, max: 30 })), fc.option(fc.integer({ min: 30, max: 300 })))
    .map(([f, a]) =>
      to('payer.termsSet', () => ({ payerClass: 'other', followUpIntervalDays: f, appealWindowDays: a })),
    ),
  fc.tuple(fc.subarray(rules.rules.map((r) => r.id)), fc.integer({ min: 2, max: 9 })).map(([off, version]) =>
    to('rules.published', () => ({
      rules: rulesWith(Object.fromEntries(off.map((r) => [r, { mode: 'off' as const, params: {} }])), version),
    })),
  ),
  fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 1, max: 60 })).map(([nth, days]) => ({
    type: `move:${nth}`,
    data: () => ({ days }),
  })),
  fc.integer({ min: 0, max: 9 }).map((nth) => to(`task:${nth}`)),
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      to('case.resolved', () => ({ outcome: 'paid' })),
      to('case.canceled', () => ({ reason: 'other' })),
    ),
  },
);

const walk = fc.record({
  moves: fc.array(move, { maxLength: 40 }),
  followUpOn: fc.option(offset),
  owned: fc.boolean(),
});

/** Flags whose leaf keeps its task open until a person completes it or the flag goes. */
const taskOf: Readonly<Record<string, RegExp>> = {
  'follow-up-due': /^follow-up:/,
  unworked: /^unworked-denial$/,
  'appeal-window-closing': /^appeal-window-closing$/,
  'appeal-window-closed': /^appeal-window-closed$/,
  'no-owner': /^no-owner$/,
  stalled: /^stalled$/,
  'payer-responded': /^payer-responded:/,
  'payment-posted': /^payment-posted:/,
  'new-denial': /^new-denial:/,
  reopened: /^reopened:/,
};

function play(
  input: { moves: readonly Move[]; followUpOn: number | null; owned: boolean },
  seen: (p: Play) => void,
): Play {
  const at = la('2026-03-03 10:00');
  const p = new Play(
    {
      ...(input.owned ? {} : { owner: undefined }),
      ...(input.followUpOn === null ? {} : { followUpOn: addDays('2026-03-03', input.followUpOn) }),
    },
    at,
  );
  seen(p);
  for (const m of input.moves) {
    if ('wait' in m) {
      p.until(p.now + m.wait);
      seen(p);
      continue;
    }
    let [type, data] = [m.type, m.data(dayOf(p.now) as string)];
    if (type.startsWith('task:')) {
      const key = p.open[Number(type.slice(5))];
      if (key === undefined) continue;
      // The person's completion closes the row before the case hears of it.
      p.tasks.delete(key);
      [type, data] = ['task.done', { key }];
    } else if (type.startsWith('move:')) {
      const clock = p.state.clocks.filter((c) => c.dueAt !== null)[Number(type.slice(5))];
      if (clock === undefined) continue;
      [type, data] = [
        'clock.moved',
        { clock: clock.name, dueAt: p.now + (data as { days: number }).days * 86_400_000 },
      ];
    }
    if (p.why(type, data) === null) p.send(type, data);
    seen(p);
  }
  return p;
}

const runs = { numRuns: 150 };

test('whatever happens, a case is in one stage, its clocks lie ahead, its flags have their tasks [N10, R07]', () => {
  const dueWithoutTask = new Set<string>();
  fc.assert(
    fc.property(walk, (input) => {
      play(input, (p) => {
        for (const clock of p.state.clocks) {
          if (clock.dueAt !== null) expect(clock.dueAt).toBeGreaterThan(p.state.lastAt);
        }
        for (const key of p.open) {
          const flag = Object.keys(taskOf).find((f) => taskOf[f]?.test(key));
          if (flag === undefined) expect([key, p.stage]).toEqual(['work-denial', 'New']);
          else expect(p.flags).toContain(flag);
        }
        expect(p.open.filter((key) => key.startsWith('follow-up:')).length).toBeLessThanOrEqual(1);
        if (p.state.closed) {
          expect([p.state.clocks, p.open, p.flags]).toEqual([[], [], []]);
        } else if (p.stage === 'Awaiting Payment') {
          expect(p.facts.followUpOn).not.toBeNull();
        }
        const allRulesOn = Object.keys(p.rules.settings).length === 0;
        const waits = p.state.clocks.some((c) => c.dueAt !== null) || p.open.length > 0;
        if (!p.state.closed && allRulesOn && !waits) dueWithoutTask.add(JSON.stringify(p.state.snapshot.value));
        const claimIds = p.facts.claims.map((c) => c.claimId);
        expect(new Set(claimIds).size).toBe(claimIds.length);
        expect(claimIds.length).toBeGreaterThan(0);
        const { carcCodes, resolvedCarcCodes } = p.facts.own as { carcCodes: string[]; resolvedCarcCodes: string[] };
        expect(resolvedCarcCodes.every((c) => carcCodes.includes(c))).toBe(true);
      });
      expect([...dueWithoutTask]).toEqual([]);
    }),
    runs,
  );
});

test('a stored case goes on exactly as the live one: state survives JSON, steps are the same twice', () => {
  const next = (state: CaseState, now: number): Step => {
    const clock = soonest(state);
    if (clock?.dueAt) return fire(denialKind, state, clock.slot, clock.dueAt);
    const type = state.closed ? 'case.reopened' : 'work.started';
    const event = { type, at: now, commandId: 'x', actor: { type: 'user' as const, id: 'u' } };
    return advance(denialKind, state, event);
  };
  fc.assert(
    fc.property(walk, (input) => {
      const p = play(input, () => undefined);
      const stored = JSON.parse(JSON.stringify(p.state)) as CaseState;
      expect(stored).toEqual(p.state);
      expect(next(stored, p.now)).toEqual(next(p.state, p.now));
    }),
    runs,
  );
});

test('what the buttons allow is what the chart accepts: no event without data is allowed and then refused', () => {
  const bare = Object.entries(events).filter(([, e]) => e.data.safeParse({}).success);
  fc.assert(
    fc.property(walk, (input) => {
      const p = play(input, () => undefined);
      const allowed = new Map(allowedOf(denialKind, p.state, p.now).map((a) => [a.type, a.ok]));
      for (const [type] of bare) {
        expect(refusalOf(denialKind, p.state, p.event(type)) === null).toBe(allowed.get(type));
      }
    }),
    { numRuns: 60 },
  );
});
