/** I5: every clock fires once, none early, and the one Temporal timer of a case waits for its soonest clock. */
import { groupBy, reporter, type Evidence, type Violation } from './evidence';

/** A clock may be this late before it counts as forgotten, once every process is up again. */
const FORGOTTEN_AFTER_MS = 5_000;

export function checkClocks(evidence: Evidence, into: Violation[]): void {
  const wrong = reporter('I5', into);
  for (const r of evidence.receipts) {
    if (r.firedAt < r.dueAt) wrong('a clock fired early', r.caseId, `${r.name}: ${r.dueAt - r.firedAt} ms`);
  }
  // A clock that is armed again for another instant is another wait; the same wait has one firing.
  for (const [wait, firings] of groupBy(evidence.receipts, (r) => `${r.caseId} ${r.slot} ${r.dueAt} ${r.armedBySeq}`)) {
    if (firings.length > 1)
      wrong(
        'a clock fired twice',
        firings[0]?.caseId ?? null,
        `${wait}: versions ${firings.map((f) => f.seq).join(', ')}`,
      );
  }
  const receipts = new Set(evidence.receipts.map((r) => `${r.caseId}:${r.seq}`));
  const fired = evidence.events.filter((e) => e.type === 'clock.fired');
  for (const e of fired) {
    if (!receipts.has(`${e.caseId}:${e.seq}`)) wrong('a firing has no receipt', e.caseId, `version ${e.seq}`);
  }
  if (fired.length < receipts.size)
    wrong('a receipt has no firing', null, `${receipts.size} receipts, ${fired.length} firings`);
  for (const c of evidence.clocks) {
    if (c.dueAt < evidence.takenAt - FORGOTTEN_AFTER_MS)
      wrong('a clock is due and has not fired', c.caseId, `${c.name}: ${evidence.takenAt - c.dueAt} ms late`);
  }
  const clocks = groupBy(evidence.clocks, (c) => c.caseId);
  for (const w of evidence.workflows) {
    if (w.status !== 'RUNNING' || w.state === null || w.state.closed) continue;
    const soonest = Math.min(...(clocks.get(w.caseId) ?? []).map((c) => c.dueAt));
    if (!Number.isFinite(soonest)) continue;
    if (w.timerAt === null) wrong('a clock is armed and no timer is alive', w.caseId, `due ${soonest}`);
    else if (w.timerAt > soonest)
      wrong('the timer waits beyond the soonest clock', w.caseId, `${w.timerAt} > ${soonest}`);
  }
}

/** How late clocks fired, in milliseconds. */
export function latenessOf(evidence: Evidence): number[] {
  return evidence.receipts.map((r) => r.firedAt - r.dueAt).sort((a, b) => a - b);
}
