/** What the page of a case decides by itself: which action comes first, and how two edits of one case are merged. */
import { orderActions, type Allowed } from '../../ui/src/features/case/action-order';
import { conflictsOf, detailValues, mergedOf, patchOf } from '../../ui/src/features/case/details-values';
import { openingBody, openingFaults } from '../../ui/src/features/case/opening-body';
import { stagesInRow } from '../../ui/src/features/case/stage-row';

const can = (type: string, by: Allowed['by'] = 'anyone'): Allowed => ({ type, title: type, by, ok: true });
const cannot = (type: string, why: string): Allowed => ({ ...can(type), ok: false, why });
const worker = { mayWork: true, isManager: false };

test('N08 the first action is what the flag of the case asks for, and one only', () => {
  const allowed = [can('adjuster.contacted'), can('reauthorization.requested'), can('followUp.set')];
  const it = { kind: 'wc', stage: 'In Progress' as const, allowed };
  expect(orderActions({ ...it, flags: ['visit-capped'] }, worker).primary?.type).toBe('reauthorization.requested');
  expect(orderActions({ ...it, flags: [] }, worker).primary?.type).toBe('adjuster.contacted');
});

test('N08 what is not allowed keeps the reason of the server; what needs a manager says so', () => {
  const { locked } = orderActions(
    {
      ...{ kind: 'wc', stage: 'Resolved' as const, flags: [] },
      allowed: [
        cannot('claim.denied', 'No claim was submitted yet.'),
        can('case.reopened', 'manager'),
        can('payer.termsSet', 'system'),
      ],
    },
    worker,
  );
  expect(locked.map(({ type, why }) => [type, why])).toEqual([
    ['claim.denied', 'No claim was submitted yet.'],
    ['case.reopened', 'A manager may do this.'],
  ]);
});

test('G17 who may only read the case is offered nothing', () => {
  const order = orderActions(
    { kind: 'denial', stage: 'New', flags: [], allowed: [can('work.started')] },
    { mayWork: false, isManager: false },
  );
  expect(order).toMatchObject({ primary: null, beside: [], more: [] });
  expect(order.locked[0]?.why).toMatch(/not yours to work on/);
});

const before = detailValues({
  kind: 'wc',
  details: { employer: 'Acme', patient: { name: 'A Worker', phone: '1' }, bodyPart: 'Knee' },
  tags: ['one'],
});

test('an edit sends what was changed and nothing else; a person without a name goes as a whole', () => {
  expect(patchOf('wc', before, { ...before, employer: 'Brook', tags: 'one, two' })).toEqual({
    details: { employer: 'Brook' },
    tags: ['one', 'two'],
  });
  expect(patchOf('wc', before, { ...before, 'patient.name': '', 'patient.phone': '' })).toEqual({
    details: { patient: null },
  });
  expect(patchOf('wc', before, { ...before, 'patient.phone': '' })).toEqual({ details: { patient: { phone: null } } });
});

test('two people edit one case: each keeps their own fields, and one question is left for what both changed', () => {
  const mine = { ...before, employer: 'Mine', bodyPart: 'Shoulder' };
  const theirs = { ...before, employer: 'Theirs', injuryType: 'Fall' };
  expect(conflictsOf(before, mine, theirs)).toEqual([{ path: 'employer', mine: 'Mine', theirs: 'Theirs' }]);
  expect(mergedOf(before, mine, theirs)).toMatchObject({ employer: 'Mine', bodyPart: 'Shoulder', injuryType: 'Fall' });
});

test('A05 A07 A09 what is known at the opening finds its place in the request', () => {
  const flat = {
    'details.patient.name': 'A Worker',
    injuredOn: '2026-09-02',
    'authorization.startsOn': '2026-10-12',
    'authorization.visitsLimit': 8,
    authorizationNumber: 'AU-1',
    'data.owner': { userId: 'me' },
  };
  expect(openingFaults(flat)).toEqual({});
  expect(openingBody('wc', flat, { authorizationId: 'made', practiceId: null })).toEqual({
    kind: 'wc',
    data: {
      owner: { userId: 'me' },
      injuredOn: '2026-09-02',
      authorizations: [{ authorizationId: 'made', startsOn: '2026-10-12', endsOn: null, visitsLimit: 8 }],
    },
    details: {
      patient: { name: 'A Worker' },
      injuredOn: '2026-09-02',
      authorizationNumbers: [{ authorizationId: 'made', number: 'AU-1' }],
    },
  });
  expect(openingFaults({ 'authorization.visitsLimit': 8 })).toHaveProperty(['authorization.startsOn']);
});

test('the drawing ends with the end that the case came to', () => {
  const stage = (name: string, closed: boolean, current = false) => ({
    stage: name as 'New',
    closed,
    current,
    stays: [],
  });
  const all = [stage('New', false), stage('Resolved', true), stage('Canceled', true, true)];
  expect(stagesInRow(all).map((s) => s.stage)).toEqual(['New', 'Canceled']);
});
