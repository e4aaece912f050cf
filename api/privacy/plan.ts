/** Turns an answer's schema into what must be looked at to withhold fields: everything unmarked is passed by. Made once a schema. */
import type { z } from 'zod';
import { marks, type Mark } from './phi';

export type Plan =
  | { readonly do: 'keep' }
  | { readonly do: 'mark'; readonly mark: Mark; readonly inner: Plan }
  | { readonly do: 'object'; readonly fields: readonly (readonly [string, Plan])[]; readonly caseKey: string | null }
  | { readonly do: 'list'; readonly item: Plan }
  | { readonly do: 'places'; readonly items: readonly Plan[] }
  | { readonly do: 'values'; readonly value: Plan }
  | { readonly do: 'all'; readonly plans: readonly Plan[] };

const KEEP: Plan = { do: 'keep' };
/** Nobody has said what is in it. */
const UNSORTED: Mark = { of: () => undefined };

const made = new WeakMap<z.core.$ZodType, Plan>();

export function planOf(schema: z.core.$ZodType): Plan {
  const known = made.get(schema);
  if (known) return known;
  const mark = marks.get(schema as z.ZodType) as Mark | undefined;
  const inner = innerPlan(schema, mark !== undefined);
  const plan: Plan = mark === undefined ? inner : { do: 'mark', mark, inner };
  made.set(schema, plan);
  return plan;
}

/** @param isMarked a mark on the whole says what is in it, so that what is unknown inside is not asked about again. */
function innerPlan(schema: z.core.$ZodType, isMarked: boolean): Plan {
  const { def } = schema._zod as unknown as { def: z.core.$ZodTypes['_zod']['def'] };
  if (def.type === 'object') return objectPlan(def.shape as Readonly<Record<string, z.core.$ZodType>>);
  if (def.type === 'array') return wrap(planIn(def.element, isMarked), (item) => ({ do: 'list', item }));
  if (def.type === 'record') return wrap(planIn(def.valueType, isMarked), (value) => ({ do: 'values', value }));
  if (def.type === 'union') return both(def.options.map((option) => planIn(option, isMarked)));
  if (def.type === 'intersection') return both([planIn(def.left, isMarked), planIn(def.right, isMarked)]);
  if (def.type === 'pipe') return planIn(def.in, isMarked);
  if (def.type === 'tuple') {
    const items = def.items.map((item) => planIn(item, isMarked));
    return items.every((item) => item.do === 'keep') ? KEEP : { do: 'places', items };
  }
  // Optional, nullable, default and the like.
  if ('innerType' in def) return planIn(def.innerType, isMarked);
  return isMarked || !unknowable.has(def.type) ? KEEP : { do: 'mark', mark: UNSORTED, inner: KEEP };
}

const unknowable: ReadonlySet<string> = new Set(['unknown', 'any', 'custom', 'lazy', 'map', 'set', 'file']);

/** Below a mark only further marks count. */
function planIn(schema: z.core.$ZodType, isMarked: boolean): Plan {
  return isMarked && !marks.get(schema as z.ZodType) ? innerPlan(schema, true) : planOf(schema);
}

/** Whichever form the value has, what any of them withholds is withheld. */
function both(plans: readonly Plan[]): Plan {
  const some = plans.filter((plan) => plan.do !== 'keep');
  return some.length === 0 ? KEEP : { do: 'all', plans: some };
}

const wrap = (plan: Plan, make: (plan: Plan) => Plan): Plan => (plan.do === 'keep' ? KEEP : make(plan));

function objectPlan(shape: Readonly<Record<string, z.core.$ZodType>>): Plan {
  const fields = Object.entries(shape).flatMap(([name, field]) => {
    const plan = planOf(field);
    return plan.do === 'keep' ? [] : [[name, plan] as const];
  });
  // The glass is broken for one case: an object that says which case it is about may show more.
  const caseKey = 'caseId' in shape ? 'caseId' : 'stageSince' in shape ? 'id' : null;
  return fields.length === 0 ? KEEP : { do: 'object', fields, caseKey };
}
