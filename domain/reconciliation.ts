/** What the API, the reconciling workflow and its activities agree on; shapes and words only. */

/** What can be wrong between a case's row and its workflow. */
export const findingCodes = [
  'no_workflow',
  'row_behind',
  'workflow_behind',
  'parts_differ',
  'record_has_gap',
  'workflow_without_row',
  'closed_but_running',
  'timer_wrong',
  'left_on_closed_case',
  'waits_for_nothing',
  'command_without_outcome',
  'no_answer',
] as const;
export type FindingCode = (typeof findingCodes)[number];

/** `reported`: nobody asked for a repair, or none is safe. `failed`: one was tried. */
export const findingOutcomes = ['reported', 'repaired', 'failed'] as const;
export type FindingOutcome = (typeof findingOutcomes)[number];

export const reconciliationStates = ['running', 'finished', 'failed'] as const;
export type ReconciliationState = (typeof reconciliationStates)[number];

/** Who asked: a person, or the nightly schedule. */
export const reconciliationTriggers = ['person', 'nightly'] as const;
export type ReconciliationTrigger = (typeof reconciliationTriggers)[number];

/** The steps of a sweep, in order. */
export const sweepSteps = ['open-cases', 'running-workflows', 'ended-workflows', 'leftovers'] as const;
export type SweepStep = (typeof sweepSteps)[number];

export interface ReconcileOrder {
  /** Null: the run makes its own, as a nightly one does. */
  readonly id: string | null;
  readonly trigger: ReconciliationTrigger;
  readonly repair: boolean;
  readonly startedBy: string | null;
}

export interface Finding {
  /** The same trouble in one sweep is one finding. */
  readonly key: string;
  readonly caseId: string | null;
  readonly kind: string | null;
  readonly code: FindingCode;
  /** Plain words, ids only. */
  readonly words: string;
  readonly outcome: FindingOutcome;
  /** What was done about it, or what a person has to do. */
  readonly done: string;
  /** Versions, command ids, names of clocks and task keys: no PHI. */
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface SweepPage {
  /** Where the next page of this step begins; null when the step is over. */
  readonly after: string | null;
  readonly looked: number;
}

/** What the reconciling workflow asks of the outside world. Each can be done again. */
export interface ReconcileOutside {
  /** @returns the sweep's id; null when it has ended already. */
  beginReconciliation(order: ReconcileOrder): Promise<string | null>;
  reconcilePage(id: string, step: SweepStep, after: string | null, repair: boolean): Promise<SweepPage>;
  /** @param looked cases and workflows that the sweep has looked at. */
  endReconciliation(id: string, looked: number): Promise<void>;
}
