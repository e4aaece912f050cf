/** The stage chart of a WC case as its page shows it, and the buttons that the case alone rules out. */
import { wcKind } from '../../../../domain/cases/wc/kind';
import { allowedOf, chartOf } from '../../../../domain/kernel';
import { A, REQUEST, wc, type WcPlay } from './wc-play';
import { id } from '../../support/practice';

const chart = (p: WcPlay) => chartOf(wcKind, p.state);
const whyNot = (p: WcPlay, type: string) => allowedOf(wcKind, p.state, p.now).find((a) => a.type === type)?.why;
const now = (p: WcPlay, title: string) =>
  chart(p)
    .regions.find((region) => region.title === title)
    ?.states.find((state) => state.current)?.title;

test('N08 the stages of a WC case stand in their order, and the way on is named in words', () => {
  const { stages, edges } = chart(wc());
  expect(stages.map((s) => s.stage)).toEqual(['New', 'In Progress', 'Awaiting Payment', 'Resolved', 'Canceled']);
  expect(stages.filter((s) => s.current).map((s) => s.stage)).toEqual(['In Progress']);
  expect(edges).toContainEqual({
    ...{ from: 'In Progress', to: 'Awaiting Payment', by: 'fact', name: 'awaitingPayment', dueAt: null },
    title: 'treatment is complete and all of it is on a claim',
  });
  for (const from of ['New', 'In Progress', 'Awaiting Payment']) {
    expect(edges).toContainEqual(expect.objectContaining({ from, to: 'Resolved', by: 'event', title: 'Resolve case' }));
  }
});

test('N08 every region of the chart has exactly one current state while the case is open', () => {
  const p = wc();
  p.completed(50, '2026-03-02');
  const { regions } = chart(p);
  expect(regions.length).toBeGreaterThan(8);
  for (const region of regions) expect(region.states.filter((s) => s.current)).toHaveLength(1);
});

test('N08 C05 the adjuster falls silent by itself, at the instant of the clock', () => {
  const p = wc();
  expect(now(p, 'Adjuster contact')).toBe('in contact');
  expect(chart(p).next).toMatchObject({
    ...{ clock: 'adjusterSilence', region: 'Adjuster contact', from: 'in contact', to: 'silent' },
    dueAt: p.dueAt('adjusterSilence'),
  });
  p.until('2026-03-20 12:00');
  expect(now(p, 'Adjuster contact')).toBe('silent');
});

test('A20 the life of a case, its authorization and the talk with its adjuster go their ways on one record', () => {
  const p = wc();
  const ways = () => [p.stage, now(p, 'Authorization dates'), now(p, 'Adjuster contact')];
  expect(ways()).toEqual(['In Progress', 'valid', 'in contact']);
  p.until('2026-03-20 12:00');
  expect(ways()).toEqual(['In Progress', 'valid', 'silent']);
  p.contact('2026-03-20');
  expect(ways()).toEqual(['In Progress', 'valid', 'in contact']);
  p.until('2026-04-16 12:00');
  p.contact('2026-04-16');
  p.until('2026-04-18 12:00');
  expect(ways()).toEqual(['In Progress', 'expiring', 'in contact']);
  p.completed(50, '2026-04-17');
  p.send('treatment.completed', { on: '2026-04-17' });
  expect(ways()).toEqual(['In Progress', 'valid', 'in contact']);
  p.send('claim.submitted', { on: '2026-04-17' });
  expect(ways()).toEqual(['Awaiting Payment', 'valid', 'in contact']);
});

test('N08 a button that no data could make right is locked with what is missing', () => {
  const p = wc({ authorizations: [] });
  expect(whyNot(p, 'authorization.changed')).toBe('No authorization is on the case; record one first.');
  expect(whyNot(p, 'visits.counted')).toBe('No authorization is on the case; record one first.');
  expect(whyNot(p, 'visit.canceled')).toBe('No visit is on the case to cancel.');
  expect(whyNot(p, 'claim.denied')).toBe('No claim was submitted yet.');
  expect(whyNot(p, 'reauthorization.decided')).toBe('No request waits for a decision.');
  expect(whyNot(p, 'visit.booked')).toBeUndefined();
});

test('N08 a waiting request locks another one, and the end of treatment locks its end', () => {
  const p = wc();
  p.send('reauthorization.requested', { requestId: REQUEST, kind: 'extend' });
  expect(whyNot(p, 'reauthorization.requested')).toBe(
    'A request waits for its answer; record the decision first, or that it was withdrawn.',
  );
  p.send('treatment.completed', { on: '2026-03-02' });
  expect(whyNot(p, 'treatment.completed')).toBe('Treatment was complete on 2026-03-02; resume it first.');
  p.send('authorization.withdrawn', { authorizationId: A });
  expect(whyNot(p, 'authorization.withdrawn')).toBe('Every authorization was withdrawn; record a new one.');
});

test('H17 a note or a call is written on the case and moves nothing', () => {
  const p = wc();
  const before = { stage: p.stage, leaves: p.leaves, clocks: p.state.clocks };
  p.send('note.added', { channel: 'call', direction: 'out', with: 'employer' });
  expect({ stage: p.stage, leaves: p.leaves, clocks: p.state.clocks }).toEqual(before);
  expect(p.why('note.added', { channel: 'pigeon' })).toMatch(/not what it must be/);
  expect(p.why('visit.canceled', { visitId: id(5) })).toBe('That visit is not on the case.');
});
