/** Layers of published rules: what a change may set, what reverting undoes, and what California's law adds. Pure. */
import { firstRuleVersion } from '../../../activities/rules/first-version';
import { changeLayers, differences, undo } from '../../../commands/rules/layers';
import { caseKinds } from '../../../domain/cases';
import { mergeLayers, type RuleLayers } from '../../../domain/kernel';

const definitions = caseKinds.flatMap((kind) => kind.rules);
const EXPIRING = 'wc.authorization-expiring';
const REAUTHORIZATION = 'wc.reauthorization-overdue';

const changed = (layers: RuleLayers, scope: string, ...changes: Parameters<typeof changeLayers>[3]) =>
  changeLayers(definitions, layers, scope, changes);

test('C04 in California an answer is due within 14 calendar days at the latest, elsewhere business days alone count', () => {
  const { layers } = firstRuleVersion();
  const cap = (...names: string[]) =>
    mergeLayers(
      definitions,
      names.map((name) => layers[name] ?? {}),
    )[REAUTHORIZATION]?.params['capCalendarDays'];
  expect(cap('default', 'jurisdiction:US-CA')).toBe(14);
  expect(cap('default', 'jurisdiction:US-NV')).toBeNull();
});

test('C08 the first version passes every rule’s own schema in every layer', () => {
  const { layers } = firstRuleVersion();
  for (const layer of Object.values(layers)) {
    for (const [id, setting] of Object.entries(mergeLayers(definitions, [layer]))) {
      expect(() => definitions.find((d) => d.id === id)?.params.parse(setting.params)).not.toThrow();
    }
  }
});

test('a change sets only what it names and leaves the rest of the layer as it was', () => {
  const start: RuleLayers = { default: { [REAUTHORIZATION]: { params: { businessDays: 4 } } } };
  const { layers, faults } = changed(start, 'default', { ruleId: REAUTHORIZATION, params: { capCalendarDays: 20 } });
  expect(faults).toEqual([]);
  expect(layers['default']?.[REAUTHORIZATION]).toEqual({ params: { businessDays: 4, capCalendarDays: 20 } });
  expect(start['default']?.[REAUTHORIZATION]).toEqual({ params: { businessDays: 4 } });
});

test('a rule can be handed back to the layer below', () => {
  const start: RuleLayers = { 'jurisdiction:US-CA': { [EXPIRING]: { mode: 'off' } } };
  const { layers } = changed(start, 'jurisdiction:US-CA', { ruleId: EXPIRING, inherit: true });
  expect(layers['jurisdiction:US-CA']).toEqual({});
});

test('a value beyond the limits of its rule, an unknown rule and a rule named twice are each a fault', () => {
  const { faults } = changed(
    {},
    'default',
    { ruleId: EXPIRING, params: { leadDays: 400 } },
    { ruleId: 'wc.unknown', mode: 'on' },
    { ruleId: EXPIRING, mode: 'on' },
  );
  expect(faults.map((f) => [f.change, f.field])).toEqual([
    [0, 'params'],
    [1, 'ruleId'],
    [2, 'ruleId'],
  ]);
});

test('N05 reverting undoes one version and keeps what later ones changed elsewhere', () => {
  const one: RuleLayers = { default: { [EXPIRING]: { params: { leadDays: 10 } } } };
  const two: RuleLayers = { default: { [EXPIRING]: { params: { leadDays: 21 } } } };
  const three: RuleLayers = { ...two, 'jurisdiction:US-CA': { [EXPIRING]: { mode: 'off' } } };
  expect(undo(three, differences(one, two))).toEqual({
    layers: {
      default: { [EXPIRING]: { params: { leadDays: 10 } } },
      'jurisdiction:US-CA': { [EXPIRING]: { mode: 'off' } },
    },
    taken: [],
  });
});

test('N05 reverting names a setting that a later version changed again, instead of overwriting it', () => {
  const two: RuleLayers = { default: { [EXPIRING]: { params: { leadDays: 21 } } } };
  const three: RuleLayers = { default: { [EXPIRING]: { params: { leadDays: 30 } } } };
  const { taken } = undo(three, differences({}, two));
  expect(taken.map((c) => [c.scope, c.ruleId])).toEqual([['default', EXPIRING]]);
});
