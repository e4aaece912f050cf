/** Checks the command of a batch as a single event is checked: schema, sender, references, note. For every kind it may meet. */
import type { Pool } from 'pg';
import { caseKinds } from '../domain/cases';
import { kernelEvents, type CaseKind, type KernelEventType } from '../domain/kernel';
import type { Caller } from './auth/caller';
import { may, rolesFor } from './auth/permissions';
import { checkReferences } from './check-references';
import { eventTree } from './privacy/case-privacy';
import { refuseUnreadable } from './privacy/written';
import { invalid, Problem } from './problem';

export interface AskedCommand {
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly note: string | null;
}

/** As the batch keeps it: data parsed, by kind of case. */
export interface CheckedCommand {
  readonly type: string;
  readonly data: Readonly<Record<string, Record<string, unknown>>>;
  readonly note: string | null;
}

/** Kernel events that a person may send, and those whose reason or title is the note. */
const personal: readonly string[] = ['clock.moved', 'task.done', 'task.added'] satisfies KernelEventType[];
const noteNeeded: readonly string[] = ['clock.moved', 'task.added'] satisfies KernelEventType[];

/**
 * @param kind the only kind the filter lets through, if it names one.
 * @throws Problem for an event that none of the kinds has, data that does not fit, a sender who may not, a missing note.
 */
export async function checkBatchCommand(
  pool: Pool,
  caller: Caller,
  asked: AskedCommand,
  kind: string | undefined,
): Promise<CheckedCommand> {
  const kinds = caseKinds.filter((k) => (kind === undefined || k.kind === kind) && eventOf(k, asked.type) !== null);
  if (kinds.length === 0) {
    const error = { path: 'body.command.type', message: 'is no event of the cases that the filter asks for' };
    throw new Problem('invalid', undefined, { errors: [error] });
  }
  if (asked.note === null && noteNeeded.includes(asked.type)) {
    const error = { path: 'body.command.note', message: `is needed with ${asked.type}` };
    throw new Problem('invalid', undefined, { errors: [error] });
  }
  const data: Record<string, Record<string, unknown>> = {};
  for (const k of kinds) {
    const event = eventOf(k, asked.type);
    if (event === null) continue;
    permit(caller, event.by);
    const parsed = event.data.safeParse(asked.data);
    if (!parsed.success) throw invalid('body.command.data', parsed.error.issues);
    const classes = eventTree(k.kind, asked.type);
    refuseUnreadable(caller, [{ path: 'body.command.data', value: parsed.data, classes }]);
    data[k.kind] = parsed.data as Record<string, unknown>;
  }
  await checkReferences(pool, 'body.command.data', asked.data);
  return { type: asked.type, data, note: asked.note };
}

function eventOf(kind: CaseKind, type: string): Pick<CaseKind['events'][string], 'data' | 'by'> | null {
  if (Object.hasOwn(kernelEvents, type)) {
    return { data: kernelEvents[type as KernelEventType], by: personal.includes(type) ? 'anyone' : 'system' };
  }
  return Object.hasOwn(kind.events, type) ? (kind.events[type] ?? null) : null;
}

function permit(caller: Caller, by: 'anyone' | 'manager' | 'system'): void {
  if (by === 'system') throw new Problem('forbidden', 'Only the system sends this event.', { roles: [] });
  if (by === 'manager' && !may(caller, 'case.send-manager-event')) {
    const roles = [...rolesFor('case.send-manager-event')];
    throw new Problem('forbidden', `This event needs one of the roles ${roles.join(', ')}.`, { roles });
  }
}
