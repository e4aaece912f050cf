import { id, la, ruleOff, ruleWith } from '../../support/practice';
import { A, authorization, REQUEST, wc, type WcPlay } from './wc-play';

const bare = () => wc({ authorizations: [], lastContactOn: undefined });
const treated = (p = wc()): WcPlay => {
  p.completed(100, '2026-02-20');
  p.completed(101, '2026-02-27');
  return p;
};
const claim = (p: WcPlay, more: object = {}) => p.send('claim.submitted', { on: '2026-03-02', ...more });

test('A14 a case without anything done is New; starting work makes it In Progress, once', () => {
  const p = bare();
  expect(p.stage).toBe('New');
  p.send('case.started');
  expect(p.stage).toBe('In Progress');
  expect(p.why('case.started')).toBe('Work has started already.');
  expect(p.allows('case.started')).toBe(false);
});

test.each([
  ['a completed visit', (p: WcPlay) => p.completed(100, '2026-03-02')],
  ['a logged contact', (p: WcPlay) => p.contact('2026-03-02')],
  ['a recorded authorization', (p: WcPlay) => p.send('authorization.recorded', authorization())],
])('A14 %s starts the work', (_name, act) => {
  const p = bare();
  act(p);
  expect(p.stage).toBe('In Progress');
});

test('A12 treatment done and all of it billed is Awaiting Payment, in either order', () => {
  const p = treated();
  claim(p);
  expect(p.stage).toBe('In Progress');
  p.send('treatment.completed', { on: '2026-02-27' });
  expect(p.stage).toBe('Awaiting Payment');
  const q = treated();
  q.send('treatment.completed', { on: '2026-02-27' });
  expect(q.stage).toBe('In Progress');
  claim(q);
  expect(q.stage).toBe('Awaiting Payment');
  expect(q.own['statusChain']).toBe('treatment done → claim submitted → payment pending');
});

test('A12 a claim that bills only a part does not await payment', () => {
  const p = treated();
  p.send('treatment.completed', { on: '2026-02-27' });
  claim(p, { throughOn: '2026-02-20' });
  expect(p.stage).toBe('In Progress');
  expect(p.own).toMatchObject({ unbilledSince: '2026-02-27', billingStatus: 'delivered' });
});

test('H20 a person takes the case back from Awaiting Payment; the next claim sends it there again', () => {
  const p = treated();
  p.send('treatment.completed', { on: '2026-02-27' });
  expect(p.why('work.resumed')).toBe('The case is not awaiting payment.');
  claim(p);
  p.send('work.resumed');
  expect(p.stage).toBe('In Progress');
  claim(p, { claimId: id(60) });
  expect(p.stage).toBe('Awaiting Payment');
});

test('A19 a treatment after the end of treatment means that it goes on', () => {
  const p = treated();
  p.send('treatment.completed', { on: '2026-02-27' });
  claim(p);
  p.completed(102, '2026-03-02');
  expect(p.leaves['treatment']).toBe('treating');
  expect(p.stage).toBe('In Progress');
  expect(p.due('authorizationExpiring')).toBe('2026-04-17');
});

test.each([
  ['over a weekend', '2026-02-26', '2026-03-05'],
  ['over a holiday', '2026-02-11', '2026-02-19'],
])('C06 authorized treatment without a claim surfaces five business days after its completion, %s', (_n, on, due) => {
  const p = wc({ treatment: 'complete', treatmentCompletedOn: on, lastContactOn: on }, la(`${on} 12:00`));
  expect(p.due('authorizedUnbilled')).toBe(due);
  p.until(`${due} 08:00`);
  expect(p.flags).toContain('unbilled');
  expect(p.tasks.get('authorized-unbilled')).toMatchObject({
    title: 'Submit the claim',
    assignTo: { role: 'biller' },
    dueOn: due,
    requirement: 'C06',
  });
});

test('C06 the count crosses both changes of the clocks by wall clock', () => {
  const spring = wc({ treatment: 'complete', treatmentCompletedOn: '2026-03-05' }, la('2026-03-05 12:00'));
  expect(spring.due('authorizedUnbilled')).toBe('2026-03-12');
  const autumn = wc({ treatment: 'complete', treatmentCompletedOn: '2026-10-29' }, la('2026-10-29 12:00'));
  expect(autumn.due('authorizedUnbilled')).toBe('2026-11-05');
});

test('C06 the claim ends it as done and gives the days from treatment to claim', () => {
  const p = treated();
  p.send('treatment.completed', { on: '2026-02-27' });
  p.until('2026-03-09 09:00');
  expect(p.flags).toContain('unbilled');
  expect(p.facts).toMatchObject({ attentionRank: 3, attentionOn: '2026-02-20' });
  p.send('claim.submitted', { on: '2026-03-09' });
  expect(p.ending('authorized-unbilled')).toBe('done');
  expect(p.own['daysTreatmentToClaim']).toBe(10);
});

test('C06 it can count from each visit instead, and treatment without authorization is not billable', () => {
  const p = treated();
  expect(p.due('authorizedUnbilled')).toBeNull();
  p.send('rules.published', { rules: ruleWith('wc.authorized-unbilled', { countFrom: 'visit' }) });
  expect(p.due('authorizedUnbilled')).toBeNull(); // 27 February is past: flagged at once
  expect(p.flags).toContain('unbilled');
  p.send('rules.published', { rules: ruleOff('wc.authorized-unbilled', 3) });
  expect(p.flags).not.toContain('unbilled');
  const without = wc({ authorizations: [] });
  without.completed(100, '2026-03-02');
  without.send('treatment.completed', { on: '2026-03-02' });
  expect(without.own['unbilledSince']).toBeNull();
});

test('B04 a posted payment asks a person to check and resolve; each payment asks again', () => {
  const p = treated();
  p.send('treatment.completed', { on: '2026-02-27' });
  claim(p);
  p.send('payment.posted', { on: '2026-03-02', amountCents: 12_050, final: false });
  expect(p.tasks.get('payment-posted:1')).toMatchObject({
    title: 'Payment posted: check and resolve',
    reason: 'Payment 1 posted on 2026-03-02, more is expected; $120.50 in all.',
  });
  p.send('payment.posted', { on: '2026-03-02', amountCents: 5, final: true });
  expect(p.open).toEqual(['payment-posted:2']);
  expect(p.leaves['billing']).toBe('paid');
  p.send('task.done', { key: 'payment-posted:2' });
  expect(p.open).toEqual([]);
  expect(p.why('payment.posted', { on: '2026-03-02', amountCents: -5, final: true })).not.toBeNull();
});

test('B04 a denied claim brings the case back to In Progress with a task, until it is submitted again', () => {
  const p = treated();
  expect(p.why('claim.denied', { on: '2026-03-02' })).toMatch(/No claim/);
  p.send('treatment.completed', { on: '2026-02-27' });
  claim(p);
  p.send('claim.denied', { on: '2026-03-02' });
  expect(p.stage).toBe('In Progress');
  expect(p.tasks.get('claim-denied')).toMatchObject({ assignTo: { role: 'biller' } });
  claim(p);
  expect(p.stage).toBe('Awaiting Payment');
  expect(p.ending('claim-denied')).toBe('done');
});

test.each([
  ['a working day', '2026-03-11', '2026-03-11'],
  ['a Sunday: the Friday before', '2026-03-15', '2026-03-13'],
  ['Thanksgiving: the Wednesday before', '2026-11-26', '2026-11-25'],
])('M3 the follow-up date fires on %s', (_name, on, due) => {
  const p = wc({ followUpOn: on });
  expect(p.due('followUp')).toBe(due);
  p.until(`${due} 08:00`);
  expect(p.flags).toContain('follow-up-due');
  expect(p.tasks.get('follow-up')?.reason).toBe(`The follow-up date ${on} has come.`);
});

test('R11 a contact does not silently cancel a follow-up; a new date or clearing it does', () => {
  const p = wc({ followUpOn: '2026-03-04' });
  p.until('2026-03-04 09:00');
  p.contact('2026-03-04', { direction: 'in' });
  expect(p.flags).toContain('follow-up-due');
  p.send('followUp.set', { on: '2026-03-10' });
  expect(p.flags).not.toContain('follow-up-due');
  expect(p.ending('follow-up')).toBe('done');
  p.send('followUp.cleared');
  expect(p.dueAt('followUp')).toBeNull();
  expect(p.why('followUp.cleared')).toMatch(/no follow-up date/);
});

test('R11 a follow-up date in the past or years ahead is refused', () => {
  expect(wc().why('followUp.set', { on: '2026-03-01' })).toMatch(/in the past; choose 2026-03-02 or later/);
  expect(wc().why('followUp.set', { on: '2028-03-01' })).toMatch(/too far ahead/);
});

test('A15 return to work asks whether the case can close', () => {
  const p = wc();
  p.send('returnToWork.recorded', { on: '2026-03-09', kind: 'modified' });
  expect(p.tasks.get('return-to-work')?.title).toBe('Return to work recorded: can the case close?');
  p.send('task.done', { key: 'return-to-work' });
  expect(p.flags).toEqual([]);
  p.send('returnToWork.recorded', { on: '2026-03-16', kind: 'full' });
  expect(p.open).toEqual(['return-to-work']);
  p.send('case.resolved', { outcome: 'returned-to-work' });
  expect(p.stage).toBe('Resolved');
});

test('B06 documents that are missing are counted, the last word on each counts', () => {
  const p = wc();
  const doc = { documentId: id(5), kind: 'work-status', on: '2026-03-02' };
  p.send('document.changed', { ...doc, status: 'missing' });
  expect(p.own['documentsMissing']).toBe(1);
  p.send('document.changed', { ...doc, status: 'received' });
  expect(p.own['documentsMissing']).toBe(0);
});

const busy = () => {
  const p = wc({ authorizations: [authorization({ endsOn: '2026-03-10' })], followUpOn: '2026-03-20' });
  p.send('reauthorization.requested', { requestId: REQUEST, kind: 'extend' });
  p.send('returnToWork.recorded', { on: '2026-03-09', kind: 'full' });
  return p;
};

test.each([
  ['case.resolved', { outcome: 'settled' }],
  ['case.canceled', { reason: 'opened-in-error' }],
])('R07 %s stops every clock and closes every task', (type, data) => {
  const p = busy();
  p.send(type, data);
  expect(p.state.clocks).toEqual([]);
  expect(p.open).toEqual([]);
  expect(p.ending('return-to-work')).toBe('case-closed');
  expect(p.until('2026-12-31 08:00')).toEqual([]);
  expect(p.facts).toMatchObject({ attentionRank: 9, followUpOn: null });
  expect(p.why('adjuster.contacted', { channel: 'call', direction: 'out', reached: true, on: '2026-03-02' })).toMatch(
    /The case is (Resolved|Canceled)/,
  );
});

test('R25 a reopened case is In Progress and its states follow from its facts', () => {
  const p = busy();
  p.send('case.resolved', { outcome: 'settled' });
  p.until('2026-03-20 09:00');
  p.send('case.reopened');
  expect(p.stage).toBe('In Progress');
  expect(p.flags).toEqual(['lapsed', 'reauth-overdue', 'return-to-work', 'silent']);
  expect(p.own).toMatchObject({ reopenings: 1, outcome: null, closedOn: null });
  expect(p.leaves['followUp']).toBe('none');
});

test('R25 a case reopened while everything is billed waits in In Progress for a person', () => {
  const p = treated();
  p.send('treatment.completed', { on: '2026-02-27' });
  claim(p);
  p.send('case.resolved', { outcome: 'paid' });
  p.send('case.reopened');
  expect(p.stage).toBe('In Progress');
});

test('E1 the board ranks expiring authorizations, then silent cases, then unbilled ones', () => {
  const ending = { authorizations: [authorization({ endsOn: '2026-03-10' })] };
  const silent = { lastContactOn: '2026-02-02' };
  const unbilled = { treatment: 'complete', treatmentCompletedOn: '2026-02-10' } as const;
  expect(wc(ending).facts).toMatchObject({ attentionRank: 1, attentionOn: '2026-03-10' });
  expect(wc(silent).facts).toMatchObject({ attentionRank: 2, attentionOn: '2026-02-02' });
  expect(wc(unbilled).facts).toMatchObject({ attentionRank: 3, attentionOn: '2026-02-10' });
  expect(wc({ ...ending, ...silent }).facts.attentionRank).toBe(1);
  expect(wc({ ...silent, ...unbilled }).facts.attentionRank).toBe(2);
  expect(wc().facts.attentionRank).toBe(9);
});

test('D4 silent cases are ordered by the day of the last contact', () => {
  const order = ['2026-01-12', '2026-02-02'].map((lastContactOn) => wc({ lastContactOn }).facts.attentionOn);
  expect(order).toEqual(['2026-01-12', '2026-02-02']);
});

test('B09 a case that is entered late shows at once everything that is already at risk', () => {
  const p = wc({
    authorizations: [authorization({ visitsUsed: 11, endsOn: '2026-03-08' })],
    lastContactOn: '2026-02-02',
    reauthorization: { requestId: REQUEST, kind: 'extend', receivedAt: la('2026-02-09 10:00') },
    claimId: id(70),
  });
  expect(p.flags).toEqual(['expiring', 'reauth-overdue', 'silent', 'visit-capped']);
  expect(p.facts.claims).toEqual([{ claimId: id(70), submissionId: null }]);
  expect(p.stage).toBe('In Progress');
});

test('B09 a case that is treated, billed and paid elsewhere opens in Awaiting Payment with the payment to check', () => {
  const p = wc({
    treatmentStartedOn: '2026-01-05',
    treatmentCompletedOn: '2026-02-10',
    claimSubmittedOn: '2026-02-12',
    paymentPostedOn: '2026-02-27',
    paidCents: 54_000,
    returnToWorkOn: '2026-02-16',
  });
  expect(p.stage).toBe('Awaiting Payment');
  expect(p.open).toEqual(['payment-posted:1', 'return-to-work']);
  expect(p.own).toMatchObject({
    treatmentStatus: 'complete',
    treatmentStartedOn: '2026-01-05',
    statusChain: 'treatment done → claim submitted → paid in part',
    paidCents: 54_000,
    returnToWorkOn: '2026-02-16',
    returnToWorkKind: 'full',
  });
  p.send('task.done', { key: 'payment-posted:1' });
  expect(p.open).toEqual(['return-to-work']);
});

test('B09 visits listed at the start count; one that lies ahead is booked, whatever the list says', () => {
  const p = wc({
    visits: [
      { visitId: id(100), on: '2026-02-20', status: 'completed' },
      { visitId: id(101), on: '2026-03-06', status: 'completed' },
    ],
  });
  expect(p.own).toMatchObject({
    visitsUsed: 1,
    visitsBooked: 1,
    nextVisitOn: '2026-03-06',
    treatmentStatus: 'treating',
  });
});

test('B09 a follow-up date that has passed is due on opening', () => {
  expect(wc({ followUpOn: '2026-02-20' }).flags).toContain('follow-up-due');
});

test.each([
  [
    'treatment that ends before it starts',
    { treatmentStartedOn: '2026-02-20', treatmentCompletedOn: '2026-02-10' },
    /lies before the start/,
  ],
  ['treatment that is complete on no day', { treatment: 'complete' as const }, /belongs to a complete treatment/],
  ['a payment without a day', { paidCents: 500 }, /needs the day of the payment/],
  [
    'a visit listed twice',
    { visits: [1, 2].map(() => ({ visitId: id(100), on: '2026-02-20', status: 'booked' as const })) },
    /names a visit twice/,
  ],
])('B09 a case with %s is refused', (_name, data, why) => {
  expect(() => wc(data)).toThrow(why);
});

// One row per event: the regions it may move; all others must stand (DESIGN 6).
const moves: [string, object, string[]][] = [
  ['case.assigned', { owner: null }, []],
  ['adjuster.contacted', { channel: 'fax', direction: 'out', reached: true, on: '2026-03-09' }, ['adjuster']],
  [
    'authorization.recorded',
    authorization({ authorizationId: id(9), startsOn: '2026-03-11', endsOn: '2026-09-01' }),
    ['window', 'visits'],
  ],
  [
    'authorization.changed',
    { authorizationId: A, endsOn: '2026-09-01', source: 'portal', determinedOn: '2026-03-02' },
    ['window'],
  ],
  ['authorization.withdrawn', { authorizationId: A, on: '2026-03-09' }, ['window', 'visits', 'bookings', 'treatments']],
  ['visit.booked', { visitId: id(200), on: '2026-03-10' }, []],
  ['visit.completed', { visitId: id(201), on: '2026-03-09' }, ['window', 'visits', 'treatment', 'billing']],
  ['visits.counted', { authorizationId: A, used: 12 }, ['window', 'visits', 'treatment']],
  ['reauthorization.decided', { requestId: REQUEST, decision: 'denied', on: '2026-03-09' }, ['reauthorization']],
  ['treatment.completed', { on: '2026-03-09' }, ['window', 'visits', 'treatment', 'billing']],
  ['claim.submitted', { on: '2026-03-09' }, ['billing']],
  ['payment.posted', { on: '2026-03-09', amountCents: 5, final: false }, ['payment']],
  ['followUp.set', { on: '2026-04-01' }, ['followUp']],
  ['followUp.cleared', {}, ['followUp']],
  ['returnToWork.recorded', { on: '2026-03-09', kind: 'full' }, ['returnToWork']],
  ['milestone.recorded', { code: 'mmi', on: '2026-03-09' }, []],
  ['document.changed', { documentId: id(5), kind: 'rfa', status: 'missing', on: '2026-03-09' }, []],
  ['task.done', { key: 'authorization-expiring' }, []],
];

test.each(moves)('DESIGN 6 %s leaves the other regions where they are', (type, data, may) => {
  const p = wc({
    authorizations: [authorization({ endsOn: '2026-03-10', visitsUsed: 10 })],
    lastContactOn: '2026-02-02',
    reauthorization: { requestId: REQUEST, kind: 'extend', receivedAt: la('2026-02-09 10:00') },
    followUpOn: '2026-03-05',
  });
  p.until('2026-03-09 09:00');
  const before = p.leaves;
  expect(before).toMatchObject({
    window: 'expiring',
    visits: 'capped',
    adjuster: 'silent',
    reauthorization: 'overdue',
    followUp: 'due',
  });
  p.send(type, data);
  const moved = Object.keys(before).filter((region) => before[region] !== p.leaves[region]);
  expect(moved.filter((region) => !may.includes(region))).toEqual([]);
});
