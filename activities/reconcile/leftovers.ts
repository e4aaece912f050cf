/** Finds what is wrong in the record alone: work left on closed cases, commands that never got an outcome. */
import type { Finding } from '../../domain/reconciliation';
import { NOT_ASKED, tried, type Sweep } from './look-twice';
import { repaired } from './deps';
import { repair } from './repair';
import { readRecords } from './sights';

const MOST = 500;

/** Redelivery tries for about five minutes before it opens an incident; a command this old is not under way. */
const OLD = `interval '15 minutes'`;

export async function lookAtLeftovers(sweep: Sweep): Promise<number> {
  return (await closedCases(sweep)) + (await commands(sweep));
}

async function closedCases(sweep: Sweep): Promise<number> {
  const { pool } = sweep.deps;
  // A case closes in one statement with its tasks, clocks and claims: there is no moment in between.
  const { rows } = await pool.query<{ id: string }>(
    `select c.id from cases c where c.closed_at is not null and (
       exists (select 1 from task t where t.case_id = c.id and t.state = 'open')
       or exists (select 1 from clock k where k.case_id = c.id)
       or exists (select 1 from case_claim h where h.case_id = c.id and h.active))
     order by c.id limit $1`,
    [MOST],
  );
  for (const record of await readRecords(
    pool,
    rows.map((row) => row.id),
  )) {
    const parts = [
      ...(record.openTasks.length > 0 ? [`open tasks (${record.openTasks.length})`] : []),
      ...(record.clocks.length > 0 ? [`clocks (${record.clocks.length})`] : []),
      ...(record.claims.some((claim) => claim.active) ? ['active claims'] : []),
    ];
    const trouble = {
      code: 'left_on_closed_case' as const,
      words: `The case is closed and still has ${parts.join(', ')}.`,
      detail: { parts },
      mark: '',
    };
    const done = sweep.repair ? await tried(() => repair(sweep.deps, trouble, record, { is: 'none' })) : NOT_ASKED;
    sweep.beat();
    const { id, kind } = record;
    await sweep.found(finding(`left_on_closed_case:${id}`, id, kind, trouble, done));
  }
  return rows.length;
}

async function commands(sweep: Sweep): Promise<number> {
  const { pool } = sweep.deps;
  const { rows } = await pool.query<{ id: string; caseId: string; kind: string; type: string; attempts: number }>(
    `select id, case_id as "caseId", kind, type, attempts from command
     where state = 'pending' and received_at < now() - ${OLD} order by received_at limit $1`,
    [MOST],
  );
  for (const { id, caseId, kind, type, attempts } of rows) {
    const trouble = {
      code: 'command_without_outcome' as const,
      words: `The command ${id} (${type}) has no outcome after ${attempts} tries.`,
      detail: { commandId: id, type },
    };
    const done = sweep.repair
      ? await tried(async () => {
          await pool.query(
            `update command set tried_at = to_timestamp(0), attempts = 0 where id = $1 and state = 'pending'`,
            [id],
          );
          return repaired('It is sent again now; its outcome is at its own address.');
        })
      : NOT_ASKED;
    sweep.beat();
    await sweep.found(finding(`command_without_outcome:${id}`, caseId, kind, trouble, done));
  }
  return rows.length;
}

function finding(
  key: string,
  caseId: string,
  kind: string,
  { code, words, detail }: Pick<Finding, 'code' | 'words' | 'detail'>,
  done: typeof NOT_ASKED,
): Finding {
  return {
    key,
    caseId,
    kind,
    code,
    words,
    outcome: done.outcome,
    done: done.done,
    detail: { ...detail, ...done.detail },
  };
}
