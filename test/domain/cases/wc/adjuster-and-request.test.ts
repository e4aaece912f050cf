import { id, la, ruleOff, ruleWith, rulesWith, shows } from '../../support/practice';
import { A, authorization, B, REQUEST, wc, type WcPlay } from './wc-play';

const open = (on: string, lastContactOn: string | undefined = on) => {
  const authorizations = [
    authorization({ startsOn: '2026-01-05', endsOn: null, visitsLimit: null, determinedOn: '2026-01-05' }),
  ];
  return wc({ authorizations, ...(lastContactOn ? { lastContactOn } : {}) }, la(`${on} 10:00`));
};
const request = (p: WcPlay, at?: string) =>
  p.send('reauthorization.requested', {
    requestId: REQUEST,
    kind: 'extend',
    ...(at ? { receivedAt: la(at) } : {}),
  });
const decide = (p: WcPlay, decision: string, more: object = {}) =>
  p.send('reauthorization.decided', { requestId: REQUEST, decision, on: shows(p.now).slice(0, 10), ...more });

test.each([
  ['two weeks later without a holiday', '2026-03-09', '2026-03-23'],
  ['over the spring change of the clocks', '2026-03-02', '2026-03-16'],
  ['over the autumn change of the clocks', '2026-10-26', '2026-11-09'],
  ['a day later over Thanksgiving', '2026-11-16', '2026-12-01'],
  ['from a contact on a Saturday as from the Monday after', '2026-03-07', '2026-03-23'],
])('C05 ten business days without an adjuster contact surface the case: %s', (_name, contact, silent) => {
  const p = open(contact);
  expect(p.due('adjusterSilence')).toBe(silent);
  expect(shows(p.dueAt('adjusterSilence') ?? 0).slice(11) < '06:30:00').toBe(true);
  p.until(`${silent} 08:00`);
  expect(p.flags).toContain('silent');
  expect(p.open).toContain('adjuster-silent:1');
});

test('C05 the day count says what it skipped', () => {
  const p = open('2026-11-16');
  const clock = p.state.clocks.find((c) => c.name === 'adjusterSilence');
  expect(clock?.explanation?.skipped).toContainEqual({ on: '2026-11-26', reason: 'Thanksgiving Day' });
});

test.each(['email', 'fax', 'call'])('D1 D3 a logged %s resets the silence clock and the last contact', (channel) => {
  const p = open('2026-03-09');
  p.until('2026-03-20 09:00');
  const step = p.contact('2026-03-20', { channel });
  expect(step.changed['lastContactOn']).toEqual(['2026-03-09', '2026-03-20']);
  expect(step.clockChanges).toContainEqual(expect.objectContaining({ name: 'adjusterSilence', change: 'redated' }));
  expect(p.due('adjusterSilence')).toBe('2026-04-03');
});

test('D2 each contact stands in the log with who entered it, when, and the day it was for', () => {
  const p = open('2026-03-09');
  p.until('2026-03-10 15:00');
  const step = p.contact('2026-03-09', { channel: 'fax', reached: false });
  expect(step.event).toMatchObject({
    type: 'adjuster.contacted',
    at: la('2026-03-10 15:00'),
    actor: { type: 'user', id: 'u1' },
    channel: 'fax',
    on: '2026-03-09',
    reached: false,
  });
  expect(step.changed['contacts']).toEqual([0, 1]);
});

test('D3 a contact ends the silence, and its task as done', () => {
  const p = open('2026-03-09');
  p.until('2026-03-24 09:00');
  expect(p.tasks.get('adjuster-silent:1')).toMatchObject({
    reason: 'No adjuster contact for 10 business days, since 2026-03-09.',
    requirement: 'C05',
    dueOn: '2026-03-23',
  });
  p.contact('2026-03-24');
  expect(p.flags).not.toContain('silent');
  expect(p.ending('adjuster-silent:1')).toBe('done');
});

test('D3 a contact entered late counts from its own day and never moves the last contact back', () => {
  const p = open('2026-03-09');
  p.until('2026-03-24 09:00');
  p.contact('2026-03-02');
  expect(p.flags).toContain('silent');
  p.contact('2026-03-20');
  expect(p.flags).not.toContain('silent');
  expect(p.due('adjusterSilence')).toBe('2026-04-03');
  expect(p.why('adjuster.contacted', { channel: 'fax', direction: 'out', reached: true, on: '2026-03-25' })).toMatch(
    /lies in the future/,
  );
});

test('R07 only contacts with the adjuster count: a visit, a claim or a new owner does not', () => {
  const p = open('2026-03-09');
  const due = p.dueAt('adjusterSilence');
  p.completed(100, '2026-03-09');
  p.send('case.assigned', { owner: { teamId: id(902) } });
  p.send('document.changed', { documentId: id(5), kind: 'work-status', status: 'received', on: '2026-03-09' });
  expect(p.dueAt('adjusterSilence')).toBe(due);
});

test('D3 whether an unanswered call counts is a setting', () => {
  const p = open('2026-03-09');
  p.until('2026-03-16 09:00');
  p.contact('2026-03-16', { reached: false });
  expect(p.due('adjusterSilence')).toBe('2026-03-30');
  p.send('rules.published', { rules: ruleWith('wc.adjuster-silence', { resetBy: 'reply' }) });
  expect(p.due('adjusterSilence')).toBe('2026-03-23');
});

test('C05 without any contact the silence counts from the start of the case', () => {
  const p = wc({ lastContactOn: undefined, startedOn: '2026-02-02' });
  expect(p.flags).toContain('silent');
  expect(p.tasks.get('adjuster-silent:1')?.reason).toContain('since the start of the case on 2026-02-02');
});

test('R10 while the silence lasts the task comes again, urgent; there is one at a time', () => {
  const p = open('2026-03-09');
  p.until('2026-03-30 09:00');
  expect(p.open).toEqual(['adjuster-silent:2']);
  expect(p.tasks.get('adjuster-silent:2')).toMatchObject({ priority: 'high' });
  p.contact('2026-03-30');
  p.until('2026-04-13 09:00');
  expect(p.tasks.get('adjuster-silent:1')).toMatchObject({ priority: 'normal' });
});

test('R02 a reminder put off to later today comes once, and the next one in its usual time', () => {
  const p = open('2026-03-09');
  p.until('2026-03-23 09:00');
  p.send('clock.moved', { clock: 'silenceReminder', dueAt: la('2026-03-23 15:00') });
  expect(p.firings('2026-03-24 09:00')).toEqual(['silenceReminder 2026-03-23']);
  expect(p.due('silenceReminder')).toBe('2026-03-30');
});

test('R02 a contact ends a move of the silence clock: it counts anew', () => {
  const p = open('2026-03-07'); // Saturday and Monday count alike
  p.send('clock.moved', { clock: 'adjusterSilence', dueAt: la('2026-03-09 15:00') });
  p.until('2026-03-09 16:00');
  expect(p.flags).toContain('silent');
  p.contact('2026-03-09');
  expect(p.flags).not.toContain('silent');
  expect(p.due('adjusterSilence')).toBe('2026-03-23');
});

test('C08 a longer silence unflags the case, a switched-off rule has no clock', () => {
  const p = open('2026-03-09');
  p.until('2026-03-24 09:00');
  p.send('rules.published', { rules: ruleWith('wc.adjuster-silence', { businessDays: 15 }) });
  expect(p.flags).not.toContain('silent');
  expect(p.due('adjusterSilence')).toBe('2026-03-30');
  p.send('rules.published', { rules: ruleOff('wc.adjuster-silence', 3) });
  expect(p.dueAt('adjusterSilence')).toBeNull();
});

test('C04 a request has five whole business days from its receipt', () => {
  const p = open('2026-03-09');
  request(p); // Monday 10:00; Monday the 16th is day 5
  expect(p.due('reauthorizationOverdue')).toBe('2026-03-17');
  p.until('2026-03-16 23:59');
  expect(p.flags).not.toContain('reauth-overdue');
  p.until('2026-03-17 08:00');
  expect(p.flags).toContain('reauth-overdue');
  expect(p.tasks.get('reauthorization-overdue')).toMatchObject({
    title: 'Call the adjuster about the request',
    reason: 'The re-authorization request received on 2026-03-09 has no answer after 5 business days.',
  });
});

test.each([
  ['a fax at 17:30 counts on its day', '2026-03-06 17:30', '2026-03-16'],
  ['a fax at 17:31 on Friday counts from Monday', '2026-03-06 17:31', '2026-03-17'],
  ['a fax on Saturday counts from Monday', '2026-03-07 11:00', '2026-03-17'],
])('C04 %s', (_name, received, due) => {
  const p = open('2026-03-09');
  request(p, received);
  expect(p.due('reauthorizationOverdue')).toBe(due);
});

test('C04 a request received on a later day is refused; a clock some hours ahead of ours counts as now', () => {
  const p = open('2026-03-09');
  const at = (text: string) => ({ requestId: REQUEST, kind: 'extend', receivedAt: la(text) });
  expect(p.why('reauthorization.requested', at('2026-03-10 08:00'))).toMatch(
    /The receipt 2026-03-10 lies in the future/,
  );
  expect(p.why('reauthorization.requested', { ...at('2026-03-09 08:00'), receivedAt: 9e15 })).not.toBeNull();
  p.send('reauthorization.requested', at('2026-03-09 12:00'));
  expect(p.facts.detail['reauthorization']).toMatchObject({ receivedAt: p.now });
});

test('C04 Thanksgiving is skipped', () => {
  const p = open('2026-11-20');
  request(p);
  expect(p.due('reauthorizationOverdue')).toBe('2026-12-01'); // Friday 27 November is worked
});

test('C04 the cap in calendar days decides where it is set and comes first', () => {
  const p = open('2026-03-09');
  request(p);
  p.send('rules.published', {
    rules: ruleWith('wc.reauthorization-overdue', { businessDays: 20, capCalendarDays: 14 }),
  });
  expect(p.due('reauthorizationOverdue')).toBe('2026-03-24');
});

test('C04 an answer ends the wait and the flag', () => {
  const p = open('2026-03-09');
  request(p);
  p.until('2026-03-18 09:00');
  decide(p, 'approved', { authorizationId: A });
  expect(p.leaves['reauthorization']).toBe('approved');
  expect(p.ending('reauthorization-overdue')).toBe('done');
});

test('A14 an approval asks for its dates and visits until they are on the case', () => {
  const p = open('2026-03-09');
  request(p);
  decide(p, 'approved');
  expect(p.flags).toContain('approval-unrecorded');
  p.send(
    'authorization.recorded',
    authorization({ authorizationId: B, startsOn: '2026-05-02', endsOn: '2026-08-01', determinedOn: '2026-03-09' }),
  );
  expect(p.leaves['reauthorization']).toBe('approved');
  expect(p.ending('approval-unrecorded')).toBe('done');
});

test('C04 a denial is flagged for a decision, until its task is done or a new request is made', () => {
  const p = open('2026-03-09');
  request(p);
  decide(p, 'denied');
  expect(p.flags).toContain('reauth-denied');
  p.send('task.done', { key: 'reauthorization-denied' });
  expect(p.flags).not.toContain('reauth-denied');
  p.send('reauthorization.requested', { requestId: id(41), kind: 'expand' });
  expect(p.leaves['reauthorization']).toBe('requested');
});

test('C04 one request waits at a time, and only it can be decided, once', () => {
  const p = open('2026-03-09');
  expect(p.why('reauthorization.decided', { requestId: REQUEST, decision: 'denied', on: '2026-03-09' })).toMatch(
    /not the one/,
  );
  request(p);
  expect(p.why('reauthorization.requested', { requestId: id(41), kind: 'expand' })).toMatch(/waits for its answer/);
  decide(p, 'withdrawn');
  expect(p.leaves['reauthorization']).toBe('none');
  expect(p.why('reauthorization.decided', { requestId: REQUEST, decision: 'denied', on: '2026-03-09' })).toMatch(
    /already/,
  );
});

test('C01 C02 a request is what the warnings asked for: their tasks are done, their flags stay', () => {
  const p = wc({ authorizations: [authorization({ endsOn: '2026-03-10', visitsUsed: 11 })] });
  expect(p.open).toEqual(['authorization-expiring', 'visit-capped']);
  request(p);
  expect(p.open).toEqual([]);
  expect(p.flags).toEqual(['expiring', 'visit-capped']);
  expect(p.ending('visit-capped')).toBe('done');
});

test('R08 a new owner keeps every clock and its elapsed time; the case knows since when', () => {
  const p = wc();
  request(p);
  const before = p.state.clocks;
  p.until('2026-03-04 09:00');
  p.send('case.assigned', { owner: { teamId: id(902) } });
  expect(p.state.clocks).toEqual(before);
  expect(p.facts.owner).toEqual({ teamId: id(902) });
  expect(p.own['assignedOn']).toBe('2026-03-04');
});

test('R19 tasks of a case without an owner go to the coordinators', () => {
  const p = wc({ owner: undefined, lastContactOn: '2026-02-02' }, undefined, rulesWith());
  expect(p.tasks.get('adjuster-silent:1')?.assignTo).toEqual({ role: 'coordinator' });
});
