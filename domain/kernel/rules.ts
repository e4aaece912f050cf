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

/** A rule's declaration: one sentence a coordinator can read, its source, its parameters with their defaults. */
export interface RuleDefinition<P extends z.ZodObject = z.ZodObject> {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
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

export interface ActiveRule<P extends z.ZodObject> {
  readonly mode: RuleMode;
  readonly version: number;
  readonly params: z.infer<P>;
}

/** Reads one rule out of a snapshot. A rule the snapshot does not know (older than the rule) acts with its defaults. */
export function ruleOf<P extends z.ZodObject>(rules: RuleSnapshot, definition: RuleDefinition<P>): ActiveRule<P> {
  const setting = rules.settings[definition.id];
  return {
    mode: setting?.mode ?? definition.defaultMode,
    version: rules.version,
    params: definition.params.parse({ ...definition.defaults, ...setting?.params }) as z.infer<P>,
  };
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
