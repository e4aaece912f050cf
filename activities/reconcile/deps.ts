/** What the reconciler reaches the outside with. */
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { RuleSource } from '../../commands/rule-source';
import type { CaseOutside, RestateCase } from '../../domain/kernel';

export interface ReconcileDeps {
  readonly pool: Pool;
  readonly client: Client;
  readonly taskQueue: string;
  readonly rules: RuleSource;
  readonly projectCase: CaseOutside['projectCase'];
  readonly performEffect: CaseOutside['performEffect'];
  readonly restateCase: RestateCase;
}

/** What came of a repair. `reported`: it would have been a guess. */
export interface Repaired {
  readonly outcome: 'repaired' | 'reported' | 'failed';
  /** What was done, or what a person has to do. */
  readonly done: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

export const repaired = (done: string, detail: Record<string, unknown> = {}): Repaired => ({
  outcome: 'repaired',
  done,
  detail,
});

export const notSafe = (done: string, detail: Record<string, unknown> = {}): Repaired => ({
  outcome: 'reported',
  done,
  detail,
});
