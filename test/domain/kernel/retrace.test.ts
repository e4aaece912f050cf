/** A past moment is computed by playing the timeline again; these walks are the proof that it is the moment that was. */
import fc from 'fast-check';
import { denialKind } from '../../../domain/cases/denial/kind';
import { wcKind } from '../../../domain/cases/wc/kind';
import {
  allowedOf,
  endsAs,
  projectionOf,
  recordAt,
  retrace,
  rulesNeeded,
  stored,
  type CaseKind,
  type CaseState,
  type RuleSnapshot,
  type Step,
  type TimelineEvent,
} from '../../../domain/kernel';
import { id, la, ruleOff, rulesWith, ruleWith } from '../support/practice';
import { Play } from '../support/play';
import { authorization, wc } from '../cases/wc/wc-play';

/** The row that the projection writes for a step, as it comes back out of the database. */
function rowOf(kind: CaseKind, step: Step): TimelineEvent {
  const { seq, event, stage, changed, clockChanges, effects, ruleVersion } = projectionOf(
    step,
    allowedOf(kind, step.state, step.event.at),
  );
  return JSON.parse(
    JSON.stringify({ seq, ...event, stage, changed, clockChanges, effects, ruleVersion }),
  ) as TimelineEvent;
}

const asStored = (state: CaseState): CaseState => JSON.parse(JSON.stringify(stored(state))) as CaseState;
const rulesOf = (state: CaseState) => (state.snapshot.context as { rules: RuleSnapshot }).rules;

/** What a walk may do: send an event if the chart takes it, move the clock that is next, publish rules, let days pass. */
type Move =
  | { readonly days: number }
  | { readonly type: string; readonly data: object }
  | { readonly move: number }
  | { readonly rules: RuleSnapshot };

const days = fc.integer({ min: 0, max: 30 }).map((n): Move => ({ days: n }));
const moved = fc.integer({ min: 1, max: 400 }).map((n): Move => ({ move: n }));
const rules = fc
  .constantFrom(
    ruleWith('wc.adjuster-silence', { businessDays: 3 }, 2),
    ruleWith('denial.stalled', { businessDays: 4 }, 3),
    ruleOff('wc.authorization-expiring', 4),
    rulesWith({}, 5),
  )
  .map((set): Move => ({ rules: set }));
const sent = (type: string, data: object = {}): fc.Arbitrary<Move> => fc.constant({ type, data });

const wcMoves = [
  ...[days, days, moved, rules],
  sent('case.started'),
  sent('case.assigned', { owner: { teamId: id(902) } }),
  sent('visit.booked', { visitId: id(101), on: '2026-03-20', override: false }),
  sent('visit.completed', { visitId: id(102), on: '2026-03-05' }),
  sent('adjuster.contacted', { channel: 'call', direction: 'out', reached: true, on: '2026-03-10' }),
  sent('followUp.set', { on: '2026-05-04' }),
  sent('treatment.completed', { on: '2026-03-06' }),
  sent('claim.submitted', { on: '2026-03-09', throughOn: '2026-03-06' }),
  sent('case.canceled', { reason: 'other' }),
  sent('case.reopened'),
];
const denialMoves = [
  ...[days, days, moved, rules],
  sent('work.started'),
  sent('followUp.set', { on: '2026-05-04' }),
  sent('case.assigned', { owner: { userId: id(903) } }),
  sent('action.taken', { action: 'appeal-sent', on: '2026-03-10' }),
  sent('payment.posted', { amountCents: 40, on: '2026-03-12' }),
  sent('carc.added', { codes: ['PR-96'] }),
  sent('case.resolved', { outcome: 'paid' }),
  sent('case.reopened'),
];

/** A case that was walked: its rows, its states, and the rule sets it was given. */
function walkOf(p: Play, moves: readonly Move[]) {
  const given = new Map<number, RuleSnapshot>([[1, rulesOf(p.state)]]);
  for (const move of moves) {
    if ('days' in move) p.until(p.now + move.days * 86_400_000);
    else if ('rules' in move) {
      if (p.why('rules.published', move) === null) given.set(p.send('rules.published', move).state.seq, move.rules);
    } else if ('move' in move) {
      const clock = p.state.clocks.find((c) => c.dueAt !== null);
      const data = { clock: clock?.name, dueAt: p.now + move.move * 3_600_000 };
      if (clock && p.why('clock.moved', data) === null) p.send('clock.moved', data);
    } else if (p.why(move.type, move.data) === null) p.send(move.type, move.data);
    // What is due at this very instant fires before the next event, as it does in a case.
    p.until(p.now);
  }
  return { steps: p.steps, rows: p.steps.map((step) => rowOf(p.kind, step)), given };
}

const kinds = [
  ['wc', () => wc({ authorizations: [authorization({ visitsLimit: 3 })] }) as Play, wcMoves],
  ['denial', () => denial(), denialMoves],
] as const;

function denial(): Play {
  const data = {
    claims: [{ claimId: id(1), submissionId: null }],
    carcCodes: ['CO-16'],
    priority: 'normal',
    deniedOn: '2026-03-02',
    deniedCents: 100,
    outstandingCents: 100,
  };
  return new Play({ kind: denialKind, data, at: la('2026-03-03 10:00'), rules: rulesWith() });
}

test.each(kinds)(
  'N06 the timeline of a %s case, played again, is each moment as it was, and ends in the stored state',
  (_name, begin, moves) => {
    fc.assert(
      fc.property(fc.array(fc.oneof(...moves), { minLength: 3, maxLength: 25 }), (walked) => {
        const p = begin();
        const { steps, rows, given } = walkOf(p, walked);
        const played = retrace(p.kind, p.state.caseId, rows, given);
        expect(played.parting).toBeNull();
        expect(played.steps.map((step) => asStored(step.state))).toEqual(steps.map((step) => asStored(step.state)));
        expect(endsAs(played.steps, asStored(p.state))).toBe(true);
        for (const [n, step] of played.steps.entries()) {
          expect(allowedOf(p.kind, step.state, step.event.at)).toEqual(
            allowedOf(p.kind, (steps[n] as Step).state, (steps[n] as Step).event.at),
          );
        }
      }),
      { numRuns: 30 },
    );
  },
);

test.each(kinds)(
  'N06 what the rows of a %s case add up to, without any chart, is the same stage, clocks and facts',
  (_name, begin, moves) => {
    fc.assert(
      fc.property(fc.array(fc.oneof(...moves), { minLength: 3, maxLength: 25 }), (walked) => {
        const p = begin();
        const { steps, rows } = walkOf(p, walked);
        for (const [n, { state, facts }] of steps.entries()) {
          const record = recordAt(p.kind, rows.slice(0, n + 1));
          const { stage, stageSince, closed } = state;
          expect(record).toMatchObject({ seq: state.seq, stage, stageSince, closed });
          const armed = state.clocks.filter((clock) => clock.dueAt !== null);
          expect(record?.clocks.map(({ slot, dueAt }) => [slot, dueAt])).toEqual(
            armed.map(({ slot, dueAt }) => [slot, dueAt]),
          );
          for (const [name, value] of Object.entries(facts.own)) expect(record?.facts[name] ?? null).toEqual(value);
        }
      }),
      { numRuns: 30 },
    );
  },
);

test('C08 the rules of the time are asked for where they came: at the opening, a publication, a reopening', () => {
  const p = denial();
  const { rows } = walkOf(p, [
    { type: 'work.started', data: {} },
    { rules: ruleWith('denial.stalled', { businessDays: 4 }, 3) },
    { type: 'case.resolved', data: { outcome: 'paid' } },
    { type: 'case.reopened', data: {} },
  ]);
  expect(rulesNeeded(rows).map(({ seq, version }) => [seq, version])).toEqual([
    [1, 1],
    [3, 3],
    [5, 3],
  ]);
});

test('N06 with other rules than those of the time, the replay parts from the timeline and says where', () => {
  const p = wc() as Play;
  const { rows } = walkOf(p, [{ days: 40 }]);
  const other = new Map([[1, ruleWith('wc.adjuster-silence', { businessDays: 3 }, 1)]]);
  const played = retrace(wcKind, p.state.caseId, rows, other);
  expect(played.parting).toEqual({ seq: 1, parts: ['clocks'] });
  expect(played.steps).toEqual([]);
});

test('N06 a timeline that was touched is not believed', () => {
  const p = denial();
  const { rows, given } = walkOf(p, [
    { type: 'work.started', data: {} },
    { type: 'followUp.set', data: { on: '2026-05-04' } },
  ]);
  const touched = rows.map((row) => (row.seq === 2 ? { ...row, stage: 'Resolved' } : row));
  expect(retrace(denialKind, p.state.caseId, touched, given).parting).toEqual({ seq: 2, parts: ['stage'] });
  const gap = rows.filter((row) => row.seq !== 2);
  expect(retrace(denialKind, p.state.caseId, gap, given).parting).toEqual({ seq: 3, parts: ['order'] });
});
