/** What a closed case leaves on disk, in Temporal's file and in Postgres. */
import type { CommandRequest } from '../../commands/types';
import { atOnce, until, type Line } from '../figures';
import { applied, eventFor, followUp, openCases, type Stand } from '../stand';

/** A typical denial: worked, appealed, reminded, answered, paid, resolved. */
export function life(caseId: string, claimId: string): CommandRequest[] {
  // Yesterday in UTC has begun in every zone, and lies in the future of none.
  const on = new Date(Date.now() - 24 * 3_600_000).toISOString().slice(0, 10);
  return [
    eventFor(caseId, 'work.started'),
    followUp(caseId, 3),
    eventFor(caseId, 'action.taken', { action: 'appeal-sent', on }),
    followUp(caseId, 20),
    eventFor(caseId, 'payer.responded', { outcome: 'paid', on, amountCents: 10_000 }),
    eventFor(caseId, 'payment.posted', { claimId, amountCents: 10_000, on }),
    eventFor(caseId, 'case.resolved', { outcome: 'paid' }),
  ];
}

export async function disk(stand: Stand, quick: boolean): Promise<Line[]> {
  const count = quick ? 100 : 500;
  const bytes = async () => {
    await stand.db.pool.query('checkpoint');
    const { rows } = await stand.db.pool.query<{ size: string }>('select pg_database_size(current_database()) as size');
    return { temporal: stand.temporalBytes(), postgres: Number(rows[0]?.size) };
  };
  const before = await bytes();
  const cases = await openCases(stand, count);
  const { rows } = await stand.db.pool.query<{ caseId: string; claimId: string }>(
    'select case_id as "caseId", claim_id as "claimId" from case_claim where case_id = any($1::uuid[])',
    [cases],
  );
  let events = 0;
  await atOnce(32, count, async (n) => {
    const { caseId, claimId } = rows[n] as (typeof rows)[number];
    for (const request of life(caseId, claimId)) {
      await applied(stand.gateway.submit(request, 30_000));
      events += 1;
    }
  });
  const last = stand.client.workflow.getHandle(`denial:${cases.at(-1)}`);
  await until(
    () => last.describe(),
    ({ status }) => status.name === 'COMPLETED',
    20_000,
  );
  const after = await bytes();
  const kb = (of: 'temporal' | 'postgres') => (after[of] - before[of]) / count / 1024;
  return [
    {
      what: `disk per closed case (${count} cases, ${events / count + 1} events each)`,
      ours: `Temporal ${kb('temporal').toFixed(0)} KB, Postgres ${kb('postgres').toFixed(0)} KB`,
      bare: '',
      ratio: '',
      budget: 'reported',
      kept: null,
    },
  ];
}
