/** What a row does to cases, on the pure chart: opened as the sheet says it stands, and left alone the second time. */
import * as fc from 'fast-check';
import { readRow } from '../../../../activities/imports/wc-audit/read-row';
import { mapHeaders } from '../../../../activities/imports/wc-audit/map-headers';
import type { KnownCase } from '../../../../activities/imports/wc-audit/known-case';
import type { PlanContext, RowPlan } from '../../../../activities/imports/wc-audit/plan';
import { planRow } from '../../../../activities/imports/wc-audit/plan-row';
import type { AuditRow } from '../../../../activities/imports/wc-audit/audit-row';
import { wcKind } from '../../../../domain/cases/wc/kind';
import { mergeLayers, open, type RuleSnapshot } from '../../../../domain/kernel';
import { addDays } from '../../../../domain/calendar';
import { emptyRules } from '../../../support/empty-rules';
import { TODAY } from './read';

const AT = Date.parse(`${TODAY}T18:00:00Z`);
const context: PlanContext = {
  importId: '3f0f6d7e-0000-4000-8000-000000000001',
  practiceId: '3f0f6d7e-0000-4000-8000-000000000002',
  jurisdiction: 'US-CA',
  today: TODAY,
};
const rules: RuleSnapshot = { ...emptyRules(), settings: mergeLayers(wcKind.rules, []) };

function rowOf(facts: Record<string, string | number | null>): AuditRow {
  const cells = { 'Claim #': 'A-1', Patient: 'Brandt, Ana', ...facts };
  const headers = mapHeaders(Object.keys(cells), {});
  const read = readRow({ row: 2, cells: Object.values(cells) }, 1, {
    headers,
    mapping: {},
    orders: new Map(),
    today: TODAY,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.row;
}

/** The case as the database would know it right after its opening. */
function known(plan: RowPlan): { case: KnownCase; flags: readonly string[]; own: Record<string, unknown> } {
  if (plan.kind !== 'open') throw new Error(JSON.stringify(plan));
  const { facts, state } = open(wcKind, {
    caseId: 'c1',
    at: AT,
    commandId: 'o',
    actor: { type: 'service', id: 't' },
    rules,
    data: plan.data,
  });
  const base = {
    caseId: 'c1',
    closed: false,
    stage: state.stage,
    revision: 0,
    jurisdiction: plan.jurisdiction,
    followUpOn: facts.followUpOn,
    details: plan.details,
  };
  return {
    case: { ...base, ...facts.own, ...facts.detail } as unknown as KnownCase,
    flags: state.flags,
    own: { ...facts.own },
  };
}
const plan = (row: AuditRow, cases: KnownCase[] = []) => planRow(row, cases, context, []);

const AUTH = {
  'Auth start': '2026-10-01',
  'Auth exp': '2027-03-01',
  'Visits auth': 12,
  'Visits used': 4,
  'Last contact': '2026-11-18',
};

test.each<[string, Record<string, string | number>, string[]]>([
  ['an authorization that ends in 10 days is expiring', { 'Auth exp': '2026-11-30' }, ['expiring']],
  ['one that ended last week has lapsed', { 'Auth exp': '2026-11-13' }, ['lapsed']],
  ['one with two visits left is visit-capped', { 'Visits used': 10 }, ['visit-capped']],
  ['an adjuster without contact for a month is silent', { 'Last contact': '2026-10-20' }, ['silent']],
  ['treatment complete for a month without a claim is unbilled', { 'Treatment complete': '2026-10-20' }, ['unbilled']],
  ['a case in order has no flag', {}, []],
])('B09 the audit finds: %s', (_name, facts, flags) => {
  const found = known(plan(rowOf({ ...AUTH, ...facts })));
  for (const flag of flags) expect(found.flags).toContain(flag);
  if (flags.length === 0) expect(found.flags).toEqual([]);
});

test('A07 A08 A09 A12 A16 the opened case says what the sheet says, entered by hand', () => {
  const { own } = known(
    plan(
      rowOf({ ...AUTH, DOI: '2026-09-01', State: 'NV', Status: 'treatment done → claim submitted → payment pending' }),
    ),
  );
  expect(own).toMatchObject({
    authorizationStartsOn: '2026-10-01',
    authorizationEndsOn: '2027-03-01',
    visitsAuthorized: 12,
    visitsUsed: 4,
    lastContactOn: '2026-11-18',
    injuredOn: '2026-09-01',
    jurisdiction: 'US-NV',
    authorizationSource: 'manual',
    statusChain: 'treatment done → claim submitted → payment pending',
  });
});

test('B09 whatever a sheet says, importing it a second time changes nothing', () => {
  const day = (from: number, to: number) => fc.option(fc.integer({ min: from, max: to }).map((n) => addDays(TODAY, n)));
  const row = fc.record({
    DOI: day(-500, 0),
    'Auth start': day(-90, -1),
    'Auth exp': day(0, 200),
    'Auth no': fc.option(fc.constantFrom('AU-1', 'AU 1')),
    'Visits auth': fc.option(fc.integer({ min: 5, max: 30 })),
    'Visits used': fc.option(fc.integer({ min: 0, max: 5 })),
    'Last contact': day(-60, 0),
    'Treatment complete': day(-30, 0),
    'Claim submitted': day(-20, 0),
    'Reauth requested': day(-20, 0),
    'Follow up': day(-10, 100),
    Status: fc.constantFrom(null, 'Treating', 'Treatment complete', 'Payment pending', 'Open', 'what?'),
    Adjuster: fc.option(fc.constantFrom('J. Ito')),
    'Adjuster contact': fc.option(fc.constantFrom('ito@carrier.example 555-010-2000')),
    Notes: fc.option(fc.constantFrom('called')),
  });
  fc.assert(
    fc.property(row, (facts) => {
      const read = rowOf(facts);
      const opened = known(plan(read)).case;
      expect(plan(read, [opened])).toMatchObject({ kind: 'unchanged', caseId: 'c1' });
    }),
  );
});

test('a new authorization after the old one is recorded beside it; an extension changes the old one', () => {
  const opened = known(plan(rowOf(AUTH))).case;
  const next = plan(rowOf({ ...AUTH, 'Auth start': '2027-03-02', 'Auth exp': '2027-06-01', 'Visits used': 0 }), [
    opened,
  ]);
  expect(next).toMatchObject({
    kind: 'update',
    events: [{ type: 'authorization.recorded', data: { startsOn: '2027-03-02', source: 'manual' } }],
  });
  const longer = plan(rowOf({ ...AUTH, 'Auth exp': '2027-04-01' }), [opened]);
  expect(longer).toMatchObject({
    kind: 'update',
    events: [{ type: 'authorization.changed', data: { endsOn: '2027-04-01' } }],
    changes: [{ title: 'Authorization expiration', before: '2027-03-01', after: '2027-04-01' }],
  });
});

test('an earlier contact, an empty cell or a status without dates takes nothing back', () => {
  const opened = known(plan(rowOf({ ...AUTH, Employer: 'Acme', 'Treatment complete': '2026-11-01' }))).case;
  expect(plan(rowOf({ 'Last contact': '2026-11-01', Employer: '', Status: 'Treating' }), [opened])).toMatchObject({
    kind: 'unchanged',
    notes: [{ code: 'treatment_differs' }],
  });
});

test('two open cases with one claim number are refused, and a closed case is not reopened', () => {
  const opened = known(plan(rowOf(AUTH))).case;
  expect(plan(rowOf(AUTH), [opened, opened])).toMatchObject({ kind: 'refused', reasons: [{ code: 'case_ambiguous' }] });
  expect(plan(rowOf(AUTH), [{ ...opened, closed: true, stage: 'Resolved' }])).toMatchObject({
    kind: 'refused',
    reasons: [{ code: 'case_closed' }],
  });
});
