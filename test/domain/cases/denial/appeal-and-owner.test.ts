import { appealTriggerRule, appealWindowRule, noOwnerRule } from '../../../../domain/cases/denial/rules';
import { routeFor } from '../../../../domain/cases/denial/routing';
import { id, la, Play, rulesWith, someone } from './play';

const off = (ruleId: string, version = 2) => ({ rules: rulesWith({ [ruleId]: { mode: 'off', params: {} } }, version) });
const firedAt = (p: Play, name: string, until: string) => p.until(until).find((s) => s.fired?.name === name)?.event.at;

test('L14 a denial nobody works is escalated exactly 48 hours after it was received', () => {
  const p = new Play();
  expect(firedAt(p, 'unworkedDenial', '2026-03-06 12:00')).toBe(la('2026-03-03 10:00') + 48 * 3_600_000);
  expect(p.flags).toContain('unworked');
  expect(p.tasks.get('unworked-denial')).toMatchObject({
    assignTo: { role: 'manager' },
    priority: 'high',
    dueOn: '2026-03-05',
  });
  expect(p.facts.attentionRank).toBe(2);
});

test('L14 48 hours are elapsed hours, also over the night the clocks change', () => {
  const p = new Play({ deniedOn: '2026-03-06' }, la('2026-03-07 10:00'));
  expect(firedAt(p, 'unworkedDenial', '2026-03-10 12:00')).toBe(la('2026-03-09 11:00'));
});

test('L14 the 48 hours count from the receipt of the denial, not from its entry', () => {
  const p = new Play({ receivedAt: la('2026-03-01 10:00') });
  expect(p.flags).toContain('unworked');
});

test('L14 started work stops the clock and ends the escalation [R07]', () => {
  const inTime = new Play();
  inTime.send('work.started');
  expect(inTime.due('unworkedDenial')).toBeNull();
  const late = new Play();
  late.until('2026-03-06 12:00');
  late.send('action.taken', { action: 'other', on: '2026-03-06' });
  expect(late.flags).toEqual([]);
  expect(late.closings).toContainEqual({ type: 'task.close', key: 'unworked-denial', outcome: 'done' });
});

test('L14 switched off, the flag goes; switched on with more hours, the clock runs again', () => {
  const p = new Play();
  p.until('2026-03-06 12:00');
  p.send('rules.published', off(appealTriggerRule.id));
  expect(p.flags).toEqual([]);
  p.send('rules.published', { rules: rulesWith({ [appealTriggerRule.id]: { mode: 'on', params: { hours: 96 } } }, 3) });
  expect(p.due('unworkedDenial')).toBe('2026-03-07');
});

test.each([
  ['the default of 180 days', {}, '2026-08-29', '2026-07-30'],
  ['Medicare fee-for-service, 120 days', { payerClass: 'medicare-ffs' as const }, '2026-06-30', '2026-05-29'],
  ["the payer's own 60 days", { appealWindowDays: 60 }, '2026-05-01', '2026-04-01'],
])('L13 the appeal window is %s, with a warning 30 days before', (_name, data, ends, warned) => {
  const p = new Play(data);
  expect(p.facts.own['appealDeadlineOn']).toBe(ends);
  expect(p.due('appealWindowClosing')).toBe(warned);
});

test('L13 the window closing and closed are flagged in turn, the end for a manager', () => {
  const p = new Play({ appealWindowDays: 60 });
  p.send('work.started');
  p.until('2026-04-02 12:00');
  expect(p.flags).toContain('appeal-window-closing');
  expect(p.tasks.get('appeal-window-closing')).toMatchObject({ assignTo: 'owner', priority: 'high' });
  p.until('2026-05-03 12:00');
  expect(p.flags).toContain('appeal-window-closing'); // 2 May is a Saturday: the first chance to act is Monday
  p.until('2026-05-04 12:00');
  expect(p.flags).toContain('appeal-window-closed');
  expect(p.flags).not.toContain('appeal-window-closing');
  expect(p.tasks.get('appeal-window-closed')?.assignTo).toEqual({ role: 'manager' });
  expect(p.open).not.toContain('appeal-window-closing');
});

test('L13 a filed appeal ends the warning; a phone call does not', () => {
  const p = new Play({ appealWindowDays: 60 });
  p.until('2026-04-02 12:00');
  p.send('action.taken', { action: 'called-payer', on: '2026-04-02' });
  expect(p.flags).toContain('appeal-window-closing');
  p.send('action.taken', { action: 'appeal-sent', on: '2026-04-02' });
  expect(p.flags).not.toContain('appeal-window-closing');
  expect(p.closings).toContainEqual({ type: 'task.close', key: 'appeal-window-closing', outcome: 'done' });
  expect(p.due('appealWindowClosed')).toBeNull();
});

test('L13 a further denial after an appeal starts its own window', () => {
  const p = new Play();
  p.send('action.taken', { action: 'appeal-sent', on: '2026-03-03' });
  p.until('2026-05-04 09:00');
  p.send('denial.received', further);
  expect(p.facts.own).toMatchObject({ appealFiledOn: null, appealDeadlineOn: '2026-10-28' });
});

test('L13 a further denial before an appeal leaves the older one its window', () => {
  const p = new Play();
  p.until('2026-05-04 09:00');
  p.send('denial.received', further);
  expect(p.facts.own['appealDeadlineOn']).toBe('2026-08-29');
});

test('L13 a longer window takes the warning back; switched off there is none', () => {
  const p = new Play({}, la('2026-08-10 10:00'));
  expect(p.flags).toContain('appeal-window-closing');
  p.send('rules.published', {
    rules: rulesWith({ [appealWindowRule.id]: { mode: 'on', params: { windowDays: 365 } } }, 2),
  });
  expect(p.flags).not.toContain('appeal-window-closing');
  p.send('rules.published', off(appealWindowRule.id, 3));
  expect(p.due('appealWindowClosing')).toBeNull();
});

const further = { claimId: id(7), carcCodes: ['CO-50'], deniedOn: '2026-05-01', amountCents: 9_900, importId: id(8) };

test('H16 a case without an owner for one whole business day goes to a manager', () => {
  const p = new Play({ owner: undefined }, la('2026-03-06 15:00'));
  expect(p.due('noOwner')).toBe('2026-03-10'); // Friday; Monday must pass
  p.until('2026-03-10 12:00');
  expect(p.flags).toContain('no-owner');
  expect(p.tasks.get('no-owner')?.assignTo).toEqual({ role: 'manager' });
});

test('H16 assigning a person or a team ends it; taking the owner away starts it anew', () => {
  const p = new Play({ owner: undefined });
  p.until('2026-03-06 12:00');
  p.send('case.assigned', { owner: someone });
  expect(p.flags).not.toContain('no-owner');
  p.send('case.assigned', { owner: null });
  expect(p.due('noOwner')).toBe('2026-03-10');
  p.send('rules.published', off(noOwnerRule.id));
  expect(p.due('noOwner')).toBeNull();
});

test.each([
  ['L07 CO-4', ['CO-4'], 'biller', 'coding'],
  ['L08 CO-22', ['CO-22'], 'front-desk', 'coordination-of-benefits'],
  ['L09 CO-97', ['CO-97'], 'coder', 'bundling'],
  ['L10 CO-50', ['CO-50'], 'biller', 'medical-necessity'],
  ['L11 PR-1', ['PR-1'], 'biller', 'patient-responsibility'],
  ['L13 an unknown code', ['XX-Z99'], 'biller', 'other'],
  ['L13 several codes, coverage first', ['PR-1', 'CO-4', 'CO-22'], 'front-desk', 'coordination-of-benefits'],
])('%s is routed to its role', (_name, codes, role, subject) => {
  expect(routeFor(codes, 'commercial', 5, rulesWith())).toMatchObject({ role, subject, priority: 'normal' });
});

test('L13 L15 routing looks at payer and age too', () => {
  expect(routeFor(['CO-4'], 'commercial', 30, rulesWith()).priority).toBe('normal');
  expect(routeFor(['CO-4'], 'commercial', 31, rulesWith()).priority).toBe('high');
  expect(routeFor(['PR-1'], 'workers-comp', 5, rulesWith()).title).toMatch(/Contest/);
  expect(routeFor(['CO-22'], 'other', 99, off('denial.routing').rules)).toMatchObject({
    role: 'biller',
    priority: 'normal',
  });
});

test('H08 a case opened without a subject gets the one its codes name', () => {
  expect(new Play({ subject: undefined, carcCodes: ['CO-29'] }).facts.own['subject']).toBe('timely-filing');
});
