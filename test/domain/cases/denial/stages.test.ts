import { kindOf, UnknownCaseKind } from '../../../../domain/cases';
import { allowedOf, type Step } from '../../../../domain/kernel';
import { denialKind } from '../../../../domain/cases/denial/kind';
import { la, Play, someone } from './play';

const filed = { action: 'appeal-sent', on: '2026-03-03' };
const inStage: Record<string, () => Play> = {
  New: () => new Play(),
  'In Progress': () => {
    const p = new Play();
    p.send('work.started');
    return p;
  },
  'Awaiting Payment': () => {
    const p = new Play();
    p.send('action.taken', filed);
    return p;
  },
};

test('H18 a new denial case starts in New with a task for its owner', () => {
  const p = new Play();
  expect(p.stage).toBe('New');
  expect(p.open).toEqual(['work-denial']);
  expect(p.tasks.get('work-denial')).toMatchObject({
    assignTo: 'owner',
    dueOn: '2026-03-04',
    reason: '1 claim denied on 2026-03-02 with CO-16, OA-18; $450.00 outstanding.',
  });
});

test('L13 without an owner the first task goes to the role its reason code names', () => {
  const p = new Play({ owner: undefined, carcCodes: ['CO-97'] });
  expect(p.tasks.get('work-denial')?.assignTo).toEqual({ role: 'coder' });
});

test('H19 starting work moves the case to In Progress and completes the first task', () => {
  const p = inStage['In Progress']!();
  expect(p.stage).toBe('In Progress');
  expect(p.closings).toEqual([{ type: 'task.close', key: 'work-denial', outcome: 'done' }]);
});

test('H19 completing the first task is starting work', () => {
  const p = new Play();
  p.send('task.done', { key: 'work-denial' });
  expect(p.stage).toBe('In Progress');
});

test('H20 an action taken moves the case to Awaiting Payment, from New as well as from In Progress', () => {
  for (const stage of ['New', 'In Progress']) {
    const p = inStage[stage]!();
    p.send('action.taken', filed);
    expect(p.stage).toBe('Awaiting Payment');
    expect(p.facts.own).toMatchObject({ lastAction: 'appeal-sent', lastActionOn: '2026-03-03' });
  }
});

test('H20 a response or resumed work brings the case back to In Progress', () => {
  const answered = inStage['Awaiting Payment']!();
  answered.send('payer.responded', { outcome: 'upheld', on: '2026-03-03' });
  expect(answered.stage).toBe('In Progress');
  const resumed = inStage['Awaiting Payment']!();
  resumed.send('work.resumed');
  expect(resumed.stage).toBe('In Progress');
});

test('R18 a case the payer answered is marked until somebody decides', () => {
  const p = inStage['Awaiting Payment']!();
  p.send('payer.responded', { outcome: 'partial', on: '2026-03-03', amountCents: 12_345 });
  expect(p.flags).toContain('payer-responded');
  expect(p.tasks.get('payer-responded:1')?.reason).toBe('The payer answered on 2026-03-03: partial, $123.45.');
  p.send('task.done', { key: 'payer-responded:1' });
  expect(p.flags).not.toContain('payer-responded');
  expect(p.open).toEqual([]);
});

test.each(Object.keys(inStage))(
  'H21 H22 a case in %s can be resolved and canceled, and everything stops [R07]',
  (stage) => {
    for (const [type, data, end] of [
      ['case.resolved', { outcome: 'paid' }, 'Resolved'],
      ['case.canceled', { reason: 'duplicate' }, 'Canceled'],
    ] as const) {
      const p = inStage[stage]!();
      p.send('payment.posted', { amountCents: 100, on: '2026-03-03' });
      p.send(type, data);
      expect(p.stage).toBe(end);
      expect(p.state).toMatchObject({ closed: true, clocks: [], flags: [] });
      expect(p.open).toEqual([]);
      expect(p.facts.followUpOn).toBeNull();
      expect(p.facts.own['awaitingSince']).toBeNull();
      expect(p.closings).toContainEqual({ type: 'task.close', key: 'payment-posted:1', outcome: 'case-closed' });
      expect(p.until('2027-06-01 12:00')).toEqual([]);
    }
  },
);

test('H21 a closed case accepts nothing but reopening, and says so', () => {
  const p = new Play();
  p.send('case.resolved', { outcome: 'paid' });
  const open = allowedOf(denialKind, p.state, p.now).filter((a) => a.ok);
  expect(open.map((a) => a.type)).toEqual(['case.reopened']);
  expect(open[0]?.by).toBe('manager');
  expect(p.why('work.started')).toBe('The case is Resolved; this does not apply now.');
});

test('R25 a reopened case goes on In Progress with its history and a task to decide', () => {
  const p = inStage['Awaiting Payment']!();
  p.send('case.resolved', { outcome: 'written-off' });
  p.until('2026-04-01 09:00');
  p.send('case.reopened');
  expect(p.stage).toBe('In Progress');
  expect(p.flags).toEqual(['reopened']);
  expect(p.open).toEqual(['reopened:1']);
  expect(p.facts.own).toMatchObject({ outcome: null, closedOn: null, lastAction: 'appeal-sent', reopenings: 1 });
  expect(p.leaves).toMatchObject({ appealTrigger: 'worked', appealWindow: 'filed', followUp: 'none' });
});

test('H21 a posted payment asks for a check and does not close the case by itself', () => {
  const p = inStage['Awaiting Payment']!();
  p.send('payment.posted', { amountCents: 20_000, on: '2026-03-03' });
  expect(p.stage).toBe('Awaiting Payment');
  p.send('payment.posted', { amountCents: 25_000, on: '2026-03-03' });
  expect(p.open).toEqual(['payment-posted:2']);
  expect(p.facts.own['paidCents']).toBe(45_000);
  expect(p.tasks.get('payment-posted:2')?.reason).toContain('$450.00 in all');
});

test('H16 a change of owner counts from the change; naming the same owner resets nothing [R17]', () => {
  const p = new Play();
  p.until('2026-03-05 09:00');
  p.send('case.assigned', { owner: someone });
  expect(p.facts.own['assignedOn']).toBe('2026-03-03');
  const before = p.state.stageSince;
  p.send('case.assigned', { owner: { teamId: someone.userId } });
  expect(p.facts.own['assignedOn']).toBe('2026-03-05');
  expect(p.facts.owner).toEqual({ teamId: someone.userId });
  expect(p.state.stageSince).toBe(before);
  expect(p.facts.own['arrivedOn']).toBe('2026-03-03');
});

test('R17 an edit resets neither time in stage nor time since arrival', () => {
  const p = new Play();
  const since = p.state.stageSince;
  p.until('2026-03-04 09:00');
  p.send('amounts.updated', { deniedCents: 1, outstandingCents: 0 });
  p.send('classification.set', { subject: 'coding', priority: 'high' });
  expect([p.state.stageSince, p.state.openedAt]).toEqual([since, la('2026-03-03 10:00')]);
});

const quiet: [string, object, string][] = [
  ['case.assigned', { owner: { userId: '00000000-0000-4000-8000-000000000902' } }, ''],
  ['claims.added', { claims: [{ claimId: '00000000-0000-4000-8000-000000000002', submissionId: null }] }, ''],
  ['carc.added', { codes: ['PR-1'] }, ''],
  ['carc.resolved', { codes: ['CO-16'] }, ''],
  ['amounts.updated', { deniedCents: 5, outstandingCents: 5 }, ''],
  ['classification.set', { subject: 'coding', priority: 'low' }, ''],
  ['payer.termsSet', { payerClass: 'medicaid', followUpIntervalDays: 5, appealWindowDays: null }, ''],
  ['task.done', { key: 'something-else' }, ''],
  ['followUp.set', { on: '2026-03-20' }, 'followUp'],
  ['payment.posted', { amountCents: 5, on: '2026-03-03' }, 'payment'],
  [
    'denial.received',
    {
      claimId: '00000000-0000-4000-8000-000000000003',
      carcCodes: ['CO-50'],
      deniedOn: '2026-03-03',
      amountCents: 5,
      importId: '00000000-0000-4000-8000-000000000004',
    },
    'arrivals',
  ],
];
test.each(quiet)('%s moves no other part of the case', (type, data, moves) => {
  const p = new Play();
  p.send('payer.responded', { outcome: 'other', on: '2026-03-03' });
  const before = p.leaves;
  const step: Step = p.send(type, data);
  const moved = Object.keys(before).filter((region) => before[region] !== p.leaves[region]);
  expect(moved).toEqual(moves === '' ? [] : [moves]);
  expect(step.state.stage).toBe('In Progress');
});

test('the registry finds a kind by name and names the kinds it knows otherwise', () => {
  expect(kindOf('denial').title).toBe('Denial case');
  expect(() => kindOf('intake')).toThrow(UnknownCaseKind);
  expect(() => kindOf('intake')).toThrow(/the kinds are .*denial/);
});
