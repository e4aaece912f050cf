/** Refuses to change fields of a group that the caller may not read: nobody overwrites what they cannot see. */
import { groupsOf, lacking } from '../auth/field-groups';
import type { Caller } from '../auth/caller';
import { Problem, type Fault } from '../problem';
import { unseenPaths, type ClassTree } from './class-tree';

export interface Writing {
  /** Where the value stands in the request: `body.data`. */
  readonly path: string;
  readonly value: unknown;
  readonly classes: ClassTree;
}

/** @throws Problem `forbidden` naming each field. */
export function refuseUnreadable(caller: Caller, writings: readonly Writing[]): void {
  const given = groupsOf(caller);
  const faults = writings.flatMap(({ path, value, classes }): Fault[] =>
    unseenPaths(value, classes, (needed) => lacking(given, needed).length === 0).map((at) => ({
      path: at === '' ? path : `${path}.${at}`,
      message: 'belongs to what your roles do not show',
    })),
  );
  if (faults.length === 0) return;
  const names = faults.slice(0, 5).map((fault) => fault.path);
  throw new Problem('forbidden', `Your roles may not change ${names.join(', ')}. Ask somebody whose role shows it.`, {
    errors: faults.slice(0, 100),
  });
}
