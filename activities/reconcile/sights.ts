/** Looks at a case from both sides: what the record says and what its workflow says. Changes nothing, judges nothing. */
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { CaseState, EffectsOfEvent } from '../../domain/kernel';
import { workflowIdOf } from '../../platform/names';
import { caseQuery, type CaseEnd } from '../../workflows/messages';

/** The case as Postgres has it. Instants are epoch ms. */
export interface RecordSight {
  readonly id: string;
  readonly kind: string;
  readonly version: number;
  readonly events: number;
  readonly stage: string;
  readonly flags: readonly string[];
  readonly closed: boolean;
  readonly nextDueAt: number | null;
  /** Without its rules. */
  readonly state: CaseState;
  readonly ruleVersion: number;
  readonly practiceId: string;
  readonly jurisdiction: string;
  readonly clocks: readonly { readonly slot: string; readonly dueAt: number }[];
  readonly openTasks: readonly string[];
  readonly claims: readonly { readonly claimId: string; readonly active: boolean }[];
  readonly pendingCommands: number;
  readonly effects: readonly EffectsOfEvent[];
}

const ms = (column: string) => `(extract(epoch from ${column}) * 1000)::float8`;

/** The records with these ids, in the order of their ids. */
export async function readRecords(pool: Pool, ids: readonly string[]): Promise<RecordSight[]> {
  if (ids.length === 0) return [];
  const { rows } = await pool.query<RecordSight>(
    `select c.id, c.kind, c.version, c.stage, c.flags, c.closed_at is not null as closed,
            ${ms('c.next_due_at')} as "nextDueAt", c.state, c.rule_version as "ruleVersion",
            c.practice_id as "practiceId", c.jurisdiction,
            (select count(*)::int from case_event e where e.case_id = c.id) as events,
            coalesce((select json_agg(json_build_object('slot', k.slot, 'dueAt', ${ms('k.due_at')}) order by k.slot)
                      from clock k where k.case_id = c.id), '[]') as clocks,
            array(select t.key from task t where t.case_id = c.id and t.state = 'open' order by t.key) as "openTasks",
            coalesce((select json_agg(json_build_object('claimId', h.claim_id, 'active', h.active) order by h.claim_id)
                      from case_claim h where h.case_id = c.id), '[]') as claims,
            (select count(*)::int from command m where m.case_id = c.id and m.state = 'pending') as "pendingCommands",
            coalesce((select json_agg(json_build_object('seq', e.seq, 'at', ${ms('e.at')}, 'effects', e.effects,
                                                        'closed', e.stage_after in ('Resolved', 'Canceled')) order by e.seq)
                      from case_event e where e.case_id = c.id
                        and (e.effects <> '[]' or e.stage_after in ('Resolved', 'Canceled'))), '[]') as effects
     from cases c where c.id = any($1::uuid[]) order by c.id`,
    [ids],
  );
  return rows;
}

/** The case as Temporal has it. */
export type WorkflowSight =
  | { readonly is: 'none' }
  /** It does not tell: its tasks fail, or no worker takes them. */
  | { readonly is: 'silent'; readonly why: string }
  | {
      readonly is: 'running';
      readonly runId: string;
      readonly startedAt: number;
      readonly state: CaseState | null;
      readonly outbox: number;
      readonly timerAt: number | null;
    }
  /** `version`: of a case that closed; null for a run that failed, was ended from outside or was refused. */
  | { readonly is: 'ended'; readonly runId: string; readonly how: string; readonly version: number | null };

const LIMIT_MS = 15_000;

export async function lookAtWorkflow(client: Client, kind: string, caseId: string): Promise<WorkflowSight> {
  const handle = client.workflow.getHandle(workflowIdOf(kind, caseId));
  try {
    const description = await client.withDeadline(Date.now() + LIMIT_MS, () => handle.describe());
    const { runId, startTime } = description;
    const how = description.status.name;
    if (how !== 'RUNNING') {
      const end = how === 'COMPLETED' ? await endOf(client, kind, caseId, runId) : null;
      return { is: 'ended', runId, how, version: end?.end === 'closed' ? end.version : null };
    }
    const view = await client.withDeadline(Date.now() + LIMIT_MS, () => handle.query(caseQuery));
    const { state, outbox, timerAt } = view;
    return { is: 'running', runId, startedAt: startTime.getTime(), state, outbox: outbox.length, timerAt };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return { is: 'none' };
    return { is: 'silent', why: error instanceof Error ? error.name : 'unknown' };
  }
}

/** How a completed run of a case ended. */
export async function endOf(client: Client, kind: string, caseId: string, runId: string): Promise<CaseEnd> {
  const handle = client.workflow.getHandle(workflowIdOf(kind, caseId), runId, { followRuns: false });
  return client.withDeadline(Date.now() + LIMIT_MS, () => handle.result()) as Promise<CaseEnd>;
}
