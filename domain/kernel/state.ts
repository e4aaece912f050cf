/** What a case is between two events: JSON-safe, so that it crosses continue-as-new and the database unchanged. */
import type { DayCount } from '../calendar';
import type { Effect } from '../effects';
import type { CaseFacts, Stage } from './case-kind';
import type { CaseEvent } from './events';

/** A clock in the ledger. `dueAt` null = the chart waits here, but nothing is due (rule off, no anchor). */
export interface ClockEntry {
  /** Unique within the case: the chart's own id of the wait. */
  readonly slot: string;
  readonly name: string;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly dueAt: number | null;
  /** What the rule says, before a person moved it. */
  readonly computedDueAt: number | null;
  readonly explanation: DayCount | null;
  readonly armedAt: number;
  readonly armedBySeq: number;
  readonly armedByType: string;
  readonly moved: boolean;
}

export interface CaseState {
  readonly kind: string;
  readonly caseId: string;
  readonly machineVersion: number;
  /** Number of events applied; the case row's version. */
  readonly seq: number;
  readonly openedAt: number;
  readonly lastAt: number;
  readonly stage: Stage;
  readonly stageSince: number;
  readonly closed: boolean;
  readonly flags: readonly string[];
  readonly snapshot: { readonly value: unknown; readonly context: unknown; readonly historyValue: unknown };
  readonly clocks: readonly ClockEntry[];
}

export interface ClockChange {
  readonly change: 'armed' | 'fired' | 'stopped' | 'moved' | 'redated';
  readonly slot: string;
  readonly name: string;
  readonly dueBefore: number | null;
  readonly dueAfter: number | null;
}

/** The outcome of one event: the next state, and everything the projection needs to say what happened. */
export interface Step {
  readonly event: CaseEvent;
  readonly before: Pick<CaseState, 'stage' | 'flags' | 'seq'> | null;
  readonly state: CaseState;
  readonly facts: CaseFacts;
  readonly effects: readonly Effect[];
  readonly clockChanges: readonly ClockChange[];
  /** Kind facts that changed: name -> [before, after]. */
  readonly changed: Readonly<Record<string, readonly [unknown, unknown]>>;
  /** The claims it holds, or whether it holds them actively, are not what they were (H23). */
  readonly claimsChanged: boolean;
  /** The clock that caused the event, as it stood when it fired. */
  readonly fired: ClockEntry | null;
}
