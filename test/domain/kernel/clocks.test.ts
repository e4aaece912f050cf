import { advance, ClockFault, fire, open, refusalOf, soonest, type CaseState } from '../../../domain/kernel';
import { Play } from '../support/play';
import { dayOf, la, ruleOff, rulesWith, ruleWith } from '../support/practice';
import { teaKind } from './tea-kind';

const START = la('2026-03-02 10:00');
const tea = (rules = rulesWith()) => new Play({ kind: teaKind, data: {}, at: START, rules });
const slotOf = (state: CaseState, name: string) => state.clocks.find((c) => c.name === name)?.slot ?? '';

test('DESIGN 6 a timer is not in what XState stores; the ledger has it, and a state that crossed JSON still fires', () => {
  const p = tea();
  expect(JSON.stringify(p.state.snapshot)).not.toContain('after');
  const restored = JSON.parse(JSON.stringify(p.state)) as CaseState;
  const next = soonest(restored);
  expect(next).toMatchObject({ name: 'ready' });
  const step = fire(teaKind, restored, next?.slot ?? '', next?.dueAt ?? 0);
  expect(step.state.flags).toEqual(['ready']);
  expect(step.fired).toEqual(next);
});

test('DESIGN 6 a wait beyond 24.8 days neither overflows nor fires at once', () => {
  const p = tea(ruleWith('tea.wait', { days: 400 }, 1));
  expect(p.due('ready')).toBe('2027-04-06');
  p.until('2027-04-06 04:59');
  expect(p.flags).toEqual([]);
  p.until('2027-04-06 06:30');
  expect(p.flags).toEqual(['ready']);
});

test('DESIGN 5 a clock fired early, or one that is not armed, is a fault', () => {
  const { state } = tea();
  const slot = slotOf(state, 'ready');
  const due = soonest(state)?.dueAt ?? 0;
  expect(() => fire(teaKind, state, slot, due - 1)).toThrow(ClockFault);
  expect(() => fire(teaKind, state, 'xstate.after.other.x', due)).toThrow(/is not armed/);
  const fired = fire(teaKind, state, slot, due).state;
  expect(() => fire(teaKind, fired, slot, due)).toThrow(ClockFault);
});

test('DESIGN 5 a late firing is recorded with the instant it was due', () => {
  const { state } = tea();
  const due = soonest(state)?.dueAt ?? 0;
  const step = fire(teaKind, state, slotOf(state, 'ready'), due + 90_000);
  expect(step.event.at - (step.fired?.dueAt ?? 0)).toBe(90_000);
});

test('DESIGN 5 the soonest clock comes first; of two at one instant the order is always the same', () => {
  const p = tea();
  expect(p.firings('2026-03-31 08:00')).toEqual(['ready 2026-03-05', 'cold 2026-03-07', 'stale 2026-03-07']);
  const shuffled = tea();
  shuffled.state = { ...shuffled.state, clocks: shuffled.state.clocks.toReversed() };
  expect(shuffled.firings('2026-03-31 08:00')).toEqual(['ready 2026-03-05', 'cold 2026-03-07', 'stale 2026-03-07']);
});

test('N05 a published rule re-dates a running clock from its anchor and says old and new', () => {
  const p = tea();
  p.until('2026-03-03 09:00');
  const before = p.dueAt('ready');
  const step = p.send('rules.published', { rules: ruleWith('tea.wait', { days: 6 }) });
  expect(p.due('ready')).toBe('2026-03-08'); // from 2 March, not from the day of publishing
  expect(step.clockChanges).toContainEqual({
    change: 'redated',
    slot: slotOf(p.state, 'ready'),
    name: 'ready',
    dueBefore: before,
    dueAfter: p.dueAt('ready'),
  });
  expect(p.state.clocks.every((c) => c.ruleVersion === 2)).toBe(true);
});

test('N05 a rule that puts the instant into the past flags at once; its revert takes the flag back', () => {
  const p = tea();
  p.until('2026-03-03 09:00');
  p.send('rules.published', { rules: ruleWith('tea.wait', { days: 0 }) });
  expect(p.flags).toEqual(['ready']);
  p.send('rules.published', { rules: rulesWith({}, 3), reverts: 2 });
  expect(p.flags).toEqual([]);
  expect(p.due('ready')).toBe('2026-03-05');
});

test('C08 a rule that is switched off puts its clocks to sleep; switched on, they wake', () => {
  const p = tea();
  const step = p.send('rules.published', { rules: ruleOff('tea.wait') });
  expect(step.clockChanges.map((c) => c.change)).toEqual(['stopped', 'stopped', 'stopped']);
  expect(soonest(p.state)).toBeNull();
  p.send('rules.published', { rules: rulesWith({}, 3) });
  expect(p.due('ready')).toBe('2026-03-05');
});

test('DESIGN 5 a clock that an event does not concern keeps its instant and the event that armed it', () => {
  const p = tea();
  const before = p.state.clocks;
  p.until('2026-03-03 09:00');
  const step = p.send('sugar.added', { lumps: 1 });
  expect(p.state.clocks).toEqual(before);
  expect(step.clockChanges).toEqual([]);
});

test('R02 a moved clock never fires at its old instant, only at the new one', () => {
  const p = tea();
  const old = p.dueAt('ready') ?? 0;
  const step = p.send('clock.moved', { clock: 'ready', dueAt: la('2026-03-10 09:00') });
  expect(step.clockChanges).toEqual([expect.objectContaining({ change: 'moved', dueBefore: old })]);
  expect(() => fire(teaKind, p.state, slotOf(p.state, 'ready'), old)).toThrow(ClockFault);
  expect(p.firings('2026-03-10 08:59')).not.toContainEqual(expect.stringContaining('ready'));
  expect(p.firings('2026-03-10 09:00')).toEqual(['ready 2026-03-10']);
  expect(p.steps.at(-1)?.fired).toMatchObject({ moved: true, computedDueAt: old });
});

test('R02 a moved clock keeps its instant when the rules change', () => {
  const p = tea();
  p.send('clock.moved', { clock: 'ready', dueAt: la('2026-03-10 09:00') });
  p.send('rules.published', { rules: ruleWith('tea.wait', { days: 5 }) });
  expect(p.due('ready')).toBe('2026-03-10');
  expect(p.state.clocks.find((c) => c.name === 'ready')).toMatchObject({ moved: true });
  expect(dayOf(p.state.clocks.find((c) => c.name === 'ready')?.computedDueAt)).toBe('2026-03-07');
});

test('R02 a clock that does not run, or a date in the past, is refused by name', () => {
  const p = tea();
  expect(p.why('clock.moved', { clock: 'other', dueAt: START + 1 })).toBe(
    'No clock called "other" is running; running now: cold, ready, stale.',
  );
  expect(p.why('clock.moved', { clock: 'ready', dueAt: START })).toMatch(/in the past/);
  const event = p.event('clock.moved', { clock: 'other', dueAt: START + 1 });
  expect(() => advance(teaKind, p.state, event)).toThrow(ClockFault);
});

test('R07 a closed case has no clock, and rules and moves no longer reach it', () => {
  const p = tea();
  const step = p.send('case.resolved');
  expect(p.state.clocks).toEqual([]);
  expect(step.clockChanges.map((c) => c.change)).toEqual(['stopped', 'stopped', 'stopped']);
  const event = p.event('clock.moved', { clock: 'ready', dueAt: START + 1 });
  expect(refusalOf(teaKind, p.state, event)?.why).toBe('The case is closed; reopen it first.');
});

test('DESIGN 5 the same input always gives the same step', () => {
  const input = {
    caseId: 'c',
    at: START,
    commandId: 'x',
    actor: { type: 'user', id: 'u' } as const,
    rules: rulesWith(),
    data: {},
  };
  expect(open(teaKind, input)).toEqual(open(teaKind, input));
});
