/** Judges both sights of a case: what is wrong with it, in a code and in words. Pure. */
import { stable } from '../../commands/ids';
import type { FindingCode } from '../../domain/reconciliation';
import { kindOf } from '../../domain/cases';
import { soonest, standingOf, stored, tasksDue, type CaseState } from '../../domain/kernel';
import type { RecordSight, WorkflowSight } from './sights';

export interface Trouble {
  readonly code: FindingCode;
  readonly words: string;
  readonly detail: Readonly<Record<string, unknown>>;
  /** The same at a second look: nothing has moved, so it is no command under way. */
  readonly mark: string;
}

const trouble = (code: FindingCode, words: string, detail: Record<string, unknown> = {}): Trouble => ({
  code,
  words,
  detail,
  mark: stable([code, detail]),
});

/** A run that has nothing left to do ends by itself within ten minutes. */
const ENDS_WITHIN_MS = 60 * 60_000;

/** Null when row and workflow tell the same story. */
export function compare(record: RecordSight, workflow: WorkflowSight, now: number): Trouble | null {
  if (record.events !== record.version) {
    const { version, events } = record;
    return trouble('record_has_gap', `The row is at version ${version} and its timeline has ${events} events.`, {
      version,
      events,
    });
  }
  switch (workflow.is) {
    case 'silent':
      return trouble('no_answer', `Its workflow does not answer (${workflow.why}).`, { why: workflow.why });
    case 'none':
    case 'ended':
      return withoutRun(record, workflow);
    case 'running':
      return withRun(record, workflow, now);
  }
}

function withoutRun(record: RecordSight, workflow: Extract<WorkflowSight, { is: 'none' | 'ended' }>): Trouble | null {
  const ended = workflow.is === 'ended' ? workflow : null;
  if (ended?.version != null && ended.version > record.version) {
    const { version } = ended;
    return trouble('row_behind', `Its workflow closed it at version ${version}; the row is at ${record.version}.`, {
      row: record.version,
      workflow: version,
    });
  }
  if (record.closed) return null;
  const how = ended === null ? 'there is none' : `the last one ended (${ended.how.toLowerCase()})`;
  return trouble('no_workflow', `The case is open and no workflow keeps it: ${how}.`, {
    row: record.version,
    run: ended?.how ?? null,
  });
}

function withRun(
  record: RecordSight,
  workflow: Extract<WorkflowSight, { is: 'running' }>,
  now: number,
): Trouble | null {
  const { state } = workflow;
  if (state === null) return trouble('no_answer', 'Its workflow has not opened it yet, and the row has.', { state });
  const versions = { row: record.version, workflow: state.seq };
  if (state.seq > record.version) {
    const words = `Its workflow is at version ${state.seq}; the row is at ${record.version}.`;
    return trouble('row_behind', words, versions);
  }
  if (state.seq < record.version) {
    const words = `The row is at version ${record.version}; its workflow is at ${state.seq}.`;
    return trouble('workflow_behind', words, versions);
  }
  const parts = differentParts(record, state);
  if (parts.length > 0) {
    const words = `Row and workflow are at version ${state.seq} and differ in: ${parts.join(', ')}.`;
    return trouble('parts_differ', words, { version: state.seq, parts });
  }
  if (state.closed) return stillRuns(workflow, state, now);
  return timerTrouble(workflow, state) ?? idleTrouble(record);
}

/** Which parts of the record are not what the state says. */
export function differentParts(record: RecordSight, state: CaseState): string[] {
  const must = standingOf(kindOf(record.kind), state);
  const active = !must.closed;
  const pairs: [string, unknown, unknown][] = [
    ['stage', [record.stage, record.closed], [must.stage, must.closed]],
    ['flags', record.flags, must.flags],
    ['state', record.state, stored(state)],
    ['next clock', record.nextDueAt, must.nextDueAt],
    ['clocks', bySlot(record.clocks), bySlot(must.clocks)],
    ['tasks', [...record.openTasks].sort(), [...tasksDue(record.effects).keys()].sort()],
    [
      'claims',
      record.claims,
      must.claims.map(({ claimId }) => ({ claimId, active })).sort((a, b) => (a.claimId < b.claimId ? -1 : 1)),
    ],
  ];
  return pairs.flatMap(([part, is, should]) => (stable(is) === stable(should) ? [] : [part]));
}

const bySlot = (clocks: readonly { slot: string; dueAt: number | null }[]) =>
  clocks.map(({ slot, dueAt }) => ({ slot, dueAt })).sort((a, b) => (a.slot < b.slot ? -1 : 1));

function stillRuns(workflow: Extract<WorkflowSight, { is: 'running' }>, state: CaseState, now: number): Trouble | null {
  if (workflow.outbox > 0 || now - workflow.startedAt < ENDS_WITHIN_MS || now - state.lastAt < ENDS_WITHIN_MS)
    return null;
  return trouble('closed_but_running', 'The case is closed, and its workflow goes on with nothing to do.', {
    version: state.seq,
  });
}

/** A due clock fires in the next moment; a mark with the instant makes sure that it is the same one at both looks. */
function timerTrouble(workflow: Extract<WorkflowSight, { is: 'running' }>, state: CaseState): Trouble | null {
  const next = soonest(state);
  if (next?.dueAt == null || (workflow.timerAt !== null && workflow.timerAt <= next.dueAt)) return null;
  const words = `The clock ${next.name} is armed, and its workflow ${
    workflow.timerAt === null ? 'waits for no timer' : 'waits for a later timer'
  }.`;
  return trouble('timer_wrong', words, { clock: next.name, dueAt: next.dueAt, timerAt: workflow.timerAt });
}

function idleTrouble(record: RecordSight): Trouble | null {
  if (record.clocks.length > 0 || record.openTasks.length > 0 || record.pendingCommands > 0) return null;
  return trouble(
    'waits_for_nothing',
    'The case is open, no clock runs, no task is open, and no command is on its way.',
    {
      version: record.version,
      stage: record.stage,
    },
  );
}
