/** Mends one trouble, or says why it does not: what is not certain is left to a person. */
import { kindOf } from '../../domain/cases';
import { standingOf, tasksDue, type CaseState } from '../../domain/kernel';
import { differentParts, type Trouble } from './compare';
import { notSafe, repaired, type ReconcileDeps, type Repaired } from './deps';
import { CannotRecall, recall } from '../../commands/recall';
import { driveOn, endRun, replaceRun, startFromRecord } from './run-again';
import { readRecords, type RecordSight, type WorkflowSight } from './sights';
import { writeMissing } from './write-missing';

/** @throws what the databases throw; the caller records it and goes on with the next case. */
export async function repair(
  deps: ReconcileDeps,
  trouble: Trouble,
  record: RecordSight,
  workflow: WorkflowSight,
): Promise<Repaired> {
  switch (trouble.code) {
    case 'no_workflow':
      return startFromRecord(deps, record);
    case 'row_behind':
      return writeMissing(deps, { kind: record.kind, caseId: record.id }, record, workflow);
    case 'workflow_behind':
      return workflow.is === 'running' ? driveOn(deps, record, workflow) : startFromRecord(deps, record);
    case 'parts_differ':
      return restate(deps, record, workflow);
    case 'left_on_closed_case':
      return restateFrom(deps, record, await withRules(deps, record));
    case 'timer_wrong':
      return workflow.is === 'running'
        ? replaceRun(deps, record, workflow.runId)
        : notSafe('Its run has ended meanwhile.');
    case 'closed_but_running':
      if (workflow.is === 'running') await endRun(deps, record, workflow.runId);
      return repaired('Its run was ended; the row is the record.');
    case 'record_has_gap':
      return notSafe(
        'The timeline itself is damaged. Restore a backup made before, or ask for help; nothing is guessed.',
      );
    case 'waits_for_nothing':
      return notSafe('Open the case and decide what comes next: send an event, or add a task.');
    case 'no_answer':
      return notSafe('Look at its workflow in the Temporal screens: a failing task says why. Then run this again.');
    case 'workflow_without_row':
    case 'command_without_outcome':
      // These have no row to compare; whoever finds them settles them.
      return notSafe('A person has to look at it.');
  }
}

/** The workflow's state holds, if its events are the record's: then only the row's copy of it was spoiled. */
async function restate(deps: ReconcileDeps, record: RecordSight, workflow: WorkflowSight): Promise<Repaired> {
  if (workflow.is !== 'running' || workflow.state === null) return notSafe('Its workflow has ended meanwhile.');
  const different = await differentEvents(deps, record);
  if (different !== null) {
    return notSafe(`${different} Two stories of one case: neither is overwritten, a person has to decide.`);
  }
  return restateFrom(deps, record, workflow.state);
}

/** Null when the newest run's events are those of the record. */
async function differentEvents(deps: ReconcileDeps, record: RecordSight): Promise<string | null> {
  try {
    const { from, steps } = await recall(deps.client, record.kind, record.id, record.version);
    const { rows } = await deps.pool.query<{ seq: number; commandId: string }>(
      'select seq, command_id as "commandId" from case_event where case_id = $1 and seq > $2 order by seq',
      [record.id, from],
    );
    const odd = steps.find((step, n) => rows[n]?.commandId !== step.event.commandId);
    return odd ? `At version ${odd.state.seq} the record holds another event than the workflow.` : null;
  } catch (error) {
    if (error instanceof CannotRecall) return error.message;
    throw error;
  }
}

async function restateFrom(deps: ReconcileDeps, record: RecordSight, state: CaseState): Promise<Repaired> {
  const parts = differentParts(record, state);
  const tasks = state.closed ? [] : [...tasksDue(record.effects).values()];
  const done = await deps.restateCase({ standing: standingOf(kindOf(record.kind), state), tasks });
  if (!done) return notSafe('The case has moved on meanwhile; look again.');
  const [after] = await readRecords(deps.pool, [record.id]);
  const left = after ? differentParts(after, state) : parts;
  if (left.length > 0) return { outcome: 'failed', done: `These still differ: ${left.join(', ')}.` };
  return repaired(`The row shows again what the case's state says: ${parts.join(', ')}.`, { parts });
}

async function withRules(deps: ReconcileDeps, record: RecordSight): Promise<CaseState> {
  const rules = await deps.rules.snapshotAt(record.ruleVersion, record.practiceId, record.jurisdiction);
  const { state } = record;
  return { ...state, snapshot: { ...state.snapshot, context: { ...(state.snapshot.context as object), rules } } };
}
