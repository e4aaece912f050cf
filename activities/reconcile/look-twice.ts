/** Compares cases with their workflows, and believes a trouble only when a second look finds it unmoved; then mends it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Finding } from '../../domain/reconciliation';
import { sideBySide } from '../batches/side-by-side';
import { compare, type Trouble } from './compare';
import type { ReconcileDeps, Repaired } from './deps';
import { repair } from './repair';
import { lookAtWorkflow, readRecords, type RecordSight, type WorkflowSight } from './sights';

/** Cases at once: enough to keep a worker busy, few enough to leave it room for people. */
const LANES = 8;
/** Longer than a record takes to be written and adopted when all is well. */
const BETWEEN_LOOKS_MS = 4_000;

export interface Sweep {
  readonly deps: ReconcileDeps;
  readonly repair: boolean;
  /** Called often: whoever waits knows that it is alive. */
  beat(): void;
  interrupted(): boolean;
  found(finding: Finding): Promise<void>;
}

interface Seen {
  readonly record: RecordSight;
  readonly workflow: WorkflowSight;
  readonly trouble: Trouble;
}

/** @returns how many were looked at. */
export async function lookAtCases(sweep: Sweep, ids: readonly string[]): Promise<number> {
  const first = await look(sweep, ids);
  if (first.size === 0) return ids.length;
  await pause(sweep);
  const second = await look(sweep, [...first.keys()]);
  const unmoved = [...second.values()].filter(
    ({ record, trouble }) => first.get(record.id)?.trouble.mark === trouble.mark,
  );
  await sideBySide(unmoved, LANES, (seen) => settle(sweep, seen), sweep.interrupted);
  return ids.length;
}

/** Waits between two looks. */
export async function pause(sweep: Sweep): Promise<void> {
  for (let waited = 0; waited < BETWEEN_LOOKS_MS && !sweep.interrupted(); waited += 500) {
    await delay(500);
    sweep.beat();
  }
}

async function look(sweep: Sweep, ids: readonly string[]): Promise<Map<string, Seen>> {
  const seen = new Map<string, Seen>();
  await sideBySide(
    // The workflow first: what the record has beyond it can only be newer, and a case that goes on looks behind, not ahead.
    await readRecords(sweep.deps.pool, ids),
    LANES,
    async ({ id, kind }) => {
      const workflow = await lookAtWorkflow(sweep.deps.client, kind, id);
      const [record] = await readRecords(sweep.deps.pool, [id]);
      sweep.beat();
      const trouble = record && compare(record, workflow, Date.now());
      if (record && trouble) seen.set(id, { record, workflow, trouble });
    },
    sweep.interrupted,
  );
  return seen;
}

async function settle(sweep: Sweep, { record, workflow, trouble }: Seen): Promise<void> {
  const { code, words, detail } = trouble;
  const done = sweep.repair ? await tried(() => repair(sweep.deps, trouble, record, workflow)) : NOT_ASKED;
  sweep.beat();
  await sweep.found({
    key: `${code}:${record.id}`,
    caseId: record.id,
    kind: record.kind,
    code,
    words,
    outcome: done.outcome,
    done: done.done,
    detail: { ...detail, ...done.detail },
  });
}

export const NOT_ASKED: Repaired = {
  outcome: 'reported',
  done: 'Nothing was changed: no repair was asked for.',
};

/** A repair that fails is a finding too: the sweep goes on with the other cases. */
export async function tried(work: () => Promise<Repaired>): Promise<Repaired> {
  try {
    return await work();
  } catch (error) {
    const code = (error as { code?: unknown }).code ?? (error instanceof Error ? error.name : 'unknown');
    return { outcome: 'failed', done: `The repair failed (${String(code)}). It is tried again by the next sweep.` };
  }
}
