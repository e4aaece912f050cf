import { followUpRule } from '../../../../domain/cases/denial/rules';
import { calendar, id, la, Play, rulesWith } from './play';
import { localMinuteOf } from '../../../../domain/calendar';

const sent = { action: 'appeal-sent', on: '2026-03-03' };
const awaiting = (data = {}) => {
  const p = new Play({ ...data });
  p.send('action.taken', sent);
  return p;
};
const followUps = (p: Play, until: string) => p.firings(until).filter((f) => f.startsWith('followUp'));
const followUpTasks = (p: Play) => p.open.filter((key) => key.startsWith('follow-up'));
const withInterval = (days: number, version = 2) =>
  rulesWith({ [followUpRule.id]: { mode: 'on', params: { intervalBusinessDays: days } } }, version);

test('H12 on the Follow Up By date a task opens for the owner, before the working day begins', () => {
  const p = new Play({ followUpOn: '2026-03-12' });
  const [step] = p.until('2026-03-12 07:00').filter((s) => s.fired?.name === 'followUp');
  const minute = localMinuteOf(calendar, step?.event.at as number);
  expect(minute).toBeGreaterThanOrEqual(300);
  expect(minute).toBeLessThan(390);
  expect(p.flags).toContain('follow-up-due');
  expect(p.tasks.get('follow-up:1')).toMatchObject({
    title: 'Follow up',
    assignTo: 'owner',
    dueOn: '2026-03-12',
    reason: 'First reminder: the follow-up date 2026-03-12 has come.',
  });
  expect(p.facts).toMatchObject({ attentionRank: 1, attentionOn: '2026-03-12', followUpOn: '2026-03-12' });
});

test('H12 outside Awaiting Payment it fires once', () => {
  const p = new Play({ followUpOn: '2026-03-12' });
  p.send('work.started');
  expect(followUps(p, '2026-12-31 12:00')).toEqual(['followUp 2026-03-12']);
});

test.each([
  ['a Saturday', '2026-03-14', '2026-03-13'],
  ['a Sunday over which the clocks change', '2026-03-08', '2026-03-06'],
  ['the holiday Monday of Memorial Day', '2026-05-25', '2026-05-22'],
  ['an ordinary Wednesday', '2026-03-11', '2026-03-11'],
])('H12 a date on %s fires on the last business day up to it', (_day, on, fires) => {
  const p = new Play();
  p.send('followUp.set', { on });
  expect(p.due('followUp')).toBe(fires);
  expect(p.facts.followUpOn).toBe(on);
});

test('H12 a Saturday set on Friday noon fires on Monday, because Friday morning is over', () => {
  const p = new Play({}, la('2026-03-13 12:00'));
  p.send('followUp.set', { on: '2026-03-14' });
  expect(p.due('followUp')).toBe('2026-03-16');
});

test('H12 a follow-up set for today opens its task at once', () => {
  const p = new Play();
  p.send('followUp.set', { on: '2026-03-03' });
  expect(followUpTasks(p)).toEqual(['follow-up:1']);
  p.send('followUp.set', { on: '2026-03-03' });
  expect(followUpTasks(p)).toEqual(['follow-up:2']);
});

test('H12 a date in the past or more than a year ahead is refused by name', () => {
  const p = new Play();
  expect(p.why('followUp.set', { on: '2026-03-02' })).toBe(
    'The follow-up date 2026-03-02 is in the past; choose 2026-03-03 or later.',
  );
  expect(p.why('followUp.set', { on: '2062-03-04' })).toMatch(/too far ahead; choose 2027-03-04 or earlier/);
  expect(p.why('followUp.set', { on: '2026-02-30' })).toMatch(/not what it must be/);
});

test('H20 in Awaiting Payment the follow-up repeats by the interval, over weekends, a holiday and the clock change', () => {
  const p = awaiting();
  expect(followUps(p, '2026-06-10 12:00')).toEqual([
    'followUp 2026-03-17',
    'followUp 2026-03-31',
    'followUp 2026-04-14',
    'followUp 2026-04-28',
    'followUp 2026-05-12',
    'followUp 2026-05-27', // ten business days: Memorial Day does not count
    'followUp 2026-06-10',
  ]);
});

test('H20 the reminder keeps its wall-clock minute when the clocks change', () => {
  const p = new Play({ followUpIntervalDays: 1 });
  p.send('action.taken', sent);
  const minutes = p
    .until('2026-03-12 12:00')
    .filter((s) => s.fired?.name === 'followUp')
    .map((s) => localMinuteOf(calendar, s.event.at));
  expect(minutes).toHaveLength(7);
  expect(new Set(minutes).size).toBe(1);
});

test('H20 one reminder is open at a time, counted, and rising in priority', () => {
  const p = awaiting();
  p.until('2026-03-17 12:00');
  expect(p.tasks.get('follow-up:1')).toMatchObject({
    title: 'Follow up with the payer',
    priority: 'normal',
    reason: 'First reminder: no answer recorded since the appeal of 2026-03-03.',
  });
  p.until('2026-04-14 12:00');
  expect(followUpTasks(p)).toEqual(['follow-up:3']);
  expect(p.tasks.get('follow-up:3')).toMatchObject({ priority: 'high', dueOn: '2026-04-14' });
  expect(p.tasks.get('follow-up:3')?.reason).toMatch(/^Third reminder/);
  expect(p.closings.filter((c) => c.key.startsWith('follow-up')).map((c) => c.outcome)).toEqual([
    'no-longer-needed',
    'no-longer-needed',
  ]);
});

test("H20 the payer's own interval replaces the rule's", () => {
  expect(followUps(awaiting({ followUpIntervalDays: 5 }), '2026-03-20 12:00')).toEqual([
    'followUp 2026-03-10',
    'followUp 2026-03-17',
  ]);
});

test('H20 new terms of the payer re-date the running wait from its anchor', () => {
  const p = awaiting();
  p.until('2026-03-05 09:00');
  p.send('payer.termsSet', { payerClass: 'other', followUpIntervalDays: 4, appealWindowDays: null });
  expect(p.due('followUp')).toBe('2026-03-09');
});

test('H20 the date the payer is expected to answer by is the first follow-up', () => {
  const p = new Play({ followUpOn: '2026-03-20' });
  p.send('action.taken', { ...sent, expectedBy: '2026-03-25' });
  expect(followUps(p, '2026-04-10 12:00')).toEqual(['followUp 2026-03-25', 'followUp 2026-04-08']);
});

test('H20 a later date somebody chose stands when an action is taken', () => {
  const p = new Play({ followUpOn: '2026-03-20' });
  p.send('action.taken', sent);
  expect(p.facts.followUpOn).toBe('2026-03-20');
});

test('H20 an action entered late asks at once when its interval has passed already', () => {
  const p = new Play({}, la('2026-04-10 10:00'));
  p.send('action.taken', sent);
  expect(p.stage).toBe('Awaiting Payment');
  expect(followUpTasks(p)).toEqual(['follow-up:1']);
  expect(p.due('followUp')).toBe('2026-04-24');
});

test('H20 leaving Awaiting Payment stops the repetition [R07]', () => {
  const p = awaiting();
  p.until('2026-03-20 12:00');
  p.send('work.resumed');
  expect(followUps(p, '2026-12-31 12:00')).toEqual(['followUp 2026-03-31']);
});

test('R11 a reply does not silently cancel the follow-up date', () => {
  const p = awaiting();
  p.send('payer.responded', { outcome: 'more-information', on: '2026-03-03' });
  p.send('payment.posted', { amountCents: 5, on: '2026-03-03' });
  expect(p.facts.followUpOn).toBe('2026-03-17');
  expect(followUps(p, '2026-06-01 12:00')).toEqual(['followUp 2026-03-17']);
});

test('R11 one new date postpones a due follow-up: its task goes, the flag goes, the count of reminders stays', () => {
  const p = awaiting();
  p.until('2026-03-17 12:00');
  p.send('followUp.set', { on: '2026-03-19' });
  expect(followUpTasks(p)).toEqual([]);
  expect(p.flags).not.toContain('follow-up-due');
  p.until('2026-03-19 12:00');
  expect(p.tasks.get('follow-up:2')?.reason).toMatch(/^Second reminder/);
});

test('H12 completing the follow-up task ends it; in Awaiting Payment the next date stands', () => {
  const once = new Play({ followUpOn: '2026-03-12' });
  once.until('2026-03-12 12:00');
  once.send('task.done', { key: 'follow-up:1' });
  expect(once.leaves['followUp']).toBe('none');
  expect(once.facts.followUpOn).toBeNull();

  const p = awaiting();
  p.until('2026-03-17 12:00');
  p.send('task.done', { key: 'follow-up:1' });
  expect(p.leaves['followUp']).toBe('waiting');
  expect(p.facts.followUpOn).toBe('2026-03-31');
  p.until('2026-03-31 12:00');
  expect(p.tasks.get('follow-up:2')?.reason).toMatch(/^First reminder/);
});

test('H12 completing an older reminder does not end the newer one', () => {
  const p = awaiting();
  p.until('2026-04-01 12:00');
  p.send('task.done', { key: 'follow-up:1' });
  expect(p.flags).toContain('follow-up-due');
});

test('H12 a follow-up date can be cleared, but not while a payment is awaited', () => {
  const p = new Play({ followUpOn: '2026-03-12' });
  p.send('followUp.cleared');
  expect(p.due('followUp')).toBeNull();
  expect(p.why('followUp.cleared')).toBe('There is no follow-up date to clear.');
  p.send('action.taken', sent);
  expect(p.why('followUp.cleared')).toMatch(/While a payment is awaited a follow-up date must stand/);
});

test('H20 taking another action while waiting answers the reminder and starts a new wait', () => {
  const p = awaiting();
  p.until('2026-03-18 12:00');
  p.send('action.taken', { action: 'called-payer', on: '2026-03-18' });
  expect(p.stage).toBe('Awaiting Payment');
  expect(p.closings.at(-1)).toEqual({ type: 'task.close', key: 'follow-up:1', outcome: 'done' });
  expect(p.due('followUp')).toBe('2026-04-01');
});

test('H20 dates that did not happen yet are refused', () => {
  const p = new Play();
  expect(p.why('action.taken', { action: 'other', on: '2026-03-04' })).toMatch(/lies in the future/);
  expect(p.why('action.taken', { ...sent, expectedBy: '2026-03-02' })).toMatch(/is in the past/);
  expect(p.why('payer.responded', { outcome: 'paid', on: '2026-03-04' })).toMatch(/lies in the future/);
});

test('R02 a moved follow-up fires at its new instant only, and the case shows the new date', () => {
  const p = awaiting();
  p.send('clock.moved', { clock: 'followUp', dueAt: la('2026-03-20 09:00') });
  expect(p.facts.followUpOn).toBe('2026-03-20');
  expect(followUps(p, '2026-04-03 12:00')).toEqual(['followUp 2026-03-20', 'followUp 2026-04-03']);
});

test('C08 a published interval re-dates a running wait; one that has passed by it fires at once', () => {
  const p = awaiting();
  p.until('2026-03-10 12:00');
  p.send('rules.published', { rules: withInterval(15) });
  expect(p.due('followUp')).toBe('2026-03-24');
  p.send('rules.published', { rules: withInterval(3, 3) });
  expect(followUpTasks(p)).toEqual(['follow-up:1']);
  expect(p.due('followUp')).toBe('2026-03-13');
});

test('C08 the rule switched off takes the reminder away and brings it back when switched on', () => {
  const p = new Play({ followUpOn: '2026-03-12' });
  p.until('2026-03-12 12:00');
  p.send('rules.published', { rules: rulesWith({ [followUpRule.id]: { mode: 'off', params: {} } }, 2) });
  expect(followUpTasks(p)).toEqual([]);
  expect(p.due('followUp')).toBeNull();
  expect(p.facts.followUpOn).toBe('2026-03-12');
  p.send('rules.published', { rules: rulesWith({}, 3) });
  expect(p.flags).toContain('follow-up-due');
});

test('N10 a case in work without a follow-up date comes back after ten business days without a step', () => {
  const p = new Play();
  p.send('work.started');
  p.until('2026-03-16 12:00');
  p.send('amounts.updated', { deniedCents: 1, outstandingCents: 1 });
  expect(p.firings('2026-03-17 12:00')).toContain('stalled 2026-03-17');
  expect(p.tasks.get('stalled')?.reason).toMatch(/^Nothing has happened for 10 business days/);
  p.send('task.done', { key: 'stalled' });
  expect(p.flags).not.toContain('stalled');
  expect(p.due('stalled')).toBe('2026-03-31');
});

test('R19 without an owner the reminder goes to the role the denial is routed to', () => {
  const p = new Play({ owner: undefined, carcCodes: ['CO-22'], followUpOn: '2026-03-04', payerId: id(5) });
  p.until('2026-03-04 12:00');
  expect(p.tasks.get('follow-up:1')?.assignTo).toEqual({ role: 'front-desk' });
});

test('H20 a reminder brought forward to today repeats from today, although the interval leads to the date it was moved from', () => {
  const p = new Play({});
  p.send('action.taken', { action: 'appeal-sent', on: '2026-03-02' });
  p.send('clock.moved', { clock: 'followUp', dueAt: p.state.lastAt + 60_000 });
  expect(followUps(p, '2026-03-03 12:00')).toHaveLength(1);
  expect(p.flags).toContain('follow-up-due');
  const next = p.state.clocks.find((c) => c.name === 'followUp');
  expect(next).toMatchObject({ moved: false });
  expect(next?.dueAt).toBeGreaterThan(la('2026-03-13 00:00'));
});
