import { id, la, ruleOff, ruleWith } from '../../support/practice';
import { A, authorization, B, REQUEST, wc } from './wc-play';

const five = (visitsUsed: number) => wc({ authorizations: [authorization({ visitsLimit: 5, visitsUsed })] });

test('C03 a visit booked past the authorization end is blocked', () => {
  const p = wc();
  const check = p.check('2026-05-02');
  expect(check).toMatchObject({ verdict: 'block', coverage: null });
  expect(check.reasons[0]?.text).toBe('The authorization ended on 2026-05-01; no authorization covers 2026-05-02.');
  expect(p.why('visit.booked', { visitId: id(100), on: '2026-05-02' })).toMatch(/ended on 2026-05-01.*override/);
});

test('C03 the last day itself is covered', () => {
  expect(wc().codes('2026-05-01')).toEqual(['allow']);
});

test('C03 a visit before the authorization starts, or without any, is blocked', () => {
  expect(wc().codes('2026-02-01')).toEqual(['block', 'before-start']);
  expect(wc({ authorizations: [] }).codes('2026-03-05')).toEqual(['block', 'no-authorization']);
});

test('C09 the sixth visit on a five-visit authorization is blocked, counting the visits already booked', () => {
  const p = five(3);
  p.booked(100, '2026-03-10');
  p.booked(101, '2026-03-12');
  const check = p.check('2026-03-17');
  expect(check.verdict).toBe('block');
  expect(check.reasons).toEqual([
    {
      code: 'limit-reached',
      severity: 'block',
      text: '5 of the 5 authorized visits are taken (3 used, 2 booked); this visit would exceed the limit.',
    },
  ]);
  expect(p.why('visit.booked', { visitId: id(102), on: '2026-03-17' })).toMatch(/5 of the 5 authorized visits/);
});

test('C09 a booked visit that is moved does not count against itself, and a canceled one frees its place', () => {
  const p = five(3);
  p.booked(100, '2026-03-10');
  p.booked(101, '2026-03-12');
  expect(p.codes('2026-03-19', { visitId: id(101) })[0]).not.toBe('block');
  p.booked(101, '2026-03-19');
  p.send('visit.canceled', { visitId: id(100) });
  expect(p.codes('2026-03-20')[0]).not.toBe('block');
});

test('C09 with an override the sixth visit is booked and flagged for a person', () => {
  const p = five(5);
  p.booked(100, '2026-03-10', { override: true });
  expect(p.flags).toContain('uncovered-visit');
  expect(p.tasks.get('uncovered-visit')).toMatchObject({ priority: 'high', requirement: 'C09' });
  p.send('visit.canceled', { visitId: id(100) });
  expect(p.flags).not.toContain('uncovered-visit');
  expect(p.ending('uncovered-visit')).toBe('done');
});

test('C09 a sixth visit that took place is accepted, counted as a lapse and given to a person', () => {
  const p = five(5);
  p.completed(100, '2026-03-02');
  expect(p.flags).toContain('uncovered-treatment');
  expect(p.tasks.get('uncovered-treatment')).toMatchObject({ priority: 'high' });
  expect(p.own).toMatchObject({ visitsUsed: 6, visitsRemaining: 0, lapseIncidents: 1 });
  p.send('task.done', { key: 'uncovered-treatment' });
  expect(p.flags).not.toContain('uncovered-treatment');
  expect(p.ending('uncovered-treatment')).toBe('done');
});

test('C09 a visit on a day without authorization counts as a lapse until one covers it', () => {
  const p = wc({ authorizations: [] });
  p.completed(100, '2026-03-02');
  expect(p.flags).toContain('uncovered-treatment');
  p.send('authorization.recorded', authorization());
  expect(p.flags).not.toContain('uncovered-treatment');
  expect(p.own).toMatchObject({ visitsUsed: 1, lapseIncidents: 1 });
});

test('C03 a determination that takes cover away from a booked visit flags it', () => {
  const p = wc();
  p.booked(100, '2026-04-20');
  p.send('authorization.changed', {
    authorizationId: A,
    endsOn: '2026-04-10',
    source: 'portal',
    determinedOn: '2026-03-02',
  });
  expect(p.flags).toContain('uncovered-visit');
});

test('C03 a close call is a warning: near the limit, expiring soon, or a request pending', () => {
  expect(five(3).codes('2026-03-05')).toEqual(['warn', 'near-limit']);
  const late = wc({ lastContactOn: '2026-04-20' }, la('2026-04-20 10:00'));
  expect(late.codes('2026-04-22')).toEqual(['warn', 'expiring-soon']);
  const pending = wc();
  pending.send('reauthorization.requested', { requestId: REQUEST, kind: 'extend' });
  expect(pending.codes('2026-03-05')).toEqual(['warn', 'reauthorization-pending']);
});

test('C03 an authorization that follows without a gap takes the warning away', () => {
  const next = authorization({ authorizationId: B, startsOn: '2026-05-02', endsOn: '2026-08-01' });
  const p = wc({ authorizations: [authorization(), next], lastContactOn: '2026-04-20' }, la('2026-04-20 10:00'));
  expect(p.codes('2026-04-22')).toEqual(['allow']);
});

test('C03 of several authorizations the one with room takes the visit', () => {
  const full = authorization({ visitsUsed: 12 });
  const free = authorization({ authorizationId: B, startsOn: '2026-03-01', endsOn: '2026-08-01' });
  expect(wc({ authorizations: [full, free] }).check('2026-03-05').coverage?.authorizationId).toBe(B);
});

test('C08 what blocks and what warns is a setting; switched off, every visit is allowed', () => {
  const p = five(5);
  p.send('rules.published', { rules: ruleWith('wc.visit-check', { limitReached: 'warn' }) });
  expect(p.codes('2026-03-10')).toEqual(['warn', 'limit-reached']);
  p.send('rules.published', { rules: ruleOff('wc.visit-check', 3) });
  expect(p.codes('2026-03-10')).toEqual(['allow']);
});

test('N11 booked visits predict that the limit comes first by visits', () => {
  const p = five(3);
  p.booked(100, '2026-03-10');
  p.booked(101, '2026-03-12');
  expect(p.facts.detail['exhaustion']).toEqual({
    first: 'visits',
    on: '2026-03-12',
    basis: 'bookings',
  });
});

test('N11 without enough bookings the pace of the visits predicts it', () => {
  const p = wc({ authorizations: [authorization({ visitsLimit: 6 })] });
  for (const [n, on] of ['2026-02-10', '2026-02-17', '2026-02-24'].entries()) p.completed(100 + n, on);
  expect(p.facts.detail['exhaustion']).toEqual({
    first: 'visits',
    on: '2026-03-17',
    basis: 'pace',
  });
});

test('N11 at a slow pace, or without a limit, the date comes first', () => {
  const slow = wc();
  slow.completed(100, '2026-02-10');
  slow.completed(101, '2026-02-24');
  expect(slow.own).toMatchObject({ exhaustionBy: 'date', exhaustionOn: '2026-05-01' });
  const open = wc({ authorizations: [authorization({ visitsLimit: null })] });
  expect(open.own).toMatchObject({ exhaustionBy: 'date', exhaustionBasis: 'dates' });
});

test('B04 a visit in the future cannot have taken place, and none is recorded twice', () => {
  const p = wc();
  expect(p.why('visit.completed', { visitId: id(100), on: '2026-03-03' })).toMatch(/lies in the future/);
  p.completed(100, '2026-03-02');
  expect(p.why('visit.completed', { visitId: id(100), on: '2026-03-02' })).toMatch(/recorded already/);
  expect(p.why('visit.booked', { visitId: id(100), on: '2026-03-09' })).toMatch(/took place/);
  expect(p.why('visit.canceled', { visitId: id(101) })).toMatch(/not on the case/);
});

test('B02 a booked visit that took place is used, no longer booked', () => {
  const p = wc();
  p.booked(100, '2026-03-02');
  expect(p.own).toMatchObject({ visitsUsed: 0, visitsBooked: 1, nextVisitOn: '2026-03-02' });
  p.completed(100, '2026-03-02');
  expect(p.own).toMatchObject({ visitsUsed: 1, visitsBooked: 0, nextVisitOn: null });
});
