/** What a rule is: a named, versioned setting with its sentence and source. The numbers are data, never code (C08). */
import { z } from 'zod';
import { PracticeCalendar } from '../calendar';

/** off = no clock, no flag, no task; on = acts. */
export const RuleMode = z.enum(['off', 'on']);
export type RuleMode = z.infer<typeof RuleMode>;

export const RuleSetting = z.strictObject({
  mode: RuleMode,
  /** Numbers and words of the rule, checked by the rule's own schema. */
  params: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.null()])),
});
export type RuleSetting = z.infer<typeof RuleSetting>;

/** The rule set as one case carries it: layers (default, jurisdiction, practice) already merged, calendar included. */
export const RuleSnapshot = z.strictObject({
  version: z.int().nonnegative(),
  settings: z.record(z.string(), RuleSetting),
  calendar: PracticeCalendar,
});
export type RuleSnapshot = z.infer<typeof RuleSnapshot>;

/**
 * A rule's declaration: one sentence a coordinator can read, its source, its parameters with their defaults. A
 * parameter's schema may carry `title` (what it is called) and `words` (its choices as people say them) as meta.
 */
export interface RuleDefinition<P extends z.ZodObject = z.ZodObject> {
  readonly id: string;
  readonly kind: string;
  /** The heading under which people look for it; without one, the kind's. */
  readonly group?: string;
  readonly title: string;
  /** A parameter's value stands as `{name}`, a word that follows its number as `{name:day|days}`. */
  readonly sentence: string;
  readonly source: string;
  readonly params: P;
  readonly defaults: z.infer<P>;
  readonly defaultMode: RuleMode;
}

/** Declares a rule and keeps its parameter type. */
export function defineRule<P extends z.ZodObject>(definition: RuleDefinition<P>): RuleDefinition<P> {
  return definition;
}

/** A piece of a rule's sentence: words, the value of a parameter, or a word that follows a parameter's number. */
export type SentencePart =
  | { readonly text: string }
  | { readonly param: string }
  | { readonly param: string; readonly one: string; readonly many: string };

const PLACE = /\{([A-Za-z]+)(?::([^|{}]*)\|([^|{}]*))?\}/;

/** The sentence in pieces, so that its numbers can be shown and changed in place. */
export function sentenceParts({ sentence }: Pick<RuleDefinition, 'sentence'>): SentencePart[] {
  const parts: SentencePart[] = [];
  let rest = sentence;
  for (let found = PLACE.exec(rest); found; found = PLACE.exec(rest)) {
    const [whole, param = '', one, many] = found;
    if (found.index > 0) parts.push({ text: rest.slice(0, found.index) });
    parts.push(one === undefined || many === undefined ? { param } : { param, one, many });
    rest = rest.slice(found.index + whole.length);
  }
  return rest === '' ? parts : [...parts, { text: rest }];
}

/** The sentence with these values in it; with the defaults where none are given. */
export function sentenceOf(rule: RuleDefinition, params: Readonly<Record<string, unknown>> = rule.defaults): string {
  return sentenceParts(rule)
    .map((part) => {
      if ('text' in part) return part.text;
      const value = params[part.param];
      if ('one' in part) return value === 1 ? part.one : part.many;
      return value === null ? 'no' : String(value);
    })
    .join('');
}

export interface ActiveRule<P extends z.ZodObject> {
  readonly mode: RuleMode;
  readonly version: number;
  readonly params: z.infer<P>;
}

/** A snapshot never changes, and its rules are read at every guard and clock. */
const read = new WeakMap<RuleSnapshot, Map<unknown, unknown>>();

/** Reads one rule out of a snapshot. A rule the snapshot does not know (older than the rule) acts with its defaults. */
export function ruleOf<P extends z.ZodObject>(rules: RuleSnapshot, definition: RuleDefinition<P>): ActiveRule<P> {
  const known = read.get(rules) ?? new Map<unknown, unknown>();
  read.set(rules, known);
  const before = known.get(definition) as ActiveRule<P> | undefined;
  if (before) return before;
  const setting = rules.settings[definition.id];
  const active: ActiveRule<P> = {
    mode: setting?.mode ?? definition.defaultMode,
    version: rules.version,
    params: definition.params.parse({ ...definition.defaults, ...setting?.params }) as z.infer<P>,
  };
  known.set(definition, active);
  return active;
}

/** Published settings by layer: `default`, `jurisdiction:<code>`, `practice:<id>`; a layer names only what it changes. */
export const RuleLayers = z.record(
  z.string(),
  z.record(z.string(), z.strictObject({ mode: RuleMode.optional(), params: RuleSetting.shape.params.optional() })),
);
export type RuleLayers = z.infer<typeof RuleLayers>;

/** Merges layers over the definitions' defaults, later layers last; params merge one by one. */
export function mergeLayers(
  definitions: readonly RuleDefinition[],
  layers: readonly RuleLayers[string][],
): Record<string, RuleSetting> {
  const settings: Record<string, RuleSetting> = {};
  for (const definition of definitions) {
    const merged = layers.map((layer) => layer[definition.id]);
    settings[definition.id] = {
      mode: merged.reduce<RuleMode>((mode, s) => s?.mode ?? mode, definition.defaultMode),
      params: Object.assign({}, definition.defaults, ...merged.map((s) => s?.params ?? {})) as RuleSetting['params'],
    };
  }
  return settings;
}
