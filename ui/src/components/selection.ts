/** Which rows of a list are chosen: some by their ids, or all that match the filter but a few. Loaded or not makes no difference. */
export type Selection =
  | { readonly all: false; readonly ids: ReadonlySet<string> }
  | { readonly all: true; readonly except: ReadonlySet<string> };

export const NOTHING: Selection = { all: false, ids: new Set() };
export const EVERYTHING: Selection = { all: true, except: new Set() };

export const isChosen = (selection: Selection, id: string): boolean =>
  selection.all ? !selection.except.has(id) : selection.ids.has(id);

export const isEmpty = (selection: Selection): boolean => !selection.all && selection.ids.size === 0;

/** How many rows are meant; undefined while it is unknown how many match. */
export function chosenCount(selection: Selection, total: number | undefined): number | undefined {
  if (!selection.all) return selection.ids.size;
  return total === undefined ? undefined : Math.max(0, total - selection.except.size);
}

export function choose(selection: Selection, ids: readonly string[], chosen: boolean): Selection {
  const change = (set: ReadonlySet<string>, into: boolean): Set<string> => {
    const next = new Set(set);
    for (const id of ids) {
      if (into) next.add(id);
      else next.delete(id);
    }
    return next;
  };
  return selection.all
    ? { all: true, except: change(selection.except, !chosen) }
    : { all: false, ids: change(selection.ids, chosen) };
}

export const toggle = (selection: Selection, id: string): Selection =>
  choose(selection, [id], !isChosen(selection, id));

/** All rows from one to another, both included, in the order of the list. */
export function chooseRange(selection: Selection, order: readonly string[], from: string, to: string): Selection {
  const a = order.indexOf(from);
  const b = order.indexOf(to);
  if (a < 0 || b < 0) return choose(selection, [to], true);
  return choose(selection, order.slice(Math.min(a, b), Math.max(a, b) + 1), true);
}
