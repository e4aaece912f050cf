/** Reads live cases with the state their charts go on from, for a what-if: only those that its asker may see. */
import type { Pool } from 'pg';
import { LIVE_PAGE, type LiveCase } from '../../commands/rules/what-if/run';
import type { Caller } from '../auth/caller';
import { may } from '../auth/permissions';
import { caseScope } from '../auth/row-scope';
import { Statement } from './statement';

/** Whoever reads no case but publishes rules is told how many there would be, as with the effects of a version. */
const reachOf = (caller: Caller) => (may(caller, 'case.read') ? 'case.read' : 'rules.read');

/** Cases whose rules a change of this scope reaches. */
function reached(scope: string, s: Statement): string {
  const [sort, name] = [scope.slice(0, scope.indexOf(':')), scope.slice(scope.indexOf(':') + 1)];
  if (sort === 'jurisdiction') return `c.jurisdiction = ${s.value(name)}`;
  return sort === 'practice' ? `c.practice_id = ${s.value(name, 'uuid')}` : 'true';
}

const live = (caller: Caller, scope: string, s: Statement): string[] => [
  'c.closed_at is null',
  reached(scope, s),
  caseScope(caller, reachOf(caller), s),
];

export async function countLiveCases(pool: Pool, caller: Caller, scope: string): Promise<number> {
  const s = new Statement();
  const { rows } = await pool.query<{ n: number }>(
    `select count(*)::int as n from cases c where ${live(caller, scope, s).join(' and ')}`,
    s.values,
  );
  return rows[0]?.n ?? 0;
}

export async function readLiveCases(
  pool: Pool,
  caller: Caller,
  scope: string,
  after: string | null,
): Promise<LiveCase[]> {
  const s = new Statement();
  const where = live(caller, scope, s);
  if (after !== null) where.push(`c.id > ${s.value(after, 'uuid')}`);
  const { rows } = await pool.query<LiveCase>(
    `with page as materialized (
       select c.id from cases c where ${where.join(' and ')} order by c.id limit ${s.value(LIVE_PAGE)})
     select c.id, c.kind, c.practice_id as "practiceId", c.jurisdiction, c.rule_version as "ruleVersion", c.state,
            array(select t.key from task t where t.case_id = c.id and t.state = 'open') as "openTasks"
     from page join cases c using (id) order by c.id`,
    s.values,
  );
  return rows;
}
