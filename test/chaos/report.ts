/** Says in a page what a run did, what it counted and how fast things came back; judges nothing. */
import { countsOf } from './checker/check';
import { latenessOf } from './checker/check-clocks';
import type { Op, Outcome, Violation } from './checker/evidence';
import type { RunResult } from './run';

/** The value below which so much of the sorted list lies; NaN of nothing. */
export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? NaN;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
const outcomes: readonly Outcome[] = ['ok', 'refused', 'unknown'];

/** From the moment a fault was over to the first `ok` of a command sent after it, per fault. */
export function recoveriesOf(result: RunResult): number[] {
  const oks = result.evidence.ops.filter((o) => o.outcome === 'ok');
  return result.faults
    .flatMap(({ to }) => {
      if (to === null) return [];
      const next = Math.min(...oks.filter((o) => o.invokedAt >= to).map((o) => o.endedAt));
      return Number.isFinite(next) ? [next - to] : [];
    })
    .sort((a, b) => a - b);
}

function row(name: string, ops: readonly Op[]): string {
  const counts = outcomes.map((o) => String(ops.filter((op) => op.outcome === o).length).padStart(8));
  const waits = ops.map((o) => o.endedAt - o.invokedAt).sort((a, b) => a - b);
  return `${name.padEnd(24)}${counts.join('')}${seconds(quantile(waits, 0.5)).padStart(10)}${seconds(waits.at(-1) ?? NaN).padStart(10)}`;
}

export function reportOf(result: RunResult): string {
  const { evidence, violations, faults, options } = result;
  const { ops } = evidence;
  const kinds = [...new Set(faults.map((f) => f.kind))].sort();
  const late = latenessOf(evidence);
  const recovery = recoveriesOf(result);
  const repeated = ops.filter((o) => o.answers.length > 1).length;
  const strange = ops.flatMap((o) => o.answers).filter((a) => /^unknown:5(?!03)/.test(a)).length;
  const counts = Object.entries(countsOf(violations)).map(([i, n]) => `${i} ${n}`);
  return [
    `seed ${options.seed}: ${ops.length} commands on ${evidence.cases.length} cases, ${evidence.events.length} events, ${faults.length} faults`,
    `violations (each must be 0): ${counts.join(', ')}`,
    '',
    `${'under way meanwhile'.padEnd(24)}${outcomes.map((o) => o.padStart(8)).join('')}${'p50'.padStart(10)}${'max'.padStart(10)}`,
    ...kinds.map((kind) =>
      row(
        kind,
        ops.filter((o) => o.faults.includes(kind)),
      ),
    ),
    row(
      'no fault',
      ops.filter((o) => o.faults.length === 0),
    ),
    row('all', ops),
    '',
    `sent more than once: ${repeated}; answers lost on the wire: ${result.cuts.database} of Postgres, ${result.cuts.temporal} of Temporal; answers 5xx other than 503: ${strange}`,
    `recovery, from "up again" to the next accepted command: p50 ${seconds(quantile(recovery, 0.5))}, max ${seconds(recovery.at(-1) ?? NaN)}`,
    `clocks fired: ${late.length}; late by p50 ${seconds(quantile(late, 0.5))}, p99 ${seconds(quantile(late, 0.99))}, max ${seconds(late.at(-1) ?? NaN)}; early: ${late.filter((l) => l < 0).length}`,
    `came to rest: ${result.cameToRest ? `after ${seconds(result.drainMs)}` : 'no'}; processes that ended by themselves and were started again: ${result.endedByThemselves}`,
    ...violations.slice(0, 40).map(inWords),
    ...(violations.length > 0 ? ['', historyOf(result, violations)] : []),
  ].join('\n');
}

export const inWords = (v: Violation): string => `${v.invariant} ${v.rule}: case ${v.caseId ?? '-'}: ${v.detail}`;

/** The operations and events of the first case with a violation, in order of time. */
function historyOf({ evidence }: RunResult, violations: readonly Violation[]): string {
  const caseId = violations.find((v) => v.caseId !== null)?.caseId;
  if (!caseId) return '';
  const iso = (at: number) => new Date(at).toISOString().slice(11, 23);
  const lines = [
    ...evidence.ops
      .filter((o) => o.caseId === caseId)
      .map((o) => ({
        at: o.invokedAt,
        text: `${iso(o.invokedAt)}-${iso(o.endedAt)} ${o.opId} ${o.type} ${o.answers.join(' ')} [${o.faults.join(', ')}]`,
      })),
    ...evidence.events
      .filter((e) => e.caseId === caseId)
      .map((e) => ({
        at: e.at,
        text: `${iso(e.at)} version ${e.seq} ${e.type} ${e.stageAfter} ${e.note ?? e.commandId}`,
      })),
  ];
  return [`history of case ${caseId}:`, ...lines.sort((a, b) => a.at - b.at).map((l) => l.text)].join('\n');
}
