/** Carries out one effect through its connector and keeps its record; knows no vendor. */
import { Context } from '@temporalio/activity';
import type { Pool } from 'pg';
import type { EffectOrder, EffectOutcome, Owner } from '../domain/kernel';
import type { NoticePort } from './connectors/notices/port';
import { openIncident } from './incidents';

export interface EffectDeps {
  readonly pool: Pool;
  readonly notices: NoticePort;
}

/**
 * Idempotent: an effect whose record says done is not sent again; one whose answer was lost is sent again with the
 * same id, and the connector delivers an id once.
 */
export function makePerformEffect(deps: EffectDeps) {
  return async function performEffect(order: EffectOrder): Promise<EffectOutcome> {
    const attempts = Context.current().info.attempt;
    const done = await deps.pool.query(`select 1 from outside_effect where id = $1 and state = 'done'`, [
      order.effectId,
    ]);
    if (done.rowCount === 1) return { ok: true };
    switch (order.effect.type) {
      case 'notice.send': {
        const { to, template } = order.effect;
        const recipient = to === 'owner' ? await ownerOf(deps.pool, order.caseId) : to;
        await deps.notices.send({
          effectId: order.effectId,
          caseId: order.caseId,
          template,
          to: recipient,
          at: order.at,
        });
        break;
      }
      case 'letter.draft':
        // A draft is a record for a person to finish; the letter itself is written where letters are sent.
        break;
    }
    await record(deps.pool, order, 'done', attempts, null);
    return { ok: true };
  };
}

/** Nobody owns the case: the coordinator role hears of it. */
async function ownerOf(pool: Pool, caseId: string): Promise<Owner | { role: string }> {
  const { rows } = await pool.query<{ u: string | null; t: string | null }>(
    'select owner_user_id as u, owner_team_id as t from cases where id = $1',
    [caseId],
  );
  const row = rows[0];
  if (row?.u) return { userId: row.u };
  if (row?.t) return { teamId: row.t };
  return { role: 'coordinator' };
}

async function record(
  pool: Pool,
  order: EffectOrder,
  state: string,
  attempts: number,
  error: string | null,
): Promise<void> {
  await pool.query(
    `insert into outside_effect (id, case_id, type, data, state, attempts, error, at)
     values ($1, $2, $3, $4, $5, $6, $7, to_timestamp($8::numeric / 1000))
     on conflict (id) do update set state = excluded.state, attempts = excluded.attempts, error = excluded.error`,
    [order.effectId, order.caseId, order.effect.type, JSON.stringify(order.effect), state, attempts, error, order.at],
  );
}

/** Records an effect that failed for good, once. */
export function makeRecordIncident(pool: Pool) {
  return async function recordIncident(order: EffectOrder, code: string): Promise<void> {
    await record(pool, order, 'failed', 8, code);
    await openIncident(pool, {
      source: `effect:${order.effectId}`,
      caseId: order.caseId,
      code,
      message: `${order.effect.type} could not be carried out after 8 tries. The case goes on; retry it from the incident.`,
    });
  };
}
