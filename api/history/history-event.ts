/** What a case's workflow history can tell, in the words of the driver. Shapes only; instants are epoch ms. */
import type { EffectOrder, ProjectionOutcome } from '../../domain/kernel';
import type { CaseCommand, CaseEnd, CaseStart, CommandAnswer } from '../../workflows/messages';

/** One run of a case's workflow: a case has several after continue-as-new, reopening or a repair. */
export interface CaseRun {
  readonly runId: string;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly status: 'running' | 'completed' | 'continued' | 'failed' | 'terminated' | 'timed-out' | 'canceled';
}

/** Which worker did a step, and the build it ran. */
export interface WorkerStamp {
  readonly build: string | null;
  readonly identity: string;
}

export type EndOfActivity = 'completed' | 'failed' | 'timed-out' | 'canceled';

export type Happened =
  | {
      readonly is: 'run-started';
      readonly start: CaseStart;
      /** The run that continued as this one. */
      readonly earlierRunId: string | null;
    }
  /** A command reached the case and passed its validator; null: the update that asks whether the case is open. */
  | { readonly is: 'update-accepted'; readonly updateId: string; readonly command: CaseCommand | null }
  | {
      readonly is: 'update-completed';
      readonly updateId: string;
      readonly acceptedEventId: number;
      /** Null: it failed. */
      readonly answer: CommandAnswer | null;
    }
  /** `clock` is the clock that was soonest then; the timer may fire early, and then looks again. */
  | { readonly is: 'timer-started'; readonly timerId: string; readonly clock: string | null; readonly dueAt: number }
  | { readonly is: 'timer-fired'; readonly timerId: string; readonly startedEventId: number }
  | { readonly is: 'timer-canceled'; readonly timerId: string; readonly startedEventId: number }
  /** An activity that ran inside the worker: the quick try to write an event. */
  | {
      readonly is: 'local-activity';
      readonly activity: string;
      readonly ok: boolean;
      readonly outcome: ProjectionOutcome | null;
    }
  | {
      readonly is: 'activity-scheduled';
      readonly activity: string;
      /** What was ordered, of an effect or its incident. */
      readonly order: EffectOrder | null;
    }
  | {
      readonly is: 'activity-ended';
      readonly activity: string;
      readonly scheduledEventId: number;
      readonly how: EndOfActivity;
      readonly attempts: number;
      readonly order: EffectOrder | null;
      /** Of a projection that was written. */
      readonly outcome: ProjectionOutcome | null;
    }
  | { readonly is: 'task-completed'; readonly worker: WorkerStamp }
  | { readonly is: 'task-failed'; readonly cause: string; readonly worker: WorkerStamp | null }
  | {
      readonly is: 'run-ended';
      readonly how: Exclude<CaseRun['status'], 'running'>;
      readonly end: CaseEnd | null;
      readonly nextRunId: string | null;
    };

/** `version`: the case's version once this had happened, as the run counts it. */
export type HistoryEvent = Happened & {
  readonly runId: string;
  readonly eventId: number;
  readonly at: number;
  readonly version: number;
};
