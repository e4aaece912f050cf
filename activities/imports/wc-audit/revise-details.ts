/** Writes facts that drive no clock on a case: revision + 1 and an audit row, in one statement. */
import type { ImportRun } from '../framework';
import type { WcDetails } from '../../../domain/cases/wc/details';
import { searchTextOf } from './row-details';

const REVISE = `
with revised as (
  update cases set details = $2::jsonb, search_text = $3, revision = revision + 1, changed_at = now()
  where id = $1 and kind = 'wc' and details is distinct from $2::jsonb
  returning id, kind, version, revision),
audited as (
  insert into audit_entry (actor_type, actor_id, action, case_id, outcome, data)
  select $4, $5, 'case.revised', id, 'ok', jsonb_build_object('importId', $6::text, 'revision', revision) from revised)
select pg_notify('caseclock', json_build_object('caseId', id, 'seq', version, 'kind', kind, 'revision', revision)::text)
from revised`;

/** False when the case knows them already. */
export async function reviseDetails(
  run: Pick<ImportRun, 'pool' | 'actor' | 'importId'>,
  caseId: string,
  details: WcDetails,
): Promise<boolean> {
  const { rowCount } = await run.pool.query(REVISE, [
    caseId,
    JSON.stringify(details),
    searchTextOf(details),
    run.actor.type,
    run.actor.id,
    run.importId,
  ]);
  return (rowCount ?? 0) > 0;
}
