/** Changes published rule layers: sets, inherits, compares, undoes. Pure; what may be set, each rule's own schema says. */
import type { z } from 'zod';
import type { RuleDefinition, RuleLayers, RuleMode, RuleSetting } from '../../domain/kernel';

/** One rule in one layer. `inherit`: the layer says nothing about the rule any more. */
export interface RuleChange {
  readonly ruleId: string;
  readonly mode?: RuleMode | undefined;
  /** Only the parameters to change; the others stay. */
  readonly params?: RuleSetting['params'] | undefined;
  readonly inherit?: boolean | undefined;
}

/** What is wrong with a change: an unknown rule, or the issues of the rule's own schema. */
export interface ChangeFault {
  readonly change: number;
  readonly field: 'ruleId' | 'params' | 'inherit';
  readonly issues: readonly z.core.$ZodIssue[] | string;
}

type Layer = RuleLayers[string];

/** Layers with the changes of one scope in them, or every fault at once. */
export function changeLayers(
  definitions: readonly RuleDefinition[],
  layers: RuleLayers,
  scope: string,
  changes: readonly RuleChange[],
): { readonly layers: RuleLayers; readonly faults: readonly ChangeFault[] } {
  const layer: Layer = { ...layers[scope] };
  const faults: ChangeFault[] = [];
  changes.forEach((change, index) => {
    const definition = definitions.find((d) => d.id === change.ruleId);
    const fault = faultOf(definition, change, index, changes);
    if (fault) faults.push(fault);
    if (!definition || fault) return;
    if (change.inherit) {
      delete layer[change.ruleId];
      return;
    }
    const before = layer[change.ruleId];
    const params = { ...before?.params, ...change.params };
    const mode = change.mode ?? before?.mode;
    const checked = definition.params.safeParse({
      ...definition.defaults,
      ...layers['default']?.[change.ruleId]?.params,
      ...params,
    });
    if (!checked.success) faults.push({ change: index, field: 'params', issues: checked.error.issues });
    layer[change.ruleId] = {
      ...(mode === undefined ? {} : { mode }),
      ...(Object.keys(params).length === 0 ? {} : { params }),
    };
  });
  return { layers: { ...layers, [scope]: layer }, faults };
}

function faultOf(
  definition: RuleDefinition | undefined,
  change: RuleChange,
  index: number,
  all: readonly RuleChange[],
): ChangeFault | null {
  if (!definition) return { change: index, field: 'ruleId', issues: 'is not a rule; GET /rules lists them' };
  if (all.findIndex((c) => c.ruleId === change.ruleId) !== index) {
    return { change: index, field: 'ruleId', issues: 'is changed twice; put both changes into one' };
  }
  const sets = change.mode !== undefined || change.params !== undefined;
  if (sets === (change.inherit === true)) {
    return { change: index, field: 'inherit', issues: 'give either mode and params, or inherit: true' };
  }
  return null;
}

/** A setting that differs between two versions. */
export interface LayerDifference {
  readonly scope: string;
  readonly ruleId: string;
  readonly before: Layer[string] | null;
  readonly after: Layer[string] | null;
}

/** What changed from one version's layers to the next one's, by scope and rule. */
export function differences(before: RuleLayers, after: RuleLayers): LayerDifference[] {
  const scopes = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return scopes.flatMap((scope) => {
    const rules = new Set([...Object.keys(before[scope] ?? {}), ...Object.keys(after[scope] ?? {})]);
    return [...rules].sort().flatMap((ruleId): LayerDifference[] => {
      const was = before[scope]?.[ruleId] ?? null;
      const is = after[scope]?.[ruleId] ?? null;
      return sameSetting(was, is) ? [] : [{ scope, ruleId, before: was, after: is }];
    });
  });
}

/** The newest layers without what one version changed; `taken`: settings that a later version changed again. */
export function undo(
  newest: RuleLayers,
  changes: readonly LayerDifference[],
): { readonly layers: RuleLayers; readonly taken: readonly LayerDifference[] } {
  const taken = changes.filter((c) => !sameSetting(newest[c.scope]?.[c.ruleId] ?? null, c.after));
  const layers: RuleLayers = { ...newest };
  for (const { scope, ruleId, before } of changes) {
    const layer: Layer = { ...layers[scope] };
    if (before === null) delete layer[ruleId];
    else layer[ruleId] = before;
    layers[scope] = layer;
  }
  return { layers, taken };
}

function sameSetting(a: Layer[string] | null, b: Layer[string] | null): boolean {
  return text(a) === text(b);
}

/** Postgres keeps the keys of jsonb in its own order. */
function text(setting: Layer[string] | null): string {
  if (setting === null) return 'null';
  return JSON.stringify([
    setting.mode ?? null,
    Object.entries(setting.params ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
}
