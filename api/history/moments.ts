/** Lists the moments of a case: one an event, as much as a slider needs. From the timeline alone. */
import type { Pool } from 'pg';
import { z } from 'zod';
import { CaseNotFound } from '../../commands/types';
import { stages } from '../../domain/kernel';
import { Instant } from '../input/fields';
import { plain } from '../privacy/phi';
import { clockWords, eventTitle } from '../read/case-views';

export const MomentList = z
  .strictObject({
    caseId: z.uuid(),
    kind: plain(z.string()),
    version: z.int().describe('Number of events'),
    left: z.int().describe('Events before the first that is listed'),
    items: z.array(
      z.strictObject({
        version: z.int(),
        at: Instant,
        type: plain(z.string()),
        title: plain(z.string()),
        stage: z.enum(stages),
        /** A clock, and not a person, caused it. */
        byClock: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Moments' });
type MomentList = z.infer<typeof MomentList>;

/** Far more than a case of years has. */
const MOST = 5_000;

export async function readMoments(pool: Pool, caseId: string): Promise<MomentList> {
  const [found, { rows }] = await Promise.all([
    pool.query<{ kind: string }>('select kind from cases where id = $1', [caseId]),
    pool.query<{ seq: number; at: Date; type: string; stage: string; clock: string | null }>(
      `select seq, at, type, stage_after as stage, data->>'clock' as clock from case_event
       where case_id = $1 order by seq desc limit $2`,
      [caseId, MOST],
    ),
  ]);
  const kind = found.rows[0]?.kind;
  if (kind === undefined) throw new CaseNotFound(caseId);
  const version = rows[0]?.seq ?? 0;
  const items = rows.toReversed().map(({ seq, at, type, stage, clock }) => ({
    version: seq,
    at: at.toISOString(),
    type,
    title: type === 'clock.fired' && clock !== null ? clockWords(kind, clock).title : eventTitle(kind, type),
    stage: stage as MomentList['items'][number]['stage'],
    byClock: type === 'clock.fired',
  }));
  return { caseId, kind, version, left: version - items.length, items };
}
