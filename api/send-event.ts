/** Makes the command of an event a person sends: finds the case's kind, checks data, sender and version seen. */
import type { Pool } from 'pg';
import { commandIdOf } from '../commands/ids';
import { CaseNotFound, type CommandRequest } from '../commands/types';
import { kindOf } from '../domain/cases';
import { kernelEvents, type Allowed, type KernelEventType } from '../domain/kernel';
import { actorOf, type Caller } from './auth/caller';
import { may, rolesFor, type Permission } from './auth/permissions';
import { requireCase } from './auth/reach';
import { checkReferences } from './check-references';
import type { Seen } from './input/preconditions';
import { eventTree } from './privacy/case-privacy';
import { refuseUnreadable } from './privacy/written';
import { invalid, Problem } from './problem';

export interface Sending {
  /** What the sender must be allowed to do to this case. */
  readonly permission: Permission;
  readonly caseId: string;
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly note: string | null;
  readonly key: string | null;
  readonly seen: Seen | null;
}

interface CaseHead {
  readonly practiceId: string;
  readonly kind: string;
  readonly version: number;
  readonly revision: number;
  readonly allowed: readonly Allowed[];
}

/** Kernel events that a person may send; the others come from the system. */
const personal: readonly string[] = [
  'clock.moved',
  'task.done',
  'task.added',
  'note.added',
] satisfies KernelEventType[];
/** Their reason or title is the note. */
const noteNeeded: readonly string[] = ['clock.moved', 'task.added', 'note.added'] satisfies KernelEventType[];

/** @throws CaseNotFound; Problem for bad data, an unknown event, a role that may not, a revision that has moved on. */
export async function eventCommand(pool: Pool, caller: Caller, sending: Sending): Promise<CommandRequest> {
  const { caseId, type, note } = sending;
  await requireCase(pool, caller, [sending.permission], caseId);
  const head = await headOf(pool, caseId);
  const kernelSchema = Object.hasOwn(kernelEvents, type) ? kernelEvents[type as KernelEventType] : undefined;
  const events = kindOf(head.kind).events;
  const event = Object.hasOwn(events, type) ? events[type] : undefined;
  const schema = kernelSchema ?? event?.data;
  if (!schema) throw notAllowed(head);
  const by = personal.includes(type) ? 'anyone' : kernelSchema ? 'system' : (event?.by ?? 'anyone');
  permitEvent(caller, by);
  if (by === 'manager') await requireCase(pool, caller, ['case.send-manager-event'], caseId);
  const data = schema.safeParse(sending.data);
  if (!data.success) throw invalid('body.data', data.error.issues);
  refuseUnreadable(caller, [{ path: 'body.data', value: data.data, classes: eventTree(head.kind, type) }]);
  if (note === null && noteNeeded.includes(type)) {
    throw new Problem('invalid', undefined, { errors: [{ path: 'body.note', message: `is needed with ${type}` }] });
  }
  await checkReferences(pool, caller, 'body.data', data.data, [head.practiceId]);
  const commandId = commandIdOf(caller.userId, sending.key);
  await checkRevision(pool, sending, head, commandId);
  return {
    commandId,
    caseId,
    kind: head.kind,
    type,
    actor: actorOf(caller),
    data: data.data as Record<string, unknown>,
    note,
    expectedVersion: sending.seen?.version ?? null,
    row: null,
  };
}

async function headOf(pool: Pool, caseId: string): Promise<CaseHead> {
  const { rows } = await pool.query<CaseHead>({
    name: 'case-head',
    text: 'select kind, practice_id as "practiceId", version, revision, allowed from cases where id = $1',
    values: [caseId],
  });
  if (!rows[0]) throw new CaseNotFound(caseId);
  return rows[0];
}

function notAllowed(head: CaseHead): Problem {
  const allowed = head.allowed.flatMap((a) => (a.ok && a.by !== 'system' ? [a.type] : []));
  return new Problem(
    'event_not_allowed',
    `No event of this kind of case has this name. It accepts now: ${allowed.join(', ')}.`,
    {
      allowed,
      currentVersion: head.version,
    },
  );
}

function permitEvent(caller: Caller, by: Allowed['by']): void {
  if (by === 'system') throw new Problem('forbidden', 'Only the system sends this event.', { roles: [] });
  if (by === 'manager' && !may(caller, 'case.send-manager-event')) {
    const roles = [...rolesFor('case.send-manager-event')];
    throw new Problem('forbidden', `This event needs one of the roles ${roles.join(', ')}.`, { roles });
  }
}

/** The case's workflow compares versions; edits that are no events are compared here, unless the command came before. */
async function checkRevision(pool: Pool, sending: Sending, head: CaseHead, commandId: string): Promise<void> {
  const { seen, key } = sending;
  if (seen === null || seen.revision === null || seen.revision === head.revision) return;
  if (key !== null) {
    const { rowCount } = await pool.query('select 1 from command where id = $1', [commandId]);
    if (rowCount) return;
  }
  throw new Problem('version_conflict', undefined, { currentVersion: head.version });
}
