/** Asks a case's workflow what it has applied, run after run back to a version, and plays it again through the kernel. */
import type { Client } from '@temporalio/client';
import { kindOf } from '../domain/cases';
import { playRecorded, type CaseState, type RecordedEvent, type Step } from '../domain/kernel';
import { workflowIdOf } from '../platform/names';
import { memoryQuery, type CaseMemory } from '../workflows/messages';

/** Everything a case's histories tell from some version on. */
export interface Recalled {
  /** The state at `from`; null: from the opening, version 0. */
  readonly base: CaseState | null;
  readonly from: number;
  readonly steps: readonly Step[];
}

/** Its histories do not reach back so far, or cannot be played: nothing is taken from them. */
export class CannotRecall extends Error {
  override readonly name = 'CannotRecall';
}

const LIMIT_MS = 30_000;

/** Every run of the case that Temporal still keeps, newest first. */
async function runsOf(client: Client, kind: string, caseId: string): Promise<string[]> {
  const runs: { runId: string; startedAt: number }[] = [];
  const query = `WorkflowId = '${workflowIdOf(kind, caseId)}'`;
  for await (const { runId, startTime } of client.workflow.list({ query })) {
    runs.push({ runId, startedAt: startTime.getTime() });
  }
  return runs.sort((a, b) => b.startedAt - a.startedAt).map((run) => run.runId);
}

const seqOf = (memory: CaseMemory): number => ('state' in memory.from ? memory.from.state.seq : 0);

/**
 * What the case applied after `version`, and before it as far as the run that holds that version goes.
 * @throws CannotRecall
 */
export async function recall(client: Client, kind: string, caseId: string, version: number): Promise<Recalled> {
  const events: RecordedEvent[] = [];
  let upTo: number | null = null;
  for (const runId of await runsOf(client, kind, caseId)) {
    const handle = client.workflow.getHandle(workflowIdOf(kind, caseId), runId);
    const memory = await client.withDeadline(Date.now() + LIMIT_MS, () => handle.query(memoryQuery));
    const seq = seqOf(memory);
    if (upTo !== null && seq + memory.events.length !== upTo) {
      // A run that was started anew from the record repeats what an earlier, lost one had: that one is not part of the line.
      continue;
    }
    events.unshift(...memory.events);
    upTo = seq;
    if (seq > version) continue;
    return {
      base: 'state' in memory.from ? memory.from.state : null,
      from: seq,
      steps: play(kind, caseId, memory.from, events),
    };
  }
  throw new CannotRecall(`Its histories do not reach back to version ${version}.`);
}

function play(
  kind: string,
  caseId: string,
  from: CaseMemory['from'],
  events: readonly RecordedEvent[],
): readonly Step[] {
  try {
    return playRecorded(kindOf(kind), caseId, from, events);
  } catch (error) {
    throw new CannotRecall(`Its events cannot be played again: ${error instanceof Error ? error.name : 'unknown'}.`);
  }
}

/** The state after that version, rules included; null for version 0. */
export function stateAt(recalled: Recalled, version: number): CaseState | null {
  if (version === recalled.from) return recalled.base;
  return recalled.steps[version - recalled.from - 1]?.state ?? null;
}
