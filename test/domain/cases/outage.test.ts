/** What a case knows after an outage: its deadlines fire late, all at once, and nothing of them is dropped. */
import fc from 'fast-check';
import { denialKind } from '../../../domain/cases/denial/kind';
import { wcKind } from '../../../domain/cases/wc/kind';
import { addDays } from '../../../domain/calendar';
import { runForward, type CaseKind, type CaseState, type Step } from '../../../domain/kernel';
import { denial } from './denial/play';
import { authorization, someone } from './wc/wc-play';
import { Play } from '../support/play';
import { la, rulesWith } from '../support/practice';

const DAY = 86_400_000;
const START = '2026-03-02';

const wcData = fc.record(
  {
    owner: fc.constant(someone),
    lastContactOn: fc.integer({ min: -20, max: 0 }).map((n) => addDays(START, n)),
    followUpOn: fc.integer({ min: 0, max: 30 }).map((n) => addDays(START, n)),
    authorizations: fc.integer({ min: -5, max: 40 }).map((n) => [authorization({ endsOn: addDays(START, n) })]),
  },
  { requiredKeys: [] },
);
const denialDataOf = fc.record(
  {
    owner: fc.constant(someone),
    followUpOn: fc.integer({ min: 0, max: 30 }).map((n) => addDays(START, n)),
    deniedOn: fc.integer({ min: -60, max: 0 }).map((n) => addDays(START, n)),
    appealWindowDays: fc.integer({ min: 10, max: 120 }),
  },
  { requiredKeys: ['deniedOn'] },
);

/** Tasks that are open at the end; a reminder that repeats is one task, however often it came. */
function openTasks(steps: readonly Step[]): string[] {
  const open = new Set<string>();
  for (const effect of steps.flatMap((step) => step.effects)) {
    if (effect.type === 'task.open') open.add(effect.key);
    if (effect.type === 'task.close') open.delete(effect.key);
  }
  return [...new Set([...open].map((key) => key.replace(/:\d+$/, '')))].sort();
}
const stand = (state: CaseState, steps: readonly Step[]) => ({
  stage: state.stage,
  flags: state.flags,
  tasks: openTasks(steps),
});

function afterwards(kind: CaseKind, data: object, days: number) {
  const at = la(`${START} 10:00`);
  const p = new Play({ kind, data, at, rules: rulesWith() });
  const until = at + days * DAY;
  const before = [...p.steps];
  const inTime = runForward(kind, p.state, until);
  const late = runForward(kind, p.state, until, until);
  return [inTime, late].map((steps) => stand(steps.at(-1)?.state ?? p.state, [...before, ...steps]));
}

const { owner: _owner, ...unowned } = denial;
test.each([
  ['wc', wcKind, wcData],
  ['denial', denialKind, denialDataOf.map((more) => ({ ...unowned, ...more }))],
] as [string, CaseKind, fc.Arbitrary<object>][])(
  'a %s case that nothing could fire for days stands where it would stand without the outage',
  (_name, kind, data) => {
    fc.assert(
      fc.property(data, fc.integer({ min: 1, max: 60 }), (given, days) => {
        const [inTime, late] = afterwards(kind, given, days);
        expect(late).toEqual(inTime);
      }),
      { numRuns: 150 },
    );
  },
);
