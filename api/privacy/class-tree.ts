/** Classes of the fields of an open record as a tree, and the walk that leaves out what a caller may not see. */
import type { FieldClass, FieldClasses } from '../../domain/privacy';

export interface ClassTree {
  /** Undefined: nobody has sorted it; then the class of what is above counts, or none. */
  readonly own: FieldClass | undefined;
  readonly below: ReadonlyMap<string, ClassTree>;
}

interface Growing {
  own: FieldClass | undefined;
  readonly below: Map<string, Growing>;
}

/** The tree of `patient.name` -> class lines. */
export function treeOf(classes: FieldClasses): ClassTree {
  const root: Growing = { own: undefined, below: new Map() };
  for (const [path, own] of Object.entries(classes)) {
    let at = root;
    for (const name of path.split('.')) {
      const next: Growing = at.below.get(name) ?? { own: undefined, below: new Map() };
      at.below.set(name, next);
      at = next;
    }
    at.own = own;
  }
  return root;
}

/** A tree that holds another under each of the names. */
export function treeUnder(trees: Readonly<Record<string, ClassTree>>): ClassTree {
  return { own: undefined, below: new Map(Object.entries(trees)) };
}

const NOTHING: ClassTree = { own: undefined, below: new Map() };
const NO_FIELD: ReadonlyMap<string, ClassTree> = new Map([['', NOTHING]]);
const WITHHELD = Symbol('withheld');

/** True when a value of this class may be seen. */
export type Sees = (needed: FieldClass | undefined) => boolean;

/** A record of which nothing is sorted is still a record: its parts are withheld, an empty one is nothing to withhold. */
const asRecord = (tree: ClassTree): ClassTree =>
  tree.below.size === 0 && tree.own === undefined ? { own: undefined, below: NO_FIELD } : tree;

/** The value with every part left out that may not be seen; lists keep their other items. */
export function leaveOut(value: unknown, tree: ClassTree, sees: Sees): unknown {
  const left = visit(value, asRecord(tree), undefined, sees);
  return left === WITHHELD ? null : left;
}

function visit(value: unknown, tree: ClassTree, above: FieldClass | undefined, sees: Sees): unknown {
  const own = tree.own ?? above;
  if (tree.below.size === 0) return sees(own) ? value : WITHHELD;
  if (Array.isArray(value)) return value.map((item) => visit(item, tree, above, sees)).filter((v) => v !== WITHHELD);
  if (value === null) return null;
  if (typeof value !== 'object') return sees(own) ? value : WITHHELD;
  const kept: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    // Assigning to it would change what the object is; no field has this name.
    if (key === '__proto__') continue;
    const left = visit((value as Record<string, unknown>)[key], tree.below.get(key) ?? NOTHING, own, sees);
    if (left !== WITHHELD) kept[key] = left;
  }
  return kept;
}

/** Paths of a value whose class may not be seen: what somebody would write without being able to read it. */
export function unseenPaths(value: unknown, tree: ClassTree, sees: Sees): string[] {
  return unseen('', value, asRecord(tree), undefined, sees);
}

function unseen(path: string, value: unknown, tree: ClassTree, above: FieldClass | undefined, sees: Sees): string[] {
  const own = tree.own ?? above;
  if (tree.below.size === 0) return sees(own) ? [] : [path];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => unseen(`${path}.${index}`, item, tree, above, sees));
  }
  // Anything but an object here replaces or removes all that is below.
  if (value === null || typeof value !== 'object') return seesAllBelow(tree, own, sees) ? [] : [path];
  return Object.entries(value).flatMap(([key, item]) =>
    item === undefined
      ? []
      : unseen(path === '' ? key : `${path}.${key}`, item, tree.below.get(key) ?? NOTHING, own, sees),
  );
}

function seesAllBelow(tree: ClassTree, above: FieldClass | undefined, sees: Sees): boolean {
  const own = tree.own ?? above;
  return tree.below.size === 0 ? sees(own) : [...tree.below.values()].every((next) => seesAllBelow(next, own, sees));
}
