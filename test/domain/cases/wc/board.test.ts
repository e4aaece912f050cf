/** What a row of the board says and offers: urgency, the two-clock bar, the chain and what to do next, for a given day. */
import { authBarOf } from '../../../../domain/cases/wc/board/auth-bar';
import { boardDayOf, boardFactsOf, type BoardVisit } from '../../../../domain/cases/wc/board/board-facts';
import { doNext } from '../../../../domain/cases/wc/board/do-next';
import { statusStepsOf } from '../../../../domain/cases/wc/board/status-steps';
import { urgencyOf } from '../../../../domain/cases/wc/board/urgency';
import type { WcContext } from '../../../../domain/cases/wc/context';
import { dayOf, id, la, ruleWith, rulesWith } from '../../support/practice';
import { authorization, REQUEST, wc, type WcPlay } from './wc-play';

/** The row as the projection stores it, judged on the day the play has reached. */
function row(p: WcPlay, rules = rulesWith()) {
  const { facts, state } = p;
  const detail = facts.detail as {
    visits: BoardVisit[];
    reauthorization: { requestId: string } | null;
    silence: { since: string };
  };
  const next = Math.min(...state.clocks.map((clock) => clock.dueAt ?? Number.POSITIVE_INFINITY));
  const read = boardFactsOf({
    flags: state.flags,
    owned: facts.owner !== null,
    followUpOn: facts.followUpOn,
    nextClockOn: Number.isFinite(next) ? dayOf(next) : null,
    facts: facts.own,
    visits: detail.visits,
    requestId: detail.reauthorization?.requestId ?? null,
    silentSince: detail.silence.since,
  });
  const day = boardDayOf(rules, dayOf(p.now) ?? '');
  const urgency = urgencyOf(read, day);
  const reachable = { phone: true, email: true, fax: false };
  const next2 = doNext({ facts: read, urgency, day, reachable }, (type) => type.startsWith('task.') || p.allows(type));
  return {
    urgency,
    bar: authBarOf(read, day),
    steps: statusStepsOf(read),
    next: next2.map(({ key }) => key),
    doNext: next2,
  };
}

test.each([
  // The authorization ends on Friday 1 May 2026.
  ['2026-05-01 09:00', { tone: 'red', numbers: { inDays: 0, count: 0 } }],
  ['2026-04-30 09:00', { tone: 'red', numbers: { inDays: 1, count: 1 } }],
  ['2026-04-28 09:00', { tone: 'red', numbers: { inDays: 3, count: 3 } }],
  ['2026-04-27 09:00', { tone: 'amber', numbers: { inDays: 4, count: 4 } }],
  ['2026-04-17 09:00', { tone: 'amber', numbers: { inDays: 14, count: 10 } }],
])('A18 on %s the row says how many business days the authorization still runs', (at, expected) => {
  const p = wc({ lastContactOn: '2026-03-02' });
  p.until('2026-04-16 09:00');
  p.contact('2026-04-16');
  p.until(at);
  expect(row(p).urgency).toMatchObject({ key: 'authorization-ends', ...expected });
});

test('A18 an end on Sunday is red on the Friday before: no business day is left', () => {
  const p = wc({ authorizations: [authorization({ endsOn: '2026-05-03' })] });
  p.until('2026-05-01 09:00');
  expect(row(p).urgency).toMatchObject({ key: 'authorization-ends', tone: 'red', numbers: { inDays: 2, count: 0 } });
});

test('E1 an authorization that ended says since how many business days, and asks for an extension', () => {
  const p = wc();
  p.until('2026-05-05 09:00');
  const { urgency, bar, next } = row(p);
  expect(urgency).toMatchObject({ key: 'authorization-ended', tone: 'red', numbers: { on: '2026-05-01', count: 2 } });
  expect(bar).toMatchObject({ says: 'ended', on: '2026-05-01', tone: 'red' });
  expect(next).toEqual(['request-extension', 'call-adjuster']);
});

test('N11 the bar counts used and booked visits, and says by bookings when they run out', () => {
  const p = wc({ authorizations: [authorization({ visitsLimit: 4 })] });
  p.until('2026-03-06 09:00');
  p.completed(1, '2026-03-04');
  p.completed(2, '2026-03-06');
  p.booked(3, '2026-03-11');
  p.booked(4, '2026-03-18');
  const { bar, urgency, next } = row(p);
  expect(bar).toMatchObject({ used: 2, booked: 2, limit: 4, beyond: 0, says: 'visits-run-out', on: '2026-03-18' });
  expect(bar).toMatchObject({ byPace: false, tone: 'amber' });
  expect(urgency).toMatchObject({ key: 'visit-limit-near', tone: 'amber', numbers: { count: 2, limit: 4, free: 0 } });
  expect(next).toEqual(['request-visits', 'call-adjuster']);
});

test('N11 without bookings the bar says the day by the pace, and that it does', () => {
  const p = wc({ authorizations: [authorization({ visitsLimit: 6 })] });
  p.until('2026-03-20 09:00');
  for (const [n, on] of ['2026-03-06', '2026-03-13', '2026-03-20'].entries()) p.completed(n + 1, on);
  expect(row(p).bar).toMatchObject({ says: 'visits-run-out', on: '2026-04-10', byPace: true, tone: 'plain' });
});

test('N11 dates that end before the visits do are what runs out', () => {
  const p = wc();
  p.until('2026-03-20 09:00');
  p.completed(1, '2026-03-10');
  p.completed(2, '2026-03-20');
  expect(row(p).bar).toMatchObject({ says: 'dates-run-out', on: '2026-05-01' });
});

test('N11 a second authorization that follows without a gap takes the alarm away', () => {
  const next = authorization({ authorizationId: id(2), startsOn: '2026-05-02', endsOn: '2026-07-31' });
  const p = wc({ authorizations: [authorization(), next] });
  p.until('2026-04-30 09:00');
  expect(row(p).bar).toMatchObject({ says: 'followed', on: '2026-07-31', tone: 'plain', others: 1 });
  expect(row(p).urgency.key).not.toBe('authorization-ends');
});

test('A18 a booked visit past the limit is named by its number, before a date that is further away', () => {
  const p = wc({ authorizations: [authorization({ visitsLimit: 3, visitsUsed: 2 })] });
  p.until('2026-03-06 09:00');
  p.booked(1, '2026-03-10');
  p.booked(2, '2026-03-17', { override: true });
  const { urgency, bar, doNext: actions } = row(p);
  expect(urgency).toMatchObject({ key: 'visit-past-limit', tone: 'red' });
  expect(urgency.numbers).toMatchObject({ on: '2026-03-17', count: 4, limit: 3, free: -1 });
  expect(bar).toMatchObject({ beyond: 1 });
  expect(actions).toEqual([
    { key: 'request-visits', type: 'reauthorization.requested', data: { kind: 'expand' } },
    { key: 'move-visit', type: 'visit.booked', data: { visitId: id(2), on: '2026-03-17' } },
  ]);
});

test('A18 a visit booked after the last authorized day is not covered', () => {
  const p = wc();
  p.booked(1, '2026-05-12', { override: true });
  expect(row(p).urgency).toMatchObject({ key: 'visit-not-covered', tone: 'red', numbers: { on: '2026-05-12' } });
});

test('A18 all visits used before treatment is complete is red whatever the dates say', () => {
  const p = wc({ authorizations: [authorization({ visitsLimit: 5, visitsUsed: 5 })] });
  const { urgency, bar } = row(p);
  expect(urgency).toMatchObject({ key: 'visits-used-up', tone: 'red', numbers: { count: 5, limit: 5 } });
  expect(bar).toMatchObject({ says: 'used-up', tone: 'red' });
});

test('E1 a silent adjuster is amber at the limit and red beyond it, counted in business days', () => {
  const p = wc({ authorizations: [authorization({ endsOn: '2026-12-31' })] });
  p.until('2026-03-16 09:00');
  expect(row(p).urgency).toMatchObject({ key: 'silent', tone: 'amber' });
  expect(row(p).urgency.numbers).toMatchObject({ on: '2026-03-16', count: 10, limit: 10 });
  p.until('2026-03-24 09:00');
  expect(row(p).urgency).toMatchObject({ key: 'silent', tone: 'red', numbers: { count: 16, limit: 10 } });
  expect(row(p).next).toEqual(['call-adjuster', 'email-adjuster']);
  p.contact('2026-03-24');
  expect(row(p).urgency.key).toBe('clock');
});

test('C08 the limit of silence is the number in the rules of the practice', () => {
  const rules = ruleWith('wc.adjuster-silence', { businessDays: 4 });
  const p = wc({ authorizations: [authorization({ endsOn: '2026-12-31' })] }, la('2026-03-02 10:00'), rules);
  p.until('2026-03-09 09:00');
  expect(row(p, rules).urgency).toMatchObject({ key: 'silent', tone: 'red', numbers: { count: 5, limit: 4 } });
});

test('E1 delivered treatment waits amber until the rule, and is red after it; marking it billed ends that', () => {
  const p = wc({
    authorizations: [authorization({ visitsUsed: 12 })],
    treatmentCompletedOn: '2026-03-02',
    treatment: 'complete',
  });
  p.until('2026-03-05 09:00');
  expect(row(p)).toMatchObject({ urgency: { key: 'unbilled', tone: 'amber', numbers: { count: 3, limit: 5 } } });
  expect(row(p)).toMatchObject({ bar: { says: 'finished' }, steps: { done: 1, now: 'complete' } });
  p.until('2026-03-11 09:00');
  expect(row(p)).toMatchObject({ urgency: { key: 'unbilled', tone: 'red', numbers: { count: 7 } } });
  expect(row(p).next).toEqual(['mark-billed', 'ask-billing']);
  p.send('claim.submitted', { on: '2026-03-11' });
  expect(row(p).urgency.key).not.toBe('unbilled');
  expect(row(p).steps).toEqual({ done: 2, now: 'submitted' });
});

test('E2 a case without an owner offers to take it before anything else', () => {
  const p = wc({ owner: undefined, authorizations: [authorization({ visitsUsed: 10 })] });
  expect(row(p).next).toEqual(['take-case', 'request-visits']);
});

test('E3 while a request waits the next thing is its answer, and when that is late a call', () => {
  const p = wc({ authorizations: [authorization({ visitsUsed: 10, endsOn: '2026-12-31' })] });
  p.send('reauthorization.requested', { requestId: REQUEST, kind: 'expand' });
  expect(row(p).doNext[0]).toEqual({
    key: 'record-decision',
    type: 'reauthorization.decided',
    data: { requestId: REQUEST },
  });
  p.until('2026-03-11 09:00');
  expect(row(p).next).toEqual(['call-adjuster', 'record-decision']);
  p.send('reauthorization.decided', { requestId: REQUEST, decision: 'approved', on: '2026-03-11' });
  expect(row(p).next).toEqual(['record-authorization', 'call-adjuster']);
});

test('E3 what the case does not accept, or the reader may not send, is not offered', () => {
  const p = wc({ authorizations: [authorization({ visitsUsed: 10 })] });
  p.send('case.resolved', { outcome: 'other' });
  expect(row(p).next).toEqual(['open-case']);
});

test('R11 a follow-up date that has come asks to be done or moved, red from the business day after', () => {
  const p = wc({ followUpOn: '2026-03-05' });
  p.until('2026-03-05 09:00');
  expect(row(p)).toMatchObject({
    urgency: { key: 'follow-up-due', tone: 'amber' },
    next: ['finish-follow-up', 'move-follow-up'],
  });
  p.until('2026-03-09 09:00');
  expect(row(p).urgency).toMatchObject({ key: 'follow-up-due', tone: 'red', numbers: { count: 2 } });
});

test('A18 a quiet case shows its next clock and nothing else', () => {
  const p = wc();
  expect(row(p).urgency).toMatchObject({ key: 'clock', tone: 'plain', numbers: { on: '2026-03-16', count: 10 } });
});

test('A18 every row is judged without reading a clock: the same facts on the same day say the same', () => {
  const p = wc();
  p.until('2026-04-28 09:00');
  expect(row(p)).toEqual(row(p));
  expect((p.state.snapshot.context as WcContext).asOf <= '2026-04-28').toBe(true);
});
