/** The registry of case kinds: one line a kind. Nothing else names all kinds. */
import type { CaseKind } from '../kernel';
import { denialKind } from './denial/kind';
import { wcKind } from './wc/kind';

/** Every kind of case, in the order people see them. */
export const caseKinds: readonly CaseKind[] = [wcKind, denialKind];

/** A kind was asked for that the registry does not hold. */
export class UnknownCaseKind extends Error {
  constructor(
    readonly asked: string,
    readonly known: readonly string[],
  ) {
    super(`There is no kind of case called "${asked}"; the kinds are ${known.join(', ')}.`);
    this.name = 'UnknownCaseKind';
  }
}

/**
 * The kind of case with that name.
 * @throws UnknownCaseKind when there is none.
 */
export function kindOf(name: string): CaseKind {
  const kind = caseKinds.find((k) => k.kind === name);
  if (!kind)
    throw new UnknownCaseKind(
      name,
      caseKinds.map((k) => k.kind),
    );
  return kind;
}
