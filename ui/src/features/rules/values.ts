/** Values of rules in a layer, live and drafted, and how they read in words. Pure. */
import type { Change, ParamValue, Rule, RuleParameter, Setting } from './queries';

interface Practice {
  readonly id: string;
  readonly name: string | null;
  readonly jurisdiction: string;
}

/** Layers that hold for a scope, the nearest first. */
function layersBelow(scope: string, practices: readonly Practice[]): string[] {
  const id = scope.startsWith('practice:') ? scope.slice('practice:'.length) : null;
  const home = practices.find((practice) => practice.id === id)?.jurisdiction;
  return [scope, ...(home === undefined ? [] : [`jurisdiction:${home}`]), 'default'];
}

/** What counts in a scope now: its own layer's, or what it takes over from the layer below. */
export function liveSetting(rule: Rule, scope: string, practices: readonly Practice[]): Setting {
  for (const name of layersBelow(scope, practices)) {
    const layer = rule.layers.find((one) => one.scope === name);
    if (layer) return layer.effective;
  }
  return { mode: rule.defaultMode, params: {} };
}

/** Does this layer itself say something about the rule? */
export const isOwn = (rule: Rule, scope: string): boolean =>
  rule.layers.some((layer) => layer.scope === scope && layer.own !== null);

/** The setting as the draft would make it. */
export function draftedSetting(live: Setting, change: Change | undefined, below: Setting): Setting {
  if (!change) return live;
  if (change.inherit) return below;
  return { mode: change.mode ?? live.mode, params: { ...live.params, ...change.params } };
}

/** The layer below a scope: what the scope would take over if it said nothing. */
export function settingBelow(rule: Rule, scope: string, practices: readonly Practice[]): Setting {
  const [, ...lower] = layersBelow(scope, practices);
  const nearest = lower.find((name) => rule.layers.some((layer) => layer.scope === name));
  return liveSetting(rule, nearest ?? 'default', practices);
}

/** The changes with one value of one rule set; what is as live is no change. */
export function withValue(
  changes: readonly Change[],
  rule: Rule,
  live: Setting,
  set: { readonly mode?: Setting['mode']; readonly params?: Readonly<Record<string, ParamValue>> },
): Change[] {
  const before = changes.find((change) => change.ruleId === rule.id && !change.inherit);
  const mode = set.mode ?? before?.mode;
  const all = { ...before?.params, ...set.params };
  const params = Object.fromEntries(Object.entries(all).filter(([name, value]) => live.params[name] !== value));
  const change: Change = {
    ruleId: rule.id,
    ...(mode === undefined || mode === live.mode ? {} : { mode }),
    ...(Object.keys(params).length === 0 ? {} : { params }),
  };
  const others = changes.filter((one) => one.ruleId !== rule.id);
  return change.mode === undefined && change.params === undefined ? others : [...others, change];
}

export const withInherit = (changes: readonly Change[], ruleId: string): Change[] => [
  ...changes.filter((one) => one.ruleId !== ruleId),
  { ruleId, inherit: true },
];

export const without = (changes: readonly Change[], ruleId: string): Change[] =>
  changes.filter((one) => one.ruleId !== ruleId);

const singular: Readonly<Record<string, string>> = {
  'business days': 'business day',
  'calendar days': 'calendar day',
  hours: 'hour',
  visits: 'visit',
  occurrences: 'reminder',
};
const plural: Readonly<Record<string, string>> = { occurrences: 'reminders' };

export const isMinute = ({ unit }: RuleParameter): boolean => unit === 'minutes after local midnight';

/** "business days" for a count of them. */
export function unitText(unit: string | null, n: ParamValue | undefined): string {
  if (unit === null) return '';
  return n === 1 ? (singular[unit] ?? unit) : (plural[unit] ?? unit);
}

/** "14 calendar days", "5:30 pm", "every logged contact", "no limit". */
export function valueText(parameter: RuleParameter, value: ParamValue | undefined): string {
  if (value === undefined || value === null) return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return parameter.words[value] ?? value;
  if (isMinute(parameter)) return clockFace(value);
  return `${value} ${unitText(parameter.unit, value)}`.trim();
}

function clockFace(minute: number): string {
  const hour = Math.floor(minute / 60);
  return `${hour % 12 === 0 ? 12 : hour % 12}:${String(minute % 60).padStart(2, '0')} ${hour < 12 ? 'am' : 'pm'}`;
}

/** "14 to 21 calendar days", "off to on". */
export function changeText(parameter: RuleParameter, was: ParamValue | undefined, is: ParamValue | undefined): string {
  const both = typeof was === 'number' && typeof is === 'number' && !isMinute(parameter);
  return `${both ? String(was) : valueText(parameter, was)} to ${valueText(parameter, is)}`;
}

/** Changes of one rule as lines; the only change of its main value needs no name. */
export function settingLines(
  rule: Rule | undefined,
  before: { readonly mode?: string | undefined; readonly params?: Setting['params'] | undefined },
  after: { readonly mode?: string | undefined; readonly params?: Setting['params'] | undefined },
): string[] {
  const changed = (rule?.parameters ?? []).flatMap((parameter) => {
    const was = before.params?.[parameter.name] ?? parameter.default;
    const is = after.params?.[parameter.name] ?? parameter.default;
    return was === is ? [] : [{ parameter, text: changeText(parameter, was, is) }];
  });
  const [only] = changed;
  const bare = changed.length === 1 && only && rule && only.parameter === mainParameter(rule);
  const lines = bare ? [only.text] : changed.map(({ parameter, text }) => `${parameter.title}: ${text}`);
  const [was, is] = [before.mode ?? rule?.defaultMode, after.mode ?? rule?.defaultMode];
  return was === is ? lines : [`turned ${is ?? 'on'}`, ...lines];
}

/** The parameter that stands for the rule in a list: the first of its sentence, else its first. */
export function mainParameter(rule: Rule): RuleParameter | undefined {
  const named = rule.parts.find((part) => part.param !== undefined)?.param;
  return rule.parameters.find(({ name }) => name === named) ?? rule.parameters[0];
}

/** Who published or approved something, where it is not a person's name: rules come with the product, care is taken at night. */
export function publisherText(name: string): string {
  if (name === 'seed') return 'as delivered';
  if (name === 'system') return 'Caseclock itself';
  return /^[0-9a-f-]{36}$/.test(name) ? 'somebody you do not work with' : name;
}

export function scopeText(scope: string, practices: readonly Practice[]): string {
  if (scope === 'default') return 'All practices';
  if (scope.startsWith('jurisdiction:')) return scope.slice('jurisdiction:'.length);
  const id = scope.slice('practice:'.length);
  return practices.find((practice) => practice.id === id)?.name ?? 'A practice';
}
