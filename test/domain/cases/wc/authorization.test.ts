import { id, la, ruleOff, ruleWith, shows } from '../../support/practice';
import { A, authorization, B, wc } from './wc-play';

const quiet = { lastContactOn: '2026-03-02' };

test('C01 an authorization that ends within 14 days is flagged, before work on the last business day that is early enough', () => {
  // 1 May 2026 is a Friday; 14 days before is Friday 17 April.
  const p = wc(quiet);
  expect(p.leaves['window']).toBe('valid');
  expect(p.due('authorizationExpiring')).toBe('2026-04-17');
  p.until('2026-04-17 04:59');
  expect(p.flags).not.toContain('expiring');
  p.until('2026-04-17 08:00');
  expect(p.flags).toContain('expiring');
  expect(p.tasks.get('authorization-expiring')).toMatchObject({
    title: 'Request an extension',
    assignTo: 'owner',
    dueOn: '2026-04-17',
    requirement: 'C01',
    reason: expect.stringContaining('ends on 2026-05-01, in 14 days; 0 of 12 visits used'),
  });
});

test('C01 the coordinator is told once', () => {
  const p = wc(quiet);
  p.until('2026-04-25 08:00');
  const notices = p.steps.flatMap((s) => s.effects.filter((e) => e.type === 'notice.send'));
  expect(notices).toEqual([
    { type: 'notice.send', template: 'wc-authorization-expiring', to: { role: 'coordinator' } },
  ]);
});

test('C01 a lead that falls on a weekend comes on the Friday before, never later', () => {
  const p = wc({ authorizations: [authorization({ endsOn: '2026-05-02' })] });
  expect(p.due('authorizationExpiring')).toBe('2026-04-17');
});

test('C01 a lead that falls on Thanksgiving comes on the Wednesday before', () => {
  const p = wc({ authorizations: [authorization({ endsOn: '2026-12-10' })] });
  expect(p.due('authorizationExpiring')).toBe('2026-11-25');
});

test.each([
  ['the spring change', '2026-03-23', '2026-03-09'],
  ['the autumn change', '2026-11-16', '2026-11-02'],
])('C01 the wall clock of the warning does not move with %s', (_name, endsOn, warnedOn) => {
  const p = wc({ authorizations: [authorization({ endsOn })] });
  const at = shows(p.dueAt('authorizationExpiring') ?? 0);
  const usual = shows(wc().dueAt('authorizationExpiring') ?? 0);
  expect(at.slice(0, 10)).toBe(warnedOn);
  expect(at.slice(11)).toBe(usual.slice(11));
  expect(at.slice(11) >= '05:00:00' && at.slice(11) < '06:30:00').toBe(true);
});

test('C07 the rules run by themselves: nobody touches the case, and every flag comes on its day', () => {
  const p = wc({ followUpOn: '2026-03-11' });
  expect(p.firings('2026-05-02 08:00').filter((f) => !f.startsWith('silenceReminder'))).toEqual([
    'followUp 2026-03-11',
    'adjusterSilence 2026-03-16',
    'authorizationExpiring 2026-04-17',
    'authorizationLapsed 2026-05-02',
  ]);
  expect(p.flags).toEqual(['follow-up-due', 'lapsed', 'silent']);
});

test('C10 a flag precedes the loss by days', () => {
  const p = wc(quiet);
  p.until('2026-05-10 08:00');
  const when = (name: string) => p.steps.find((s) => s.fired?.name === name)?.event.at ?? 0;
  expect(when('authorizationLapsed') - when('authorizationExpiring')).toBe(15 * 86_400_000);
});

test('A19 an authorization lapses on the morning after its last day, also on a Saturday; the task is for Monday', () => {
  const p = wc(quiet);
  p.until('2026-05-01 23:59');
  expect(p.flags).not.toContain('lapsed');
  p.until('2026-05-02 08:00');
  expect(p.flags).toContain('lapsed');
  expect(p.flags).not.toContain('expiring');
  expect(p.tasks.get('authorization-lapsed')).toMatchObject({ priority: 'high', dueOn: '2026-05-04' });
  expect(p.open).not.toContain('authorization-expiring');
});

test('A19 visits used up before treatment is complete are a lapse, also when the dates run on', () => {
  const p = wc({ authorizations: [authorization({ visitsLimit: 3 })] });
  for (const [n, on] of ['2026-02-10', '2026-02-17', '2026-02-24'].entries()) p.completed(100 + n, on);
  expect(p.leaves).toMatchObject({ window: 'lapsed', visits: 'exhausted' });
  expect(p.tasks.get('authorization-lapsed')?.reason).toContain('All 3 authorized visits are used');
});

test('A19 with treatment complete neither dates nor visits lapse', () => {
  const p = wc({ authorizations: [authorization({ visitsLimit: 3 })] });
  p.send('treatment.completed', { on: '2026-03-02' });
  for (const [n, on] of ['2026-02-10', '2026-02-17', '2026-02-24'].entries()) p.completed(100 + n, on);
  expect(p.due('authorizationExpiring')).toBeNull();
  p.until('2026-05-10 08:00');
  expect(p.flags.filter((f) => /expiring|lapsed|visit/.test(f))).toEqual([]);
});

test('A14 an extension recorded in time ends the warning, and its task as done', () => {
  const p = wc(quiet);
  p.until('2026-04-20 09:00');
  p.send('authorization.recorded', authorization({ authorizationId: B, startsOn: '2026-05-02', endsOn: '2026-08-01' }));
  expect(p.leaves['window']).toBe('valid');
  expect(p.ending('authorization-expiring')).toBe('done');
  expect(p.due('authorizationExpiring')).toBe('2026-07-17'); // 18 July is a Saturday
  expect(p.own['coveredThroughOn']).toBe('2026-08-01');
});

test('A14 a new determination moves the end mid-stream; the old values stay on the timeline', () => {
  const p = wc(quiet);
  const step = p.send('authorization.changed', {
    authorizationId: A,
    endsOn: '2026-06-30',
    visitsLimit: 20,
    source: 'manual',
    determinedOn: '2026-03-02',
  });
  expect(step.changed).toMatchObject({
    authorizationEndsOn: ['2026-05-01', '2026-06-30'],
    visitsAuthorized: [12, 20],
    authorizationSource: ['portal', 'manual'],
  });
  expect(step.clockChanges).toContainEqual(
    expect.objectContaining({ name: 'authorizationExpiring', change: 'redated' }),
  );
  expect(p.facts.detail['authorizations']).toMatchObject([{ earlier: [{ endsOn: '2026-05-01', visitsLimit: 12 }] }]);
});

test('A14 a determination that cuts the dates short lapses at once; one that lengthens them ends the lapse', () => {
  const p = wc(quiet);
  const cut = { authorizationId: A, source: 'portal', determinedOn: '2026-03-02' };
  p.send('authorization.changed', { ...cut, endsOn: '2026-02-20' });
  expect(p.leaves['window']).toBe('lapsed');
  p.send('authorization.changed', { ...cut, endsOn: '2026-05-01' });
  expect(p.leaves['window']).toBe('valid');
  expect(p.ending('authorization-lapsed')).toBe('done');
});

test('F1 a lapse becomes an incident only when care is delivered without cover, each visit once', () => {
  const p = wc(quiet);
  p.until('2026-05-05 09:00');
  expect(p.own).toMatchObject({ authorizationStatus: 'lapsed', lapseIncidents: 0 });
  p.completed(100, '2026-05-04');
  p.completed(101, '2026-05-05');
  expect(p.own['lapseIncidents']).toBe(2);
  p.completed(102, '2026-05-01');
  expect(p.own['lapseIncidents']).toBe(2);
});

test('A14 a withdrawn authorization covers nothing from its day on', () => {
  const p = wc(quiet);
  p.send('authorization.withdrawn', { authorizationId: A, on: '2026-03-02' });
  expect(p.leaves['window']).toBe('lapsed');
  expect(p.codes('2026-03-01')[0]).not.toBe('block');
  expect(p.codes('2026-03-02')).toEqual(['block', 'after-end']);
});

test('A19 a gap between two authorizations is a lapse that ends when the next one starts', () => {
  const next = authorization({ authorizationId: B, startsOn: '2026-05-11', endsOn: '2026-08-01' });
  const p = wc({ authorizations: [authorization(), next] });
  p.until('2026-05-05 09:00');
  expect(p.leaves['window']).toBe('lapsed');
  expect(p.due('authorizationStarts')).toBe('2026-05-11');
  p.until('2026-05-11 09:00');
  expect(p.leaves['window']).toBe('valid');
  expect(p.own).toMatchObject({ authorizationId: B, lapseIncidents: 0 });
});

test('A19 an authorization that starts later leaves the case without one until its first morning', () => {
  const p = wc({ authorizations: [authorization({ startsOn: '2026-03-09' })] });
  expect(p.leaves['window']).toBe('none');
  p.until('2026-03-09 09:00');
  expect(p.leaves['window']).toBe('valid');
});

test('C08 21 days instead of 14 flags at once what is within them, re-dates the rest, and the way back unflags', () => {
  const near = wc({ lastContactOn: '2026-04-13' }, la('2026-04-13 10:00'));
  const far = wc({ lastContactOn: '2026-04-01' }, la('2026-04-01 10:00'));
  const rules = ruleWith('wc.authorization-expiring', { leadDays: 21 });
  expect(near.flags).not.toContain('expiring');
  near.send('rules.published', { rules });
  expect(near.flags).toContain('expiring');
  expect(far.send('rules.published', { rules }).clockChanges).toContainEqual(
    expect.objectContaining({ name: 'authorizationExpiring', change: 'redated' }),
  );
  expect(far.due('authorizationExpiring')).toBe('2026-04-10');
  near.send('rules.published', { rules: ruleWith('wc.authorization-expiring', { leadDays: 14 }, 3), reverts: 2 });
  expect(near.flags).not.toContain('expiring');
  expect(near.open).not.toContain('authorization-expiring');
  expect(near.due('authorizationExpiring')).toBe('2026-04-17');
});

test('C08 a rule that is switched off has no clock and no flag', () => {
  const p = wc(quiet);
  p.until('2026-04-20 08:00');
  p.send('rules.published', { rules: ruleOff('wc.authorization-expiring') });
  expect(p.flags).not.toContain('expiring');
  expect(p.due('authorizationExpiring')).toBeNull();
  p.until('2026-05-10 08:00');
  expect(p.flags).toContain('lapsed');
});

test('R02 a moved warning fires at its new instant, never at the old one', () => {
  const p = wc(quiet);
  const step = p.send('clock.moved', { clock: 'authorizationExpiring', dueAt: la('2026-04-21 09:00') });
  expect(step.clockChanges).toContainEqual(expect.objectContaining({ change: 'moved', name: 'authorizationExpiring' }));
  p.until('2026-04-21 08:59');
  expect(p.flags).not.toContain('expiring');
  p.until('2026-04-21 09:00');
  expect(p.flags).toContain('expiring');
});

test('C02 visits used within 2 of the limit ask for re-authorization', () => {
  const p = wc({ authorizations: [authorization({ visitsLimit: 5 })] });
  p.completed(100, '2026-02-10');
  p.completed(101, '2026-02-12');
  expect(p.flags).not.toContain('visit-capped');
  p.completed(102, '2026-02-17');
  expect(p.flags).toContain('visit-capped');
  expect(p.tasks.get('visit-capped')).toMatchObject({
    title: 'Request re-authorization',
    reason: '2 authorized visits left; 3 of 5 visits used, 0 booked.',
  });
});

test('C02 a count from another source is enough, and the same count twice changes nothing', () => {
  const p = wc();
  p.send('visits.counted', { authorizationId: A, used: 10 });
  expect(p.flags).toContain('visit-capped');
  p.send('visits.counted', { authorizationId: A, used: 10 });
  expect(p.own).toMatchObject({ visitsUsed: 10, visitsRemaining: 2 });
});

test('C02 a count includes the visits listed so far; later ones come on top', () => {
  const p = wc();
  p.completed(100, '2026-02-10');
  p.send('visits.counted', { authorizationId: A, used: 4 });
  expect(p.own['visitsUsed']).toBe(4);
  p.completed(101, '2026-02-12');
  expect(p.own['visitsUsed']).toBe(5);
});

test('C02 the margin is a setting, and booked visits can be counted', () => {
  const p = wc({ authorizations: [authorization({ visitsLimit: 6, visitsUsed: 2 })] });
  p.booked(100, '2026-03-10');
  p.booked(101, '2026-03-12');
  expect(p.flags).not.toContain('visit-capped');
  p.send('rules.published', { rules: ruleWith('wc.visit-cap', { margin: 2, countBooked: true }) });
  expect(p.flags).toContain('visit-capped');
  p.send('rules.published', { rules: ruleWith('wc.visit-cap', { margin: 1, countBooked: true }, 3) });
  expect(p.flags).not.toContain('visit-capped');
});

test('C02 an authorization that follows without a gap is room enough', () => {
  const next = authorization({ authorizationId: B, startsOn: '2026-05-02', endsOn: '2026-08-01' });
  const p = wc({ authorizations: [authorization({ visitsUsed: 11 }), next] });
  expect(p.leaves['visits']).toBe('within');
});

test('C02 more visits granted end the cap and its task as done', () => {
  const p = wc({ authorizations: [authorization({ visitsUsed: 11 })] });
  expect(p.leaves['visits']).toBe('capped');
  p.send('authorization.changed', {
    authorizationId: A,
    visitsLimit: 24,
    source: 'portal',
    determinedOn: '2026-03-02',
  });
  expect(p.leaves['visits']).toBe('within');
  expect(p.ending('visit-capped')).toBe('done');
});

test('R26 the authorization view says used, booked, remaining and percent of each authorization', () => {
  const old = authorization({ authorizationId: B, startsOn: '2025-11-03', endsOn: '2026-02-01', visitsUsed: 12 });
  const p = wc({ authorizations: [authorization({ visitsUsed: 3 }), old] });
  p.booked(100, '2026-03-10');
  expect(p.facts.detail['authorizations']).toMatchObject([
    { authorizationId: A, used: 3, booked: 1, remaining: 9, percentUsed: 25, expired: false },
    { authorizationId: B, used: 12, booked: 0, remaining: 0, percentUsed: 100, expired: true },
  ]);
});

test('A19 authorizations for other services neither cover nor cap the treatment', () => {
  const mri = authorization({
    authorizationId: B,
    service: 'mri',
    visitsLimit: 1,
    visitsUsed: 1,
    endsOn: '2026-03-05',
  });
  const p = wc({ authorizations: [authorization(), mri] });
  expect(p.leaves).toMatchObject({ window: 'valid', visits: 'within' });
  expect(p.codes('2026-03-04', { service: 'mri' })).toContain('limit-reached');
});

test.each([
  ['an end before the start', authorization({ authorizationId: B, endsOn: '2026-01-01' })],
  ['more visits used than authorized', authorization({ authorizationId: B, visitsUsed: 13 })],
  ['a date that does not exist', authorization({ authorizationId: B, endsOn: '2026-02-30' })],
  ['a negative limit', authorization({ authorizationId: B, visitsLimit: -1 })],
  ['a determination in the future', authorization({ authorizationId: B, determinedOn: '2026-03-03' })],
  ['an id that is on the case already', authorization()],
])('B01 an authorization with %s is refused', (_name, data) => {
  expect(wc().why('authorization.recorded', data)).not.toBeNull();
});

test('B02 a count above the limit, or for an unknown authorization, is refused by name', () => {
  expect(wc().why('visits.counted', { authorizationId: A, used: 13 })).toMatch(
    /13 visits used is above the authorized 12/,
  );
  expect(wc().why('visits.counted', { authorizationId: id(99), used: 1 })).toMatch(/not on the case/);
});

test('A14 a change that would end before it starts, or of a withdrawn authorization, is refused', () => {
  const p = wc();
  const change = { authorizationId: A, source: 'portal', determinedOn: '2026-03-02' };
  expect(p.why('authorization.changed', { ...change, startsOn: '2026-06-01' })).toMatch(/lies before the start/);
  p.send('authorization.withdrawn', { authorizationId: A, on: '2026-03-02' });
  expect(p.why('authorization.changed', { ...change, endsOn: '2026-06-01' })).toMatch(/was withdrawn on 2026-03-02/);
});
