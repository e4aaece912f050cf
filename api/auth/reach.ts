/** Refuses what a caller may not do to one case, in the same words for a case that is not there and one that is not theirs. */
import type { Pool, PoolClient } from 'pg';
import { CaseNotFound } from '../../commands/types';
import { Problem } from '../problem';
import { Statement } from '../read/statement';
import type { Caller } from './caller';
import { rolesFor, type Permission } from './permissions';
import { caseScope } from './row-scope';

/**
 * Passes when the caller may do all of it to this case.
 * @throws CaseNotFound for a case the caller may not even read; Problem `forbidden` for one that may be read only.
 */
export async function requireCase(
  db: Pool | PoolClient,
  caller: Caller,
  permissions: readonly [Permission, ...Permission[]],
  caseId: string,
): Promise<void> {
  const s = new Statement();
  const may = permissions.map((permission) => caseScope(caller, permission, s)).join(' and ');
  const sees = caseScope(caller, 'case.read', s);
  const { rows } = await db.query<{ may: boolean; sees: boolean }>(
    `select (${may}) as may, (${sees}) as sees from cases c where c.id = ${s.value(caseId, 'uuid')}`,
    s.values,
  );
  const [row] = rows;
  if (row?.may) return;
  if (!row?.sees) throw new CaseNotFound(caseId);
  const roles = [...rolesFor(permissions[0])];
  throw new Problem(
    'forbidden',
    'You may read this case, but it is not yours to work on. Ask its owner or a manager.',
    {
      roles,
    },
  );
}

/** What somebody may want to do to a case from its page. */
const onOneCase = [
  ...(['case.read', 'case.edit', 'case.send-event', 'case.send-manager-event'] as const),
  ...(['clock.read', 'clock.move', 'task.read', 'task.work', 'visit.check'] as const),
] satisfies readonly Permission[];

/** Which of it the caller may do to this case: what buttons are drawn from. */
export async function doableOn(db: Pool | PoolClient, caller: Caller, caseId: string): Promise<readonly Permission[]> {
  const s = new Statement();
  const scopes = onOneCase.map((permission) => caseScope(caller, permission, s)).join(', ');
  const { rows } = await db.query<{ may: boolean[] }>(
    `select array[${scopes}] as may from cases c where c.id = ${s.value(caseId, 'uuid')}`,
    s.values,
  );
  return onOneCase.filter((_permission, n) => rows[0]?.may[n] === true);
}

/** Those of the cases that the caller may read. */
export async function readableOf(
  db: Pool | PoolClient,
  caller: Caller,
  caseIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (caseIds.length === 0) return new Set();
  const s = new Statement();
  const { rows } = await db.query<{ id: string }>(
    `select c.id from cases c where c.id = any(${s.value(caseIds, 'uuid[]')}) and ${caseScope(caller, 'case.read', s)}`,
    s.values,
  );
  return new Set(rows.map((row) => row.id));
}

type Conflict = { readonly claimId: string | null; readonly caseId: string };

/** What may be said about cases that stand in the way: ids only of those the caller may read. */
export async function conflictsFor<C extends Conflict>(
  db: Pool | PoolClient,
  caller: Caller,
  conflicts: readonly C[],
): Promise<C[]> {
  const readable = await readableOf(
    db,
    caller,
    conflicts.map((conflict) => conflict.caseId),
  );
  return conflicts.filter((conflict) => readable.has(conflict.caseId));
}
