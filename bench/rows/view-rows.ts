/** Fills a database with open cases of both kinds by SQL: rows to read, without workflows. */
import type { Db } from '../../platform/db';

export interface Filled {
  /** A user who owns every 20th case. */
  readonly userId: string;
}

/** `each` open cases of each kind, spread over ranks, stages, dates, owners, payers and patients; a task for most. */
export async function fill(db: Db, each: number): Promise<Filled> {
  const connection = await db.pool.connect();
  try {
    await connection.query('set statement_timeout = 0');
    const { rows } = await connection.query<{ id: string }>(
      `insert into practice (id, name, zone, jurisdiction)
       values (gen_random_uuid(), 'Bench', 'America/Los_Angeles', 'US-CA') returning id`,
    );
    await connection.query(
      `insert into payer (id, name, identity) select gen_random_uuid(), 'Payer ' || n, 'bench:' || n from generate_series(1, 50) n`,
    );
    await connection.query(
      `insert into patient (id, name) select gen_random_uuid(), 'Patient ' || n from generate_series(1, 5000) n`,
    );
    const users = await connection.query<{ id: string }>(
      `insert into app_user (id, email, display_name, roles)
       select gen_random_uuid(), 'bench' || n || '@caseclock.invalid', 'User ' || n, '{coordinator}' from generate_series(1, 20) n
       returning id`,
    );
    await connection.query(
      `with payers as (select array_agg(id) as ids from payer), patients as (select array_agg(id) as ids from patient)
       insert into cases (id, kind, practice_id, jurisdiction, version, stage, stage_since, opened_at, changed_at, flags,
                          owner_user_id, assigned_at, priority, follow_up_on, attention_rank, attention_on, next_due_at,
                          next_clock, machine_version, rule_version, allowed, facts, detail, state, details, subject,
                          carc_codes, tags, payer_id, patient_id, claim_number, search_text, outstanding_cents)
       select gen_random_uuid(), k.kind, $1, 'US-CA', 3, (array['New', 'In Progress', 'Awaiting Payment'])[1 + n % 3],
              at, at, at, array['bench'], ($2::uuid[])[1 + n % 20], at, 'normal',
              case when n % 4 = 0 then null else current_date + (hashint4(n) % 90) end,
              (array[1, 2, 3, 4, 9, 9, 9, 9])[1 + n % 8], current_date + (hashint4(n + 7) % 60), at + interval '30 days',
              case k.kind when 'wc' then 'adjusterSilence' else 'unworkedDenial' end, 1, 1, '[]',
              jsonb_build_object('visitsUsed', n % 12, 'visitsLeft', 12 - n % 12, 'resolvedCarcCodes', '[]'::jsonb),
              jsonb_build_object('authorizations', jsonb_build_array(jsonb_build_object('from', '2026-01-01', 'visits', 12)),
                                 'silence', jsonb_build_object('days', n % 9)),
              jsonb_build_object('padding', repeat('x', 1500)), jsonb_build_object('description', 'Denied ' || n),
              'missing-information', array['CO-16'], '{}', (select ids from payers)[1 + n % 50],
              (select ids from patients)[1 + n % 5000], 'WC-' || n, 'patient ' || n % 5000, n
       from (values ('wc'), ('denial')) k(kind), generate_series(1, $3::int) n,
            lateral (select now() - make_interval(mins => n) as at) x`,
      [rows[0]?.id, users.rows.map((user) => user.id), each],
    );
    await connection.query(
      `insert into task (id, case_id, key, title, reason, state, follows_owner, assignee_user_id, priority, due_on,
                         opened_at, opened_by_seq)
       select gen_random_uuid(), id, 'work', 'Work the case', 'Bench', 'open', true, owner_user_id, 'normal',
              current_date, opened_at, 1
       from cases where hashtext(id::text) % 3 <> 0`,
    );
    for (const table of ['cases', 'task']) await connection.query(`vacuum analyze ${table}`);
    return { userId: users.rows[0]?.id ?? '' };
  } finally {
    connection.release(true);
  }
}
