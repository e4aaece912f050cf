/** Withholding itself: every answer of every route, filled from its schema, for every role; and what nobody has sorted (G17). */
import { z } from 'zod';
import { groupsOf } from '../../../api/auth/field-groups';
import type { Caller } from '../../../api/auth/caller';
import { byKind } from '../../../api/privacy/case-privacy';
import { FIELD_GROUP, openRecord, phi, plain } from '../../../api/privacy/phi';
import { withhold } from '../../../api/privacy/withhold';
import { routes } from '../../../api/routes';
import { Role } from '../../../domain/effects';
import { fieldGroups, type FieldGroup } from '../../../domain/privacy';

const as = (...roles: Role[]): Caller => ({
  ...{ userId: 'u', via: 'token', tokenId: 't', roles, teamIds: [], locationIds: [], coversIds: [], openedCaseIds: [] },
  scopes: null,
});

type Schema = z.core.$ZodType;
type Def = z.core.$ZodTypes['_zod']['def'];
const canary = (group: string) => `zz${group}zz`;

/** A value in which every field of a group is a canary of that group, and every open record holds what nobody sorted. */
function filled(schema: Schema): unknown {
  const label = (z.globalRegistry.get(schema) ?? {})[FIELD_GROUP];
  if (label === 'plain') return 'plain';
  if (fieldGroups.includes(label as FieldGroup)) return canary(label as string);
  const def = schema._zod.def as Def;
  if (def.type === 'object') {
    const shape = Object.entries(def.shape as Record<string, Schema>);
    return Object.fromEntries(shape.map(([name, field]) => [name, filled(field)]));
  }
  if (def.type === 'array') return [filled(def.element)];
  if (def.type === 'record') return { nobodySorted: label === undefined ? filled(def.valueType) : canary('unsorted') };
  if (def.type === 'unknown') return canary('unsorted');
  if (def.type === 'union') return filled(def.options[0] as Schema);
  if (def.type === 'tuple') return def.items.map(filled);
  return 'innerType' in def ? filled(def.innerType) : 'plain';
}

test.each(Role.options)('G17 no answer of any route shows a %s a field of a group that the role lacks', (role) => {
  const given = groupsOf({ roles: [role] });
  const hidden = fieldGroups.filter((group) => !given.has(group));
  let fields = 0;
  for (const route of routes) {
    for (const schema of Object.values(route.answers)) {
      if (schema === null) continue;
      const value = filled(schema);
      const shown = withhold(schema, value, as(role));
      const text = JSON.stringify(shown.value);
      for (const group of hidden) expect([route.path, text.includes(canary(group))]).toEqual([route.path, false]);
      if (hidden.length > 0) expect([route.path, text.includes(canary('unsorted'))]).toEqual([route.path, false]);
      for (const group of given) fields += JSON.stringify(value).includes(canary(group)) ? 1 : 0;
      const met = hidden.filter((group) => JSON.stringify(value).includes(canary(group)));
      expect([route.path, ...shown.withheld]).toEqual(expect.arrayContaining(met));
      expect(shown.withheld.filter((group) => given.has(group))).toEqual([]);
    }
  }
  expect(fields > 0).toBe(given.size > 0);
});

test('a caller without a role, and nobody at all, see what is plain', () => {
  const schema = z.strictObject({ name: phi('identity', z.string()), stage: plain(z.string()) });
  for (const caller of [as(), undefined]) {
    expect(withhold(schema, { name: 'Ida', stage: 'New' }, caller).value).toEqual({ name: null, stage: 'New' });
  }
});

test('what nobody has sorted is left out for everyone who lacks any group: a new fact, a new kind, a strange name', () => {
  const schema = z.strictObject({
    kind: plain(z.string()),
    facts: openRecord(byKind.facts, z.record(z.string(), z.unknown())),
  });
  const facts = JSON.parse('{"closedOn":"2026-01-01","brandNew":1,"__proto__":{"x":1},"constructor":2}') as object;
  const shown = (kind: string, role: Role) =>
    (withhold(schema, { kind, facts }, as(role)).value as { facts: object }).facts;
  expect(shown('wc', 'coder')).toEqual({ closedOn: '2026-01-01' });
  expect(Object.getPrototypeOf(shown('wc', 'coder'))).toBe(Object.prototype);
  expect(shown('return-to-work', 'coder')).toEqual({});
  expect(shown('constructor', 'coder')).toEqual({});
  expect(shown('wc', 'coordinator')).toHaveProperty('brandNew');
  const unmarked = z.strictObject({ anything: z.unknown() });
  expect(withhold(unmarked, { anything: 'x' }, as('coder')).value).toEqual({ anything: null });
});

test('a mark holds through lists, unions, optional and described fields, and the value given is left as it was', () => {
  const secret = phi('money', z.int()).optional().describe('An amount');
  const schema = z.array(z.union([z.strictObject({ a: secret, b: plain(z.string()) }), z.strictObject({ a: secret })]));
  const value = [{ a: 1, b: 'x' }, { a: 2 }, { b: 'y' }];
  const before = structuredClone(value);
  const { value: shown, withheld } = withhold(schema, value, as('intake'));
  expect(shown).toEqual([{ a: null, b: 'x' }, { a: null }, { b: 'y' }]);
  expect(withheld).toEqual(['money']);
  expect(value).toEqual(before);
});

test('the header tells nothing by its absence: a group is named also where the field had no value', () => {
  const schema = z.strictObject({ claimNumber: phi('identity', z.string().nullable()) });
  expect(withhold(schema, { claimNumber: null }, as('auditor')).withheld).toEqual(['identity']);
});

test('broken glass shows its one case only, wherever it stands in an answer, and says which case was met', () => {
  const schema = z.strictObject({
    items: z.array(z.strictObject({ caseId: z.uuid(), note: phi('words', z.string()) })),
  });
  const [open, closed] = ['aaaaaaaa-0000-4000-8000-000000000001', 'bbbbbbbb-0000-4000-8000-000000000002'];
  const items = [open, closed, open.toUpperCase()].map((caseId) => ({ caseId, note: 'words' }));
  const shown = withhold(schema, { items }, { ...as('front-desk'), openedCaseIds: [open] });
  expect((shown.value as { items: { note: string | null }[] }).items.map((i) => i.note)).toEqual([
    'words',
    null,
    'words',
  ]);
  expect(shown.opened).toEqual([open]);
});
