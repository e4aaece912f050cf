/** The stage chart is read from the machine: stages, regions, what moves them, and what comes by itself. */
import { chartOf } from '../../../domain/kernel';
import { Play } from '../support/play';
import { la, rulesWith } from '../support/practice';
import { teaKind } from './tea-kind';

const tea = () => new Play({ kind: teaKind, data: {}, at: la('2026-03-02 10:00'), rules: rulesWith() });

test('N08 the chart has the stages of the machine and lights the current one', () => {
  const p = tea();
  expect(chartOf(teaKind, p.state).stages).toEqual([
    { stage: 'New', current: true, closed: false },
    { stage: 'Resolved', current: false, closed: true },
  ]);
});

test('N08 an event that leads from stage to stage is an edge with the words of its button', () => {
  expect(chartOf(teaKind, tea().state).edges).toEqual([
    { from: 'New', to: 'Resolved', by: 'event', name: 'case.resolved', title: 'Resolve', dueAt: null },
  ]);
});

test('N08 a region shows its states, the current one, and the clock that leads on with its instant', () => {
  const p = tea();
  const pot = chartOf(teaKind, p.state).regions.find((region) => region.title === 'pot');
  expect(pot?.states).toEqual([
    { id: 'open.pot.brewing', title: 'brewing', current: true, flag: null },
    { id: 'open.pot.ready', title: 'ready', current: false, flag: 'ready' },
  ]);
  expect(pot?.edges.find((edge) => edge.by === 'clock')).toEqual({
    ...{ from: 'open.pot.brewing', to: 'open.pot.ready', by: 'clock', name: 'ready', title: 'Tea ready' },
    dueAt: p.dueAt('ready'),
  });
  expect(pot?.quiet).toBe(false);
});

test('N08 what comes by itself is the soonest armed clock, with what happens if nobody acts', () => {
  const p = tea();
  expect(chartOf(teaKind, p.state).next).toEqual({
    ...{ clock: 'ready', title: 'Tea ready', otherwise: 'It gets cold.', dueAt: p.dueAt('ready') },
    ...{ region: 'pot', from: 'brewing', to: 'ready' },
  });
  p.until('2026-03-05 12:00');
  expect(chartOf(teaKind, p.state).next).toMatchObject({ clock: 'cold', to: 'gone' });
});

test('N08 a region at rest is quiet: it is where it started and nothing is armed in it', () => {
  const p = new Play({
    kind: teaKind,
    data: {},
    at: la('2026-03-02 10:00'),
    rules: rulesWith({ 'tea.wait': { mode: 'off', params: {} } }),
  });
  const chart = chartOf(teaKind, p.state);
  expect(chart.regions.map((region) => region.quiet)).toEqual([true, true, true]);
  expect(chart.next).toBeNull();
});

test('N08 a closed case has no regions and nothing comes by itself', () => {
  const p = tea();
  p.send('case.resolved');
  const chart = chartOf(teaKind, p.state);
  expect(chart.stages.find((stage) => stage.current)?.stage).toBe('Resolved');
  expect(chart).toMatchObject({ regions: [], next: null });
});

test('N08 the chart is the same from the state as the database keeps it', () => {
  const p = tea();
  const stored = JSON.parse(JSON.stringify({ clocks: p.state.clocks, snapshot: { value: p.state.snapshot.value } }));
  expect(chartOf(teaKind, stored as typeof p.state)).toEqual(chartOf(teaKind, p.state));
});
