/** Delivers notices inside Caseclock: a row that the person's or role's inbox shows. */
import type { Pool } from 'pg';
import type { NoticePort } from './port';

/** Idempotent by the unique effect id. */
export function makeNotices(pool: Pool): NoticePort {
  return {
    async send(notice) {
      const to = notice.to;
      await pool.query(
        `insert into notice (id, effect_id, case_id, template, user_id, team_id, role, at)
         values (gen_random_uuid(), $1, $2, $3, $4, $5, $6, to_timestamp($7::numeric / 1000))
         on conflict (effect_id) do nothing`,
        [
          notice.effectId,
          notice.caseId,
          notice.template,
          'userId' in to ? to.userId : null,
          'teamId' in to ? to.teamId : null,
          'role' in to ? to.role : null,
          notice.at,
        ],
      );
    },
  };
}
