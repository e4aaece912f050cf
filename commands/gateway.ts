/** Takes a command to its case: inbox row, Temporal update, outcome. The only way anything changes a case. */
import {
  type Client,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import type { Pool } from 'pg';
import type { CaseState, OpenInput } from '../domain/kernel';
import { workflowIdOf, workflowTypeOf } from '../platform/names';
import {
  commandUpdate,
  openedUpdate,
  REFUSED,
  type CaseEnd,
  type CaseStart,
  type CommandAnswer,
  type CommandRefusal,
} from '../workflows/messages';
import { receive, outcomeById, recordedOf, settleApplied, settleRefused } from './inbox';
import type { RuleSource } from './rule-source';
import { Turns } from './turns';
import type { CommandOutcome, CommandRequest } from './types';

export interface GatewayDeps {
  readonly pool: Pool;
  readonly client: Client;
  readonly taskQueue: string;
  readonly rules: RuleSource;
  /** How long a caller waits for an answer; 5 s unless said. */
  readonly waitMs?: number | undefined;
  /** Told when a delivery ended without an answer; the command stays in the inbox. */
  onUnknown?(commandId: string, error: unknown): void;
}

/** A caller waits this long; then the command is pending and has an address. */
const WAIT_MS = 5_000;

type StartRun = (start: CaseStart) => Promise<CaseEnd>;

export class Gateway {
  readonly #turns = new Turns();

  readonly #waitMs: number;

  constructor(private readonly deps: GatewayDeps) {
    this.#waitMs = deps.waitMs ?? WAIT_MS;
  }

  /**
   * Stores and delivers a command; sending it again answers the same.
   * @throws KeyReused; database errors when it could not even be stored (nothing happened then).
   */
  async submit(request: CommandRequest, waitMs: number = this.#waitMs): Promise<CommandOutcome> {
    const known = await receive(this.deps.pool, request);
    if (known.state !== 'pending') return known;
    return this.deliver(request, waitMs);
  }

  /** Delivers a stored command. Never throws for what can be tried again: that is `pending`. */
  async deliver(request: CommandRequest, waitMs: number = this.#waitMs): Promise<CommandOutcome> {
    const pending: CommandOutcome = { state: 'pending', commandId: request.commandId, caseId: request.caseId };
    try {
      const until = Date.now() + waitMs;
      const answer = await this.#turns.take(request.caseId, () =>
        this.deps.client.withDeadline(until, () => this.#send(request)),
      );
      return await this.#settle(request, answer, waitMs);
    } catch (error) {
      const refusal = refusalFrom(error);
      try {
        if (refusal) return await this.#refused(request, refusal, waitMs);
        if (error instanceof WorkflowNotFoundError) return await this.#withoutWorkflow(request, pending);
        this.deps.onUnknown?.(request.commandId, error);
        return (await outcomeById(this.deps.pool, request.commandId)) ?? pending;
      } catch (later) {
        // The answer is known or not, but it cannot be kept: to the caller that is "unknown", never "refused".
        this.deps.onUnknown?.(request.commandId, later);
        return pending;
      }
    }
  }

  async outcome(commandId: string): Promise<CommandOutcome | null> {
    return outcomeById(this.deps.pool, commandId);
  }

  async #settle(request: CommandRequest, answer: CommandAnswer, waitMs: number): Promise<CommandOutcome> {
    const { commandId, caseId } = request;
    if (answer.result === 'refused') return this.#refused(request, answer.refusal, waitMs);
    await settleApplied(this.deps.pool, commandId, answer.version);
    return { state: 'applied', commandId, caseId, version: answer.version };
  }

  /**
   * A refusal holds unless the record has the command's event: then an earlier delivery was applied, the case has
   * forgotten it with a worker or server that died, and only the time that has passed makes it refuse. It must take it.
   */
  async #refused(request: CommandRequest, refusal: CommandRefusal, waitMs: number): Promise<CommandOutcome> {
    const { commandId, caseId, kind } = request;
    const recorded = await recordedOf(this.deps.pool, commandId);
    if (recorded === null) {
      const kept = await settleRefused(this.deps.pool, commandId, refusal);
      return kept ?? { state: 'refused', commandId, caseId, refusal };
    }
    const handle = this.deps.client.workflow.getHandle(workflowIdOf(kind, caseId));
    await this.deps.client.withDeadline(Date.now() + waitMs, () =>
      handle.executeUpdate(commandUpdate, {
        args: [{ ...toCommand(request), recordedAt: recorded.at }],
        updateId: `${commandId}:recorded`,
      }),
    );
    await settleApplied(this.deps.pool, commandId, recorded.version);
    return { state: 'applied', commandId, caseId, version: recorded.version };
  }

  async #send(request: CommandRequest): Promise<CommandAnswer> {
    if (request.type === 'case.opened') return this.#open(request);
    if (request.type === 'case.reopened') return this.#reopen(request);
    const handle = this.deps.client.workflow.getHandle(workflowIdOf(request.kind, request.caseId));
    return handle.executeUpdate(commandUpdate, { args: [toCommand(request)], updateId: request.commandId });
  }

  async #open(request: CommandRequest): Promise<CommandAnswer> {
    if (request.row === null) throw new Error('An opening command has no row.');
    const rules = await this.deps.rules.snapshotFor(request.row.practiceId, request.row.jurisdiction);
    const open: OpenInput = {
      caseId: request.caseId,
      at: Date.now(),
      commandId: request.commandId,
      actor: request.actor,
      rules,
      data: request.data,
    };
    const workflowId = workflowIdOf(request.kind, request.caseId);
    try {
      return await this.deps.client.workflow.executeUpdateWithStart(openedUpdate, {
        startWorkflowOperation: this.#start(request.kind, workflowId, { from: 'open', open }, 'REJECT_DUPLICATE'),
        updateId: `open:${request.commandId}`,
      });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      // The run has ended already: it says itself how.
      const end = (await this.deps.client.workflow.getHandle(workflowId).result()) as CaseEnd;
      return end.end === 'refused' ? { result: 'refused', refusal: end.refusal } : { result: 'applied', version: 1 };
    }
  }

  /** A closed case has no run: its row is the record. A new run starts from that record. */
  async #reopen(request: CommandRequest): Promise<CommandAnswer> {
    const { rows } = await this.deps.pool.query<{ state: CaseState; practice: string; jurisdiction: string }>(
      'select state, practice_id as practice, jurisdiction from cases where id = $1 and kind = $2',
      [request.caseId, request.kind],
    );
    const row = rows[0];
    if (!row) throw new WorkflowNotFoundError('not found', request.caseId, undefined);
    const rules = await this.deps.rules.snapshotFor(row.practice, row.jurisdiction);
    const workflowId = workflowIdOf(request.kind, request.caseId);
    const start: CaseStart = { from: 'closed', state: row.state, rules };
    return this.deps.client.workflow.executeUpdateWithStart(commandUpdate, {
      startWorkflowOperation: this.#start(request.kind, workflowId, start, 'ALLOW_DUPLICATE'),
      args: [toCommand(request)],
      updateId: request.commandId,
    });
  }

  #start(kind: string, workflowId: string, start: CaseStart, reuse: 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE') {
    return new WithStartWorkflowOperation<StartRun>(workflowTypeOf(kind), {
      workflowId,
      taskQueue: this.deps.taskQueue,
      args: [start],
      workflowIdReusePolicy: reuse,
      workflowIdConflictPolicy: 'USE_EXISTING',
      searchAttributes: { CaseKind: [kind], CaseStage: ['New'] },
    });
  }

  /** No run answers: the case is closed, is still being opened, or never was. */
  async #withoutWorkflow(request: CommandRequest, pending: CommandOutcome): Promise<CommandOutcome> {
    const { commandId, caseId } = request;
    const recorded = await recordedOf(this.deps.pool, commandId);
    if (recorded) {
      // It was applied, and its answer was lost with the run's end.
      await settleApplied(this.deps.pool, commandId, recorded.version);
      return { state: 'applied', commandId, caseId, version: recorded.version };
    }
    const { rows } = await this.deps.pool.query<{
      stage: string | null;
      version: number | null;
      closed: boolean;
      opening: boolean;
    }>(
      `select c.stage, c.version, c.closed_at is not null as closed,
              exists (select 1 from command where case_id = $1 and type = 'case.opened' and state = 'pending') as opening
       from (select 1) one left join cases c on c.id = $1`,
      [request.caseId],
    );
    const row = rows[0];
    if (row?.opening || (row?.stage && !row.closed)) return pending;
    const refusal: CommandRefusal = row?.stage
      ? {
          code: 'event_not_allowed',
          why: `The case is ${row.stage}; reopen it first.`,
          version: row.version ?? 0,
          allowed: ['case.reopened'],
        }
      : { code: 'case_not_opened', why: 'There is no such case.', version: 0, allowed: [] };
    return (await settleRefused(this.deps.pool, request.commandId, refusal)) ?? pending;
  }
}

function toCommand(request: CommandRequest) {
  const { commandId, type, actor, data, expectedVersion } = request;
  return { commandId, type, actor, data, expectedVersion };
}

function refusalFrom(error: unknown): CommandRefusal | null {
  if (!(error instanceof WorkflowUpdateFailedError)) return null;
  const cause = error.cause;
  if (!(cause instanceof ApplicationFailure) || cause.type !== REFUSED) return null;
  return (cause.details?.[0] as CommandRefusal | undefined) ?? null;
}
