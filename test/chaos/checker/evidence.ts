/** What a run leaves behind, as the checker reads it: plain data, so that a doctored copy can prove the checker able to fail. */
import type { Actor, CaseState } from '../../../domain/kernel';

export type Outcome = 'ok' | 'refused' | 'unknown';

/** One operation of the log. `unknown` = the caller never learned what came of it. Instants are epoch ms. */
export interface Op {
  readonly opId: string;
  readonly kind: string;
  readonly caseId: string;
  readonly commandId: string;
  readonly type: string;
  readonly expectedVersion: number | null;
  /** Words that only this operation carries: they find its events whatever id they bear, and must stay in Postgres. */
  readonly note: string;
  readonly invokedAt: number;
  readonly endedAt: number;
  readonly outcome: Outcome;
  /** Every answer that any copy or repetition got, in order: `ok:7`, `refused:event_not_allowed`, `unknown:503`. */
  readonly answers: readonly string[];
  readonly version: number | null;
  /** Faults that were under way while it waited. */
  readonly faults: readonly string[];
}

export interface EventRow {
  readonly caseId: string;
  readonly seq: number;
  readonly type: string;
  readonly at: number;
  readonly actor: Actor;
  readonly commandId: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly note: string | null;
  readonly stageBefore: string | null;
  readonly stageAfter: string;
  readonly changed: unknown;
  readonly clockChanges: unknown;
  readonly effects: unknown;
  readonly ruleVersion: number;
}

export interface CaseRow {
  readonly id: string;
  readonly kind: string;
  readonly version: number;
  readonly stage: string;
  readonly flags: readonly string[];
  readonly closed: boolean;
  readonly nextDueAt: number | null;
  /** The stored state: the workflow's, without its rules. */
  readonly state: unknown;
}

export interface ClockRow {
  readonly caseId: string;
  readonly slot: string;
  readonly name: string;
  readonly dueAt: number;
}

export interface ReceiptRow extends ClockRow {
  readonly seq: number;
  readonly firedAt: number;
  readonly armedBySeq: number;
}

export interface TaskRow {
  readonly caseId: string;
  readonly key: string;
  readonly state: string;
  readonly openedBySeq: number;
}

export interface ClaimRow {
  readonly caseId: string;
  readonly claimId: string;
  readonly active: boolean;
}

export interface CommandRow {
  readonly id: string;
  readonly caseId: string;
  readonly type: string;
  readonly state: string;
  readonly version: number | null;
}

export interface EffectRow {
  readonly id: string;
  readonly caseId: string;
  readonly state: string;
}

export interface NoticeRow {
  readonly effectId: string;
  readonly caseId: string;
}

export interface IncidentRow {
  readonly source: string;
  readonly caseId: string | null;
  readonly code: string;
}

/** The case as its workflow sees it. */
export interface WorkflowRow {
  readonly caseId: string;
  readonly kind: string;
  /** Temporal's name of the run's status: RUNNING, COMPLETED, FAILED ... */
  readonly status: string;
  readonly state: CaseState | null;
  readonly outbox: number;
  readonly timerAt: number | null;
  /** Attempt of the workflow task under way; 0 = none. */
  readonly taskAttempt: number;
}

/** A row of the audit trail, as far as the checker asks. */
export interface AuditRow {
  readonly action: string;
  readonly outcome: string;
  readonly caseId: string | null;
  /** The command it is about; null: about none. */
  readonly command: string | null;
}

/** A row that does not fit the chain. */
export interface ChainBreak {
  readonly id: string;
  readonly kind: string;
}

/** A text that belongs into Postgres only, found elsewhere. */
export interface Leak {
  readonly place: string;
  readonly text: string;
}

export interface Evidence {
  /** Epoch ms at which the database was read. */
  readonly takenAt: number;
  readonly ops: readonly Op[];
  readonly events: readonly EventRow[];
  readonly cases: readonly CaseRow[];
  readonly clocks: readonly ClockRow[];
  readonly receipts: readonly ReceiptRow[];
  readonly tasks: readonly TaskRow[];
  readonly claims: readonly ClaimRow[];
  readonly commands: readonly CommandRow[];
  readonly effects: readonly EffectRow[];
  readonly notices: readonly NoticeRow[];
  readonly incidents: readonly IncidentRow[];
  readonly workflows: readonly WorkflowRow[];
  readonly leaks: readonly Leak[];
  readonly audit: readonly AuditRow[];
  readonly chainBreaks: readonly ChainBreak[];
}

export const invariants = ['I1', 'I2', 'I3', 'I4', 'I5', 'I6', 'I7', 'I8', 'I9'] as const;
export type Invariant = (typeof invariants)[number];

export interface Violation {
  readonly invariant: Invariant;
  /** The broken rule in a few words; the same words for the same rule. */
  readonly rule: string;
  readonly caseId: string | null;
  readonly detail: string;
}

/** Collects violations of one invariant. */
export function reporter(invariant: Invariant, into: Violation[]) {
  return (rule: string, caseId: string | null, detail: string): void => {
    into.push({ invariant, rule, caseId, detail });
  };
}

export function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

/** JSON with sorted keys: the database does not keep the order of keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((v) => canonical(v ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value).filter(([, v]) => v !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
