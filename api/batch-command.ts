/** Checks the command of a batch as a single event is checked: schema, sender, references, note. For every kind it may meet. */
import type { Pool } from 'pg';
import { batchEdits, type BatchEditType } from '../domain/batches';
import { caseKinds } from '../domain/cases';
import { kernelEvents, type CaseKind, type KernelEventType } from '../domain/kernel';
import type { Caller } from './auth/caller';
import { may, rolesFor, type Permission } from './auth/permissions';
import { editData } from './batch-edit';
import { checkReferences } from './check-references';
import { matchesOf, type Matches } from './create-batch';
import { eventTree } from './privacy/case-privacy';
import { refuseUnreadable } from './privacy/written';
import { invalid, Problem } from './problem';
import type { Asking, CaseFilter } from './read/case-filter';

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
const personal: readonly string[] = [
  'clock.moved',
  'task.done',
  'task.added',
  'note.added',
] satisfies KernelEventType[];
const noteNeeded: readonly string[] = ['clock.moved', 'task.added', 'note.added'] satisfies KernelEventType[];

export interface CheckedBatch {
  readonly command: CheckedCommand;
  /** With what a single event of this sort would need, for every case. */
  readonly asking: Asking;
  readonly matches: Matches;
}

/**
 * @throws Problem for an event that none of the kinds has, data that does not fit, a sender who may not, a missing note.
 */
export async function checkBatchCommand(
  pool: Pool,
  caller: Caller,
  asked: AskedCommand,
  filter: CaseFilter,
  now: number,
): Promise<CheckedBatch> {
  const { kind } = filter;
  if (isEdit(asked.type)) return checkBatchEdit(pool, caller, { ...asked, type: asked.type }, filter, now);
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
  const needed = new Set<Permission>([permissionOf(asked.type)]);
  for (const k of kinds) {
    const event = eventOf(k, asked.type);
    if (event === null) continue;
    permit(caller, event.by);
    if (event.by === 'manager') needed.add('case.send-manager-event');
    const parsed = event.data.safeParse(asked.data);
    if (!parsed.success) throw invalid('body.command.data', parsed.error.issues);
    const classes = eventTree(k.kind, asked.type);
    refuseUnreadable(caller, [{ path: 'body.command.data', value: parsed.data, classes }]);
    data[k.kind] = parsed.data as Record<string, unknown>;
  }
  for (const permission of needed) permitAtAll(caller, permission);
  const asking: Asking = { caller, may: ['batch.run', ...needed], now };
  const matches = await matchesOf(pool, filter, asking);
  await checkReferences(pool, caller, 'body.command.data', asked.data, matches.practiceIds);
  return { command: { type: asked.type, data, note: asked.note }, asking, matches };
}

/** Tags and priority are edits of a case, and need what a single edit needs. */
async function checkBatchEdit(
  pool: Pool,
  caller: Caller,
  asked: AskedCommand & { readonly type: BatchEditType },
  filter: CaseFilter,
  now: number,
): Promise<CheckedBatch> {
  permitAtAll(caller, 'case.edit');
  const parsed = editData[asked.type].safeParse(asked.data);
  if (!parsed.success) throw invalid('body.command.data', parsed.error.issues);
  const kinds = caseKinds.filter(({ kind }) => filter.kind === undefined || kind === filter.kind);
  for (const { kind } of kinds) {
    refuseUnreadable(caller, [{ path: 'body.command.data', value: parsed.data, classes: eventTree(kind, asked.type) }]);
  }
  const data = Object.fromEntries(kinds.map(({ kind }) => [kind, { ...parsed.data }]));
  const asking: Asking = { caller, may: ['batch.run', 'case.edit'], now };
  const matches = await matchesOf(pool, filter, asking);
  return { command: { type: asked.type, data, note: null }, asking, matches };
}

const isEdit = (type: string): type is BatchEditType => batchEdits.some((known) => known === type);

/** What a single event of this type would need. */
function permissionOf(type: string): Permission {
  if (type === 'clock.moved') return 'clock.move';
  return type === 'task.done' || type === 'task.added' ? 'task.work' : 'case.send-event';
}

function permitAtAll(caller: Caller, permission: Permission): void {
  if (may(caller, permission)) return;
  const roles = [...rolesFor(permission)];
  throw new Problem('forbidden', `This event needs one of the roles ${roles.join(', ')}.`, { roles });
}

function eventOf(kind: CaseKind, type: string): Pick<CaseKind['events'][string], 'data' | 'by'> | null {
  if (Object.hasOwn(kernelEvents, type)) {
    return { data: kernelEvents[type as KernelEventType], by: personal.includes(type) ? 'anyone' : 'system' };
  }
  return Object.hasOwn(kind.events, type) ? (kind.events[type] ?? null) : null;
}

function permit(caller: Caller, by: 'anyone' | 'manager' | 'system'): void {
  if (by === 'system') throw new Problem('forbidden', 'Only the system sends this event.', { roles: [] });
  if (by === 'manager') permitAtAll(caller, 'case.send-manager-event');
}
