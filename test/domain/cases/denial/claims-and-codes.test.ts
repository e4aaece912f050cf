import { DenialDetails } from '../../../../domain/cases/denial/details';
import { OpenData } from '../../../../domain/cases/denial/events';
import { allowedOf } from '../../../../domain/kernel';
import { denialKind } from '../../../../domain/cases/denial/kind';
import { denial, id, Play } from './play';

const claim = (n: number, submission: number | null = null) => ({
  claimId: id(n),
  submissionId: submission === null ? null : id(submission),
});
const opens = (data: object) => OpenData.safeParse({ ...denial, ...data }).success;
const further = {
  claimId: id(7),
  carcCodes: ['CO-50', 'CO-16'],
  deniedOn: '2026-03-03',
  amountCents: 9_900,
  importId: id(8),
};

test('H01 a case covers one claim or a group of claims', () => {
  expect(new Play().facts.own['claimsCount']).toBe(1);
  expect(new Play({ claims: [claim(1), claim(2), claim(3)] }).facts.claims).toHaveLength(3);
  expect(opens({ claims: [] })).toBe(false);
  expect(opens({ claims: Array.from({ length: 501 }, (_, n) => claim(n)) })).toBe(false);
  expect(opens({ claims: [claim(1), claim(1, 5)] })).toBe(false);
});

test('H03 a case may be bound to one submission of a claim', () => {
  expect(new Play({ claims: [claim(1, 40)] }).facts.claims).toEqual([{ claimId: id(1), submissionId: id(40) }]);
});

test('H04 H05 claims can be added to an open case, each once', () => {
  const p = new Play();
  p.send('claims.added', { claims: [claim(2), claim(3, 41)] });
  expect(p.facts.claims.map((c) => c.claimId)).toEqual([id(1), id(2), id(3)]);
  expect(p.why('claims.added', { claims: [claim(3), claim(4)] })).toBe(
    '1 of the 2 claims are on the case already; leave them out.',
  );
});

test('H01 a case holds 500 claims at most', () => {
  const p = new Play({ claims: Array.from({ length: 499 }, (_, n) => claim(n + 1_000)) });
  expect(p.why('claims.added', { claims: [claim(1), claim(2)] })).toBe(
    'The case would hold 501 claims; the most is 500.',
  );
  p.send('claims.added', { claims: [claim(1)] });
  expect(p.why('denial.received', further)).toMatch(/the most it can/);
  p.send('denial.received', { ...further, claimId: id(1) });
});

test('H01 claims can be taken off, but never the last one', () => {
  const p = new Play({ claims: [claim(1), claim(2)] });
  expect(p.why('claims.removed', { claimIds: [id(1), id(2)] })).toMatch(/keeps at least one claim; cancel the case/);
  expect(p.why('claims.removed', { claimIds: [id(9)] })).toBe('1 of the 1 claims are not on the case.');
  p.send('claims.removed', { claimIds: [id(1)] });
  expect(p.facts.claims).toEqual([claim(2)]);
  expect(p.why('payment.posted', { claimId: id(1), amountCents: 5, on: '2026-03-03' })).toMatch(/not on this case/);
});

test('H06 H08 H10 H15 the case shows payer, subject, codes and priority', () => {
  const p = new Play({ payerId: id(30), priority: 'high', carcCodes: ['OA-18', 'PI-P12', 'CO-Z99'] });
  expect(p.facts.own).toMatchObject({
    payerId: id(30),
    subject: 'missing-information',
    carcCodes: ['OA-18', 'PI-P12', 'CO-Z99'],
    priority: 'high',
  });
  expect(p.tasks.get('work-denial')?.priority).toBe('high');
});

test('H10 a code without its group, an impossible date, a negative amount do not open a case', () => {
  expect(opens({ carcCodes: ['16'] })).toBe(false);
  expect(opens({ carcCodes: [] })).toBe(false);
  expect(opens({ deniedOn: '2026-02-30' })).toBe(false);
  expect(opens({ deniedCents: -1 })).toBe(false);
  expect(opens({ serviceFrom: '2026-03-03' })).toBe(false);
  expect(opens({ serviceFrom: '2026-03-02' })).toBe(true);
  expect(opens({ patientName: 'x' })).toBe(false);
});

test('H14 resolved codes are a subset of the case’s codes', () => {
  const p = new Play();
  p.send('carc.resolved', { codes: ['OA-18'] });
  expect(p.facts.own).toMatchObject({ resolvedCarcCodes: ['OA-18'], openCarcCodes: ['CO-16'] });
  expect(p.last.changed['openCarcCodes']).toEqual([['CO-16', 'OA-18'], ['CO-16']]);
  expect(p.why('carc.resolved', { codes: ['CO-45'] })).toBe('CO-45 is not on this case; its codes are CO-16, OA-18.');
  expect(p.why('carc.resolved', { codes: ['OA-18'] })).toBe('OA-18 is resolved already.');
  expect(p.why('carc.unresolved', { codes: ['CO-16'] })).toBe('CO-16 is not among the resolved codes: OA-18.');
  p.send('carc.unresolved', { codes: ['OA-18'] });
  expect(p.facts.own['resolvedCarcCodes']).toEqual([]);
});

test('H10 codes can be added, each once', () => {
  const p = new Play();
  p.send('carc.added', { codes: ['PR-1'] });
  expect(p.facts.own['carcCodes']).toEqual(['CO-16', 'OA-18', 'PR-1']);
  expect(p.why('carc.added', { codes: ['PR-1'] })).toBe('PR-1 is on the case already.');
});

test('H31 amounts are whole cents and never negative', () => {
  const p = new Play();
  p.send('amounts.updated', { deniedCents: 40_000, outstandingCents: 0 });
  expect(p.facts.own).toMatchObject({ deniedCents: 40_000, outstandingCents: 0 });
  for (const outstandingCents of [-1, 0.5]) {
    expect(p.why('amounts.updated', { deniedCents: 0, outstandingCents })).not.toBeNull();
  }
  expect(p.why('payment.posted', { amountCents: 0, on: '2026-03-03' })).not.toBeNull();
});

test('H23 a further denial joins the open case with its claim, codes and amount, and asks for a look', () => {
  const p = new Play();
  p.send('carc.resolved', { codes: ['CO-16'] });
  p.send('denial.received', further);
  expect(p.facts.own).toMatchObject({
    claimsCount: 2,
    deniedCents: 54_900,
    outstandingCents: 54_900,
    carcCodes: ['CO-16', 'OA-18', 'CO-50'],
    resolvedCarcCodes: [],
  });
  expect(p.open).toContain('new-denial:1');
  p.send('task.done', { key: 'new-denial:1' });
  expect(p.flags).not.toContain('new-denial');
});

test('H23 a claim denied again adds no amount a second time, and the newer task replaces the older', () => {
  const p = new Play();
  p.send('denial.received', { ...further, claimId: id(1) });
  p.send('denial.received', { ...further, claimId: id(1) });
  expect(p.facts.own).toMatchObject({ claimsCount: 1, deniedCents: 45_000 });
  expect(p.open.filter((key) => key.startsWith('new-denial'))).toEqual(['new-denial:2']);
});

test('R27 no event but a person’s resolution writes a denial off', () => {
  const p = new Play();
  p.send('denial.received', further);
  p.send('payment.posted', { amountCents: 54_900, on: '2026-03-03' });
  p.until('2027-10-01 12:00');
  expect(p.state.closed).toBe(false);
  expect(p.facts.own['outstandingCents']).toBe(54_900);
});

test('R09 N08 each event that is not allowed says why', () => {
  const p = new Play();
  const refused = allowedOf(denialKind, p.state, p.now).filter((a) => !a.ok);
  expect(refused.map((a) => [a.type, a.why])).toEqual([
    ['work.resumed', 'The case is New; this does not apply now.'],
    ['case.reopened', 'The case is New; this does not apply now.'],
    ['claims.removed', 'A case keeps at least one claim; cancel the case instead.'],
    ['carc.unresolved', 'No code of the case is resolved.'],
    ['followUp.cleared', 'There is no follow-up date to clear.'],
  ]);
  expect(p.why('case.exploded')).toBe('No event is called "case.exploded".');
});

test('H07 H09 H11 patient, tags and description live beside the case, never in it', () => {
  const details = {
    patient: { name: 'Synthetic Patient', dateOfBirth: '1990-01-01' },
    payerName: 'Synthetic Payer',
    description: 'Denied for missing information',
    tags: ['phone'],
  };
  expect(DenialDetails.parse(details)).toEqual(details);
  expect(DenialDetails.safeParse({ ...details, patient: { name: '' } }).success).toBe(false);
  for (const [field] of Object.entries(details)) expect(opens({ [field]: 'x' })).toBe(false);
});
