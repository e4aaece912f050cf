/** The record is behind its workflow: the missing events are recalled, checked against both sides, and written in order. */
import { stable } from '../../commands/ids';
import { kindOf } from '../../domain/cases';
import { allowedOf, projectionOf, stored, type CaseState, type Step } from '../../domain/kernel';
import { notSafe, repaired, type ReconcileDeps, type Repaired } from './deps';
import { CannotRecall, recall, stateAt, type Recalled } from '../../commands/recall';
import type { RecordSight, WorkflowSight } from './sights';
import { ordersOf } from './orders';

/**
 * @param record null: the row is gone altogether; its opening command must be there, because only it has the details.
 * The projection writes an event once, so that this can be done again, and a case that goes on meanwhile is not disturbed.
 */
export async function writeMissing(
  deps: ReconcileDeps,
  at: { readonly kind: string; readonly caseId: string },
  record: RecordSight | null,
  workflow: WorkflowSight,
): Promise<Repaired> {
  const { kind, caseId } = at;
  const version = record?.version ?? 0;
  let recalled: Recalled;
  try {
    recalled = await recall(deps.client, kind, caseId, version);
  } catch (error) {
    if (!(error instanceof CannotRecall)) throw error;
    return notSafe(`${error.message} The missing events are lost; a person has to look at the case.`);
  }
  if (record && !sameState(record.state, stateAt(recalled, version))) {
    return notSafe(
      `At version ${version} the workflow knew another state than the row has: they tell two different stories, and neither is overwritten.`,
    );
  }
  const missing = recalled.steps.filter((step) => step.state.seq > version);
  const last = missing.at(-1);
  if (!last) return notSafe('The workflow knows no event that the record lacks; look again.');
  if (
    workflow.is === 'running' &&
    workflow.state?.seq === last.state.seq &&
    !sameState(stored(workflow.state), last.state)
  ) {
    return notSafe('The events played again do not lead to the state the workflow has; nothing was written.');
  }
  return write(deps, kind, caseId, missing);
}

const sameState = (is: unknown, must: CaseState | null): boolean =>
  must !== null && stable(is) === stable(stored(must));

async function write(deps: ReconcileDeps, kind: string, caseId: string, missing: readonly Step[]): Promise<Repaired> {
  const events = missing.map(({ state, event, fired }) => ({
    version: state.seq,
    type: fired ? 'clock.fired' : event.type,
    commandId: event.commandId,
  }));
  for (const step of missing) {
    const outcome = await deps.projectCase(projectionOf(step, allowedOf(kindOf(kind), step.state, step.event.at)));
    if (outcome.result !== 'written') {
      const conflicts = outcome.result === 'claims-taken' ? outcome.conflicts : [];
      return {
        outcome: 'failed',
        done: `Version ${step.state.seq} cannot be written: ${outcome.result}. A person has to decide which case is right.`,
        detail: { events, conflicts },
      };
    }
  }
  // What left after the record's moment left no trace in it: notices were rows of the same database. An effect that is on
  // record is not sent again.
  const orders = ordersOf(
    caseId,
    missing.map(({ state, event, effects }) => ({ seq: state.seq, at: event.at, closed: state.closed, effects })),
  );
  for (const order of orders) await deps.performEffect(order);
  const notes = 'Notes that people wrote with them were only in the database and are lost.';
  return repaired(`${events.length} events were written again from its history. ${notes}`, { events });
}
