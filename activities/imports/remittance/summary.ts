/** Adds up what an import of a remittance did, from the parts it recorded; nothing is counted twice by a resumed import. */
import type { ImportRun } from '../framework';

/** Sums of the accepted transactions and a count per outcome; money in cents. */
export async function summarize(run: ImportRun): Promise<void> {
  const { rows } = await run.pool.query<{ totals: Record<string, unknown> }>(
    `select jsonb_build_object(
       'transactions', (select jsonb_object_agg(outcome, k) from (
          select outcome, count(*) as k from import_part where import_id = $1 group by outcome) o),
       'claims', coalesce(sum((counts->>'claims')::bigint), 0),
       'lines', coalesce(sum((counts->>'lines')::bigint), 0),
       'adjustments', coalesce(sum((counts->>'adjustments')::bigint), 0),
       'providerAdjustments', coalesce(sum((counts->>'providerAdjustments')::bigint), 0),
       'denied', coalesce(sum((counts->>'denied')::bigint), 0),
       'underPaid', coalesce(sum((counts->>'underPaid')::bigint), 0),
       'reversals', coalesce(sum((counts->>'reversals')::bigint), 0),
       'deniedCents', coalesce(sum((counts->>'deniedCents')::bigint), 0),
       'chargeCents', coalesce(sum((counts->>'chargeCents')::bigint), 0),
       'bprCents', coalesce(sum((counts->>'bprCents')::bigint), 0),
       'clpCents', coalesce(sum((counts->>'clpCents')::bigint), 0),
       'plbCents', coalesce(sum((counts->>'plbCents')::bigint), 0),
       'exceptions', (select count(*) from import_exception where import_id = $1),
       'exceptionsOpen', (select count(*) from import_exception where import_id = $1 and state = 'open')) as totals
     from import_part where import_id = $1 and outcome in ('posted', 'held')`,
    [run.importId],
  );
  await run.summarize(rows[0]?.totals ?? {});
}
