/** Where the workflow's own history shows that a clock was armed and fired: events of Temporal, read without any worker. */
import type { Client } from '@temporalio/client';
import type { HistoryEvent } from '../history/history-event';
import { readHistory } from '../history/read-history';

/** One event of the history. */
export interface Evidence {
  readonly runId: string;
  readonly eventId: number;
  /** Epoch ms, as Temporal noted it. */
  readonly at: number;
}

export interface FoundEvidence {
  readonly runs: number;
  readonly events: number;
  /** The command whose event armed the clock; null: a clock armed it, or its run has gone. */
  readonly armed: Evidence | null;
  /** The timer that woke the case; null: it was awake for another reason, or the run has gone. */
  readonly timer: Evidence | null;
}

/** @param armedBySeq version that armed it. @param seq version at which it fired. */
export async function findEvidence(
  client: Client,
  { kind, caseId, armedBySeq, seq }: { kind: string; caseId: string; armedBySeq: number; seq: number },
): Promise<FoundEvidence> {
  const history = await readHistory(client, kind, caseId);
  let events = 0;
  let armed: Evidence | null = null;
  let timer: Evidence | null = null;
  for await (const event of history.events()) {
    events += 1;
    if (arms(event, armedBySeq)) armed = evidenceOf(event);
    if (event.is === 'timer-fired' && event.version === seq - 1) timer = evidenceOf(event);
  }
  return { runs: history.runs.length, events, armed, timer };
}

function arms(event: HistoryEvent, seq: number): boolean {
  if (event.is === 'run-started') return seq === 1 && event.start.from === 'open';
  return event.is === 'update-completed' && event.answer?.result === 'applied' && event.answer.version === seq;
}

const evidenceOf = ({ runId, eventId, at }: HistoryEvent): Evidence => ({ runId, eventId, at });
