/** Writes facts that drive no clock on a case: revision + 1 and the uploader's audit row, in one statement. */
import type { ImportRun } from '../framework';
import type { WcDetails } from '../../../domain/cases/wc/details';
import { searchTextOf } from './row-details';

const REVISE = `
with revised as (
  update cases set details = $2::jsonb, search_text = $3, revision = revision + 1, changed_at = now()
  where id = $1 and kind = 'wc' and details is distinct from $2::jsonb
  returning id, kind, version, revision),
audited as (
  select audit_append(jsonb_agg(jsonb_build_object(
           'actorType', case when i.id is null then $4::text else 'user' end,
           'actorId', coalesce(i.created_by::text, $5::text), 'action', 'case.revised', 'outcome', 'ok',
           'purpose', 'payment', 'caseId', r.id,
           'data', jsonb_build_object('import', $6::text, 'revision', r.revision)))) as last
  from revised r left join import i on i.id = $6::text::uuid having count(*) > 0)
select pg_notify('caseclock', json_build_object('caseId', id, 'seq', version, 'kind', kind, 'revision', revision)::text)
from revised, audited where audited.last is not null`;

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
