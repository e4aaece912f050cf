/**
 * Adds up what the timeline's rows say each event did: stage, facts, clocks and tasks after a version. It asks no chart,
 * so it still answers where a chart has changed since, and it is a second witness beside the replay. Pure.
 */
import type { CaseKind } from './case-kind';
import type { TimelineEvent } from './retrace';
import { stages } from './case-kind';
import { tasksDue, type TaskDue } from './tasks-due';

/** An armed clock as the rows tell of it. */
export interface ClockOnRecord {
  readonly slot: string;
  readonly name: string;
  readonly dueAt: number;
  readonly moved: boolean;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly armedAt: number;
  readonly armedBySeq: number;
  readonly armedByType: string;
}

export interface RecordAt {
  readonly seq: number;
  readonly at: number;
  readonly stage: string;
  readonly stageSince: number;
  readonly closed: boolean;
  /** Facts that are compared, by name; owner and followUpOn among them. */
  readonly facts: Readonly<Record<string, unknown>>;
  /** By slot. */
  readonly clocks: readonly ClockOnRecord[];
  readonly tasks: readonly TaskDue[];
}

/** Resolved and Canceled end a case. */
const closing: ReadonlySet<string> = new Set(stages.slice(-2));

/** @param events from the first to the one the moment is asked of. */
export function recordAt(kind: CaseKind, events: readonly TimelineEvent[]): RecordAt | null {
  const last = events.at(-1);
  if (last === undefined) return null;
  const facts: Record<string, unknown> = {};
  const clocks = new Map<string, ClockOnRecord>();
  let stageSince = last.at;
  events.forEach((event, n) => {
    if (events[n - 1]?.stage !== event.stage) stageSince = event.at;
    for (const [name, [, after]] of Object.entries(event.changed)) facts[name] = after;
    for (const { change, slot, name, dueAfter } of event.clockChanges) {
      if (dueAfter === null) clocks.delete(slot);
      else
        clocks.set(slot, {
          ...{ slot, name, dueAt: dueAfter, moved: change === 'moved' },
          ...{ ruleId: kind.clocks[name]?.rule.id ?? name, ruleVersion: event.ruleVersion },
          ...{ armedAt: event.at, armedBySeq: event.seq, armedByType: event.type },
        });
    }
  });
  const effects = events.map(({ seq, at, stage, effects }) => ({ seq, at, closed: closing.has(stage), effects }));
  return {
    seq: last.seq,
    at: last.at,
    stage: last.stage,
    stageSince,
    closed: closing.has(last.stage),
    facts,
    clocks: [...clocks.values()].sort((a, b) => (a.slot < b.slot ? -1 : 1)),
    tasks: [...tasksDue(effects).values()],
  };
}
