/**
 * Withholds from a value what its reader's roles do not give, by walking the schema's marks beside it. Answers and
 * exports alike go through here: nothing else decides what of a row leaves.
 */
import type { z } from 'zod';
import { fieldGroups, type FieldClass, type FieldGroup } from '../../domain/privacy';
import { emergencyGroups, groupsOf, lacking } from '../auth/field-groups';
import type { Caller } from '../auth/caller';
import { leaveOut, type ClassTree } from './class-tree';
import type { Around } from './phi';
import { planOf, type Plan } from './plan';

export interface Shown {
  readonly value: unknown;
  /** Groups of which something was met and not shown. */
  readonly withheld: readonly FieldGroup[];
  /** Cases in it that the reader sees because the glass is broken. */
  readonly opened: readonly string[];
}

/**
 * A declared field becomes null, a field of an open record is left out. The value itself is not changed.
 * @param caseId the case that the whole value is about, where its address names one.
 */
export function withhold(schema: z.ZodType, value: unknown, caller: Caller | undefined, caseId?: string): Shown {
  const given = groupsOf(caller);
  const opened = new Set(caller?.openedCaseIds);
  if (given.size === fieldGroups.length && opened.size === 0) return { value, withheld: [], opened: [] };
  const walk = new Walk(caller, given, opened);
  const shown = walk.of(planOf(schema), value, new Place(null, null, caller, walk.groupsFor(caseId, given)));
  const withheld = fieldGroups.filter((group) => walk.withheld.has(group));
  return { value: shown, withheld, opened: [...walk.met] };
}

/** Where the walk is: the objects around, and what may be seen here. */
class Place implements Around {
  constructor(
    private readonly holder: Readonly<Record<string, unknown>> | null,
    private readonly outer: Place | null,
    readonly caller: Caller | undefined,
    readonly given: ReadonlySet<FieldGroup>,
  ) {}

  find(name: string): unknown {
    if (this.holder !== null && Object.hasOwn(this.holder, name)) return this.holder[name];
    return this.outer?.find(name);
  }
}

class Walk {
  readonly withheld = new Set<FieldGroup>();
  readonly met = new Set<string>();
  private readonly inEmergency: ReadonlySet<FieldGroup>;
  /** A page asks the same few questions ten thousand times. */
  private readonly answers = new Map<ReadonlySet<FieldGroup>, Map<FieldClass | undefined, boolean>>();

  constructor(
    private readonly caller: Caller | undefined,
    given: ReadonlySet<FieldGroup>,
    private readonly opened: ReadonlySet<string>,
  ) {
    this.inEmergency = new Set([...given, ...emergencyGroups]);
  }

  groupsFor(caseId: unknown, around: ReadonlySet<FieldGroup>): ReadonlySet<FieldGroup> {
    if (typeof caseId !== 'string') return around;
    const id = caseId.toLowerCase();
    if (!this.opened.has(id)) return around;
    this.met.add(id);
    return this.inEmergency;
  }

  of(plan: Plan, value: unknown, place: Place): unknown {
    if (plan.do === 'keep' || value === undefined) return value;
    switch (plan.do) {
      case 'mark':
        return this.marked(plan, value, place);
      case 'all':
        return plan.plans.reduce<unknown>((shown, next) => this.of(next, shown, place), value);
      case 'object':
        return isRecord(value) ? this.object(plan, value, place) : value;
      case 'list':
        return Array.isArray(value) ? value.map((item) => this.of(plan.item, item, place)) : value;
      case 'places':
        return Array.isArray(value)
          ? value.map((item, i) => this.of(plan.items[i] ?? { do: 'keep' }, item, place))
          : value;
      case 'values':
        return isRecord(value)
          ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.of(plan.value, item, place)]))
          : value;
    }
  }

  private object(plan: Extract<Plan, { do: 'object' }>, value: Record<string, unknown>, place: Place): unknown {
    const given = plan.caseKey === null ? place.given : this.groupsFor(value[plan.caseKey], place.given);
    const inside = new Place(value, place, this.caller, given);
    const shown = { ...value };
    for (const [name, field] of plan.fields) {
      if (value[name] !== undefined) shown[name] = this.of(field, value[name], inside);
    }
    return shown;
  }

  private marked(plan: Extract<Plan, { do: 'mark' }>, value: unknown, place: Place): unknown {
    const of = plan.mark.of(place, value);
    if (isTree(of)) return value === null ? null : leaveOut(value, of, (needed) => this.sees(needed, place));
    return this.sees(of, place) ? this.of(plan.inner, value, place) : null;
  }

  private sees(needed: FieldClass | undefined, { given }: Place): boolean {
    let known = this.answers.get(given);
    if (known === undefined) this.answers.set(given, (known = new Map()));
    let seen = known.get(needed);
    if (seen === undefined) {
      const missing = lacking(given, needed);
      for (const group of missing) this.withheld.add(group);
      seen = missing.length === 0;
      known.set(needed, seen);
    }
    return seen;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTree = (of: FieldClass | ClassTree | undefined): of is ClassTree =>
  typeof of === 'object' && !Array.isArray(of);
