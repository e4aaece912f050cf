/** A hundred thousand open cases over locations, teams and owners, straight into the tables: for what lists cost. */
import type { PoolClient } from 'pg';
import type { Db } from '../../../platform/db';
import { settleTables } from '../../support/settle-tables';

export const CASES = 100_000;

export interface ManyCases {
  /** Half of all cases; a fortieth; fifty cases; none. */
  readonly large: string;
  readonly middle: string;
  readonly small: string;
  readonly empty: string;
  /** Owners, five hundred cases each; the first ten are one team. */
  readonly owners: readonly string[];
  readonly teamId: string;
}

const practice = `insert into practice (id, name, zone, jurisdiction, created_at)
  select gen_random_uuid(), 'P' || i, 'America/Los_Angeles', 'US-CA', now() + (i || ' ms')::interval
  from generate_series(1, 23) i returning id`;

/** Writes them on a connection that may take its time: the machine is busy with other tests. */
export async function makeManyCases({ db, ownerUrl }: Filled): Promise<ManyCases> {
  const client = await db.pool.connect();
  let many: ManyCases;
  try {
    await client.query('set statement_timeout = 0');
    many = await write(client);
  } finally {
    client.release(true);
  }
  await settleTables(ownerUrl, 'cases', 'clock', 'task', 'claim');
  return many;
}

interface Filled {
  readonly db: Pick<Db, 'pool'>;
  readonly ownerUrl: string;
}

async function write(pool: PoolClient): Promise<ManyCases> {
  const ids = async (sql: string, values: unknown[] = []) =>
    (await pool.query<{ id: string }>(sql, values)).rows.map((row) => row.id);
  const practices = await ids(practice);
  const owners = await ids(
    `insert into app_user (id, email, display_name, roles)
     select gen_random_uuid(), 'u' || i || '@example.test', 'User ' || i, '{biller}' from generate_series(1, 200) i returning id`,
  );
  const [teamId] = await ids(`insert into team (id, name) values (gen_random_uuid(), 'Many') returning id`);
  await pool.query('insert into team_member (team_id, user_id) select $1, unnest($2::uuid[])', [
    teamId,
    owners.slice(0, 10),
  ]);
  const [large, small, empty, ...others] = practices as [string, string, string, ...string[]];
  await pool.query(
    `insert into cases (id, kind, practice_id, jurisdiction, version, stage, stage_since, opened_at, changed_at, flags,
       owner_user_id, priority, follow_up_on, attention_rank, attention_on, next_due_at, next_clock, machine_version,
       rule_version, allowed, facts, detail, state, details, subject, carc_codes, tags, search_text, outstanding_cents)
     select gen_random_uuid(), (array['wc','denial'])[1 + i % 2],
       case when i % 2000 = 7 then $2::uuid when i % 4 < 2 then $1::uuid else ($3::uuid[])[1 + (i / 4) % 20] end,
       'US-CA', 1, (array['New','In Progress','Awaiting Payment'])[1 + (i / 2) % 3], now(),
       now() - (i || ' seconds')::interval, now() - (i || ' seconds')::interval, '{}', ($4::uuid[])[1 + i % 200],
       (array['low','normal','high'])[1 + i % 3], case when i % 5 = 0 then null else current_date + i % 90 - 20 end,
       (array[1,2,3,4,9,9,9,9])[1 + (i / 2) % 8], case when i % 7 = 0 then null else current_date + i % 60 end,
       now() + (i % 100000 || ' minutes')::interval, 'followUp', 1, 0, '[]',
       jsonb_build_object('resolvedCarcCodes', '[]'::jsonb), '{}',
       jsonb_build_object('padding', repeat(md5(i::text), 100)), '{}', 'coding', array['CO-' || (i / 2) % 100], '{}',
       'patient' || i || ' payer' || i % 50, i
     from generate_series(1, ${CASES}) i`,
    [large, small, others, owners],
  );
  await pool.query(
    `insert into clock (case_id, slot, name, rule_id, rule_version, due_at, computed_due_at, explanation, armed_at,
       armed_by_seq, armed_by_type, moved)
     select id, 'followUp', 'followUp', 'denial.followUp', 0, next_due_at, next_due_at, '{}', now(), 1, 'case.opened', false
     from cases`,
  );
  await pool.query(
    `insert into task (id, case_id, key, title, reason, state, follows_owner, assignee_user_id, priority, due_on, opened_at, opened_by_seq)
     select gen_random_uuid(), id, 'follow-up', 'Follow up', 'Due.', 'open', true, owner_user_id, 'normal',
            coalesce(follow_up_on, current_date), now(), 1 from cases`,
  );
  await pool.query(
    `insert into claim (id, practice_id, number) select gen_random_uuid(), practice_id, 'C-' || row_number() over () from cases`,
  );
  return { large, middle: others[0] as string, small, empty, owners, teamId: teamId as string };
}
