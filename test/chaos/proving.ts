/** What a run must have met with before its empty list of violations means anything. */
import { faultKinds } from './faults';
import type { RunResult } from './run';

/** What was missing, in words; empty = the run was hard enough. */
export function proving({ evidence, faults, options, cuts }: RunResult): string[] {
  const missing: string[] = [];
  const need = (holds: boolean, what: string) => {
    if (!holds) missing.push(what);
  };
  const { ops } = evidence;
  need(ops.length === options.ops, `every command was logged: ${ops.length} of ${options.ops}`);
  for (const kind of faultKinds)
    need(
      faults.some((f) => f.kind === kind),
      `the fault: ${kind}`,
    );
  need(ops.filter((o) => o.outcome === 'ok').length > options.ops / 3, 'a third of the commands accepted');
  need(ops.filter((o) => o.outcome === 'refused').length > options.ops / 20, 'a twentieth refused');
  need(
    ops.some((o) => o.outcome === 'ok' && o.answers[0]?.startsWith('unknown')),
    'an unknown answer that a repeat made known',
  );
  need(
    ops.some((o) => o.answers.filter((a) => a.startsWith('ok')).length > 1),
    'copies of one command that were all accepted',
  );
  need(
    ops.some((o) => o.answers.includes('refused:version_conflict')),
    'a stale condition refused',
  );
  need(
    ops.some((o) => o.answers.includes('refused:claims_taken')),
    'a second case on a claim refused',
  );
  need(
    ops.some((o) => o.outcome === 'ok' && o.expectedVersion !== null),
    'a condition that held',
  );
  need(evidence.receipts.length >= 5, 'five clocks fired');
  need(
    evidence.cases.some((c) => c.closed),
    'a closed case',
  );
  need(new Set(evidence.cases.map((c) => c.kind)).size === 2, 'both kinds of case');
  need(cuts.database > 0 && cuts.temporal > 0, 'answers lost on the wire');
  return missing;
}
