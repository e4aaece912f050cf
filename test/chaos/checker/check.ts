/** The checker: counts what must be zero after a run. Reads evidence only; it starts and asks nothing. */
import { checkAudit } from './check-audit';
import { checkCases } from './check-cases';
import { checkClocks } from './check-clocks';
import { checkCommands } from './check-commands';
import { invariants, reporter, type Evidence, type Invariant, type Violation } from './evidence';

/** Every broken rule, in the order of the invariants. Empty = the run lost nothing and doubled nothing. */
export function check(evidence: Evidence): Violation[] {
  const found: Violation[] = [];
  checkCommands(evidence, found);
  checkCases(evidence, found);
  checkClocks(evidence, found);
  checkAudit(evidence, found);
  const leaked = reporter('I9', found);
  for (const leak of evidence.leaks) leaked('words of a person left Postgres', null, `${leak.place}: ${leak.text}`);
  return found.sort((a, b) => invariants.indexOf(a.invariant) - invariants.indexOf(b.invariant));
}

/** Violations per invariant; each must be 0. */
export function countsOf(violations: readonly Violation[]): Record<Invariant, number> {
  const counts = Object.fromEntries(invariants.map((i) => [i, 0])) as Record<Invariant, number>;
  for (const v of violations) counts[v.invariant] += 1;
  return counts;
}
