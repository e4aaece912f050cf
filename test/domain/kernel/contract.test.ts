import { createMachine, emit, enqueueActions, initialTransition, log, raise, spawnChild, transition } from 'xstate';
import { advance, allowedOf, ChartFault, open, refusalOf, runForward, type CaseKind } from '../../../domain/kernel';
import { Play } from '../support/play';
import { la, rulesWith } from '../support/practice';
import { teaKind } from './tea-kind';

const START = la('2026-03-02 10:00');
const tea = () => new Play({ kind: teaKind, data: {}, at: START, rules: rulesWith() });
type Picture = Parameters<typeof createMachine>[0];

/** The tea kind with another chart behind it; its context is all a chart needs. */
function brokenBy(picture: object): CaseKind {
  const machine = createMachine({
    context: { caseId: 'c', rules: rulesWith(), moves: {}, startedOn: '2026-03-02', sugar: 0 },
    ...picture,
  } as Picture);
  return { ...teaKind, machine, events: {} };
}
const openBroken = (picture: object) => () =>
  open(brokenBy(picture), {
    caseId: 'c',
    at: START,
    commandId: 'x',
    actor: { type: 'user', id: 'u' },
    rules: rulesWith(),
    data: {},
  });
const stage = { tags: 'stage:New' };
const fail = () => {
  throw new Error('spilled');
};

test('DESIGN 6 XState ignores an unknown event silently; the kernel refuses it', () => {
  const p = tea();
  const event = p.event('milk.added');
  const silent = advance(teaKind, p.state, event);
  expect(silent.state.snapshot).toEqual(p.state.snapshot);
  expect(refusalOf(teaKind, p.state, event)).toEqual({
    code: 'event_not_allowed',
    why: 'No event is called "milk.added".',
    allowed: ['sugar.added', 'case.resolved'],
  });
});

test('N08 an event that the state does not answer is refused with the state; it is not among the allowed', () => {
  const p = tea();
  expect(p.why('case.reopened')).toBe('The case is New; this does not apply now.');
  expect(allowedOf(teaKind, p.state, START)).toContainEqual({
    type: 'case.reopened',
    title: 'Reopen',
    by: 'manager',
    ok: false,
    why: 'The case is New; this does not apply now.',
  });
});

test('N08 a guard that needs the data leaves the button usable and refuses with its own reason', () => {
  const p = tea();
  expect(p.allows('sugar.added')).toBe(true);
  expect(p.why('sugar.added', { lumps: 9 })).toBe('9 lumps are too many.');
  expect(p.why('sugar.added', { lumps: 2 })).toBeNull();
});

test.each([
  ['missing data', {}],
  ['a wrong type', { lumps: 'two' }],
  ['a negative count', { lumps: -1 }],
  ['a field that nobody asked for', { lumps: 1, milk: true }],
])('DESIGN 4 %s is malformed, whatever the state', (_name, data) => {
  const p = tea();
  expect(refusalOf(teaKind, p.state, p.event('sugar.added', data))?.code).toBe('event_malformed');
});

test('DESIGN 5 a refusal changes nothing', () => {
  const p = tea();
  const before = JSON.stringify(p.state);
  p.why('sugar.added', { lumps: 9 });
  p.allows('sugar.added');
  expect(JSON.stringify(p.state)).toBe(before);
});

test('DESIGN 6 a throwing action is a fault, not a case that ends in silence', () => {
  const { state } = tea();
  const picture = {
    initial: 'a',
    states: { a: { ...stage, on: { spill: { actions: enqueueActions(fail) } } } },
  };
  const kind = brokenBy(picture);
  const event = { type: 'spill', at: START, commandId: 'x', actor: { type: 'user', id: 'u' } as const };
  const at = { ...state, snapshot: { ...state.snapshot, value: 'a' }, clocks: [] };
  expect(() => advance(kind, at, event)).toThrow(/spilled/);
  expect(() => advance(kind, at, event)).toThrow(ChartFault);
});

test.each([
  ['an inline function', { entry: () => undefined }],
  ['a log', { entry: log('hello') }],
  ['an invocation', { invoke: { src: createMachine({}) } }],
  ['a spawned actor', { entry: spawnChild(createMachine({})) }],
])('DESIGN 5 %s is refused loudly', (_name, more) => {
  expect(openBroken({ initial: 'a', states: { a: { ...stage, ...more } } })).toThrow(ChartFault);
});

test('DESIGN 5 a wait that is not a declared clock is refused loudly', () => {
  expect(openBroken({ initial: 'a', states: { a: { ...stage, after: { 1000: 'b' } }, b: stage } })).toThrow(
    /not one of its declared clocks/,
  );
  expect(openBroken({ initial: 'a', states: { a: { ...stage, entry: raise({ type: 'x' }, { delay: 5 }) } } })).toThrow(
    ChartFault,
  );
});

test('DESIGN 5 an effect that is not one of the known orders is refused', () => {
  expect(openBroken({ initial: 'a', states: { a: { ...stage, entry: emit({ type: 'coffee.brew' }) } } })).toThrow(
    /asked for "coffee.brew" wrongly/,
  );
});

test('DESIGN 5 a chart in no stage, or in two at once, is refused', () => {
  expect(openBroken({ initial: 'a', states: { a: {} } })).toThrow(/0 stages/);
  const two = { type: 'parallel', states: { a: stage, b: { tags: 'stage:Resolved' } } };
  expect(openBroken(two)).toThrow(/2 stages/);
});

test('R07 a closed state that still waits is refused', () => {
  const picture = {
    initial: 'a',
    states: { a: { tags: ['stage:Resolved', 'closed'], after: { ready: 'b' } }, b: stage },
  };
  const kind = brokenBy(picture);
  const machine = kind.machine.provide({ delays: { ready: () => 1_000 } } as never);
  const input = {
    caseId: 'c',
    at: START,
    commandId: 'x',
    actor: { type: 'user', id: 'u' } as const,
    rules: rulesWith(),
    data: {},
  };
  expect(() => open({ ...kind, machine }, input)).toThrow(/still waits for a clock/);
});

test('DESIGN 5 a guard without its reason is refused when it is asked for', () => {
  const guarded = { initial: 'a', states: { a: { ...stage, on: { 'sugar.added': { guard: () => true } } } } };
  const kind = { ...brokenBy(guarded), events: teaKind.events };
  const { state } = tea();
  const at = { ...state, snapshot: { ...state.snapshot, value: 'a' }, clocks: [] };
  expect(() => allowedOf(kind, at, START)).toThrow(/not declared with its reason/);
});

test('N07 running forward stops where clocks end, and touches only a copy', () => {
  const p = tea();
  const before = JSON.stringify(p.state);
  const steps = runForward(teaKind, p.state, la('2027-01-01 00:00'));
  expect(steps.map((s) => s.fired?.name)).toEqual(['ready', 'cold', 'stale']);
  expect(steps[0]?.effects).toEqual([{ type: 'notice.send', template: 'tea-ready', to: 'owner' }]);
  expect(JSON.stringify(p.state)).toBe(before);
});

test('N07 clocks that re-arm themselves without end are a fault, not a hang', () => {
  const picture = { initial: 'a', states: { a: { ...stage, after: { ready: { target: 'a', reenter: true } } } } };
  const kind = brokenBy(picture);
  const machine = kind.machine.provide({ delays: { ready: () => 1_000 } } as never);
  const input = {
    caseId: 'c',
    at: START,
    commandId: 'x',
    actor: { type: 'user', id: 'u' } as const,
    rules: rulesWith(),
    data: {},
  };
  const { state } = open({ ...kind, machine }, input);
  expect(() => runForward({ ...kind, machine }, state, la('2026-12-31 08:00'))).toThrow(/due again at once/);
});

test('DESIGN 6 reenter on a region resets its siblings, on a leaf it does not: events belong on leaves', () => {
  const regions = (where: 'region' | 'leaf') => {
    const again = (target: string) => ({ on: { again: { target, reenter: true } } });
    return createMachine({
      type: 'parallel',
      states: {
        stage: { initial: 'new', states: { new: { on: { go: 'started' } }, started: {} } },
        other: {
          initial: 'x',
          ...(where === 'region' ? again('other') : {}),
          states: { x: where === 'leaf' ? again('x') : {} },
        },
      },
    } as Picture);
  };
  const stageAfter = (where: 'region' | 'leaf') => {
    const machine = regions(where);
    const [first] = initialTransition(machine);
    const [started] = transition(machine, first, { type: 'go' });
    const [after] = transition(machine, started, { type: 'again' });
    return (after.value as { stage: string }).stage;
  };
  expect(stageAfter('leaf')).toBe('started');
  expect(stageAfter('region')).toBe('new');
});
