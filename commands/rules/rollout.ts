/** Which cases a published rule version still has to reach. One condition for rollouts, progress and the daily care. */

/**
 * SQL condition on `c` (cases): live, and behind a version up to `$1` whose scope holds the case. Versions that changed
 * only other practices or states leave a case at its number: its numbers are the same. A version without a rollout
 * (the first one) counts for every case.
 */
export const BEHIND = `
  c.closed_at is null and c.rule_version < $1 and exists (
    select 1 from rule_version v left join batch b on b.id = v.batch_id
    where v.version > c.rule_version and v.version <= $1
      and (b.id is null or b.filter->'scopes' ?| array['default', 'jurisdiction:' || c.jurisdiction,
                                                       'practice:' || c.practice_id::text]))`;
