/** What people type into the form of an event, and the data it becomes. */
import { wcKind } from '../../domain/cases/wc/kind';
import { denialKind } from '../../domain/cases/denial/kind';
import { formOf } from '../../ui/src/components/event-form/specs';
import { fill, NOBODY, startValues, type Values } from '../../ui/src/components/event-form/values';

const ID = '00000000-0000-4000-8000-000000000001';
const OTHER = '00000000-0000-4000-8000-000000000002';

function filled(kind: string, type: string, values: Values) {
  const spec = formOf(kind, type);
  if (!spec) throw new Error(`${type} has no form.`);
  const ids = Object.fromEntries(spec.fields.map(({ name }) => [name, ID]));
  const around = { today: '2026-11-26', zone: 'America/Los_Angeles', ids };
  return fill(spec, { ...startValues(spec, around.today, {}), ...values }, around);
}

test.each(
  [wcKind, denialKind].flatMap((kind) =>
    Object.entries(kind.events).map(([type, event]) => [kind.kind, type, event.by]),
  ),
)('N08 %s %s has a form, unless only the system sends it', (kind, type, by) => {
  expect(formOf(kind, type) !== undefined).toBe(by !== 'system');
});

test.each(
  [wcKind, denialKind].flatMap((kind) =>
    Object.entries(kind.events)
      .filter(([, e]) => e.by !== 'system')
      .map(([type, e]) => [kind.kind, type, e.data] as const),
  ),
)('N08 the form of %s %s asks for every field of the event and for no other', (kind, type, data) => {
  const asked = formOf(kind, type)?.fields.map(({ name }) => name) ?? [];
  // The claim of a WC case is the case's own; a feed names another.
  const own = Object.keys(data.shape).filter((name) => !(kind === 'wc' && name === 'claimId'));
  expect(asked.toSorted()).toEqual(own.toSorted());
});

test('A19 an authorization without an end or a limit says so, and its id is made up once', () => {
  const { data, faults } = filled('wc', 'authorization.recorded', { startsOn: '2026-11-01', service: 'MRI' });
  expect(faults).toEqual({});
  expect(data).toEqual({
    authorizationId: ID,
    startsOn: '2026-11-01',
    endsOn: null,
    visitsLimit: null,
    source: 'portal',
    service: 'mri',
  });
  expect(wcKind.events['authorization.recorded']?.data.safeParse(data).success).toBe(true);
});

test('C03 a visit that is moved keeps its id, a new one gets one', () => {
  expect(filled('wc', 'visit.booked', { on: '2026-12-01' }).data).toEqual({ visitId: ID, on: '2026-12-01' });
  expect(filled('wc', 'visit.booked', { on: '2026-12-01', visitId: OTHER }).data['visitId']).toBe(OTHER);
});

test('money is typed in dollars and sent in cents', () => {
  expect(filled('wc', 'payment.posted', { amountCents: '$1,250.5' }).data).toMatchObject({
    amountCents: 125_050,
    final: false,
  });
  expect(filled('wc', 'payment.posted', { amountCents: 'ten' }).faults).toEqual({
    amountCents: 'Write an amount such as 1,250.00.',
  });
});

test('what is missing or lies on the wrong side of today is said beside its field', () => {
  expect(filled('denial', 'case.resolved', {}).faults).toEqual({ outcome: 'Choose one.' });
  expect(filled('wc', 'claim.submitted', { on: '2026-11-27' }).faults).toHaveProperty('on');
  expect(filled('denial', 'followUp.set', { on: '2026-11-25' }).faults).toHaveProperty('on');
});

test('C04 the receipt of a request is an instant at the practice', () => {
  const { data } = filled('wc', 'reauthorization.requested', { receivedAt: '2026-11-20T17:42' });
  expect(data).toEqual({ requestId: ID, kind: 'extend', receivedAt: Date.parse('2026-11-21T01:42:00Z') });
});

test('H16 a case goes to a person, a team or nobody', () => {
  expect(filled('wc', 'case.assigned', { owner: `user:${OTHER}` }).data).toEqual({ owner: { userId: OTHER } });
  expect(filled('wc', 'case.assigned', { owner: `team:${OTHER}` }).data).toEqual({ owner: { teamId: OTHER } });
  expect(filled('wc', 'case.assigned', { owner: NOBODY }).data).toEqual({ owner: null });
});

test('H03 a claim joins with all its submissions, or bound to one version', () => {
  expect(filled('denial', 'claims.added', { claims: [ID, `${OTHER}:${ID}`] }).data).toEqual({
    claims: [
      { claimId: ID, submissionId: null },
      { claimId: OTHER, submissionId: ID },
    ],
  });
});
