/** Makes the record show what a state says, without an event: for a row that was changed by other hands. Changes no timeline. */
import type { Pool } from 'pg';
import type { RestateCase } from '../../domain/kernel';

/**
 * $1: the order as jsonb. Everything depends on the row being at the state's version (`mine`), so that a case that goes on
 * is not set back. One statement: all of it or nothing.
 */
const RESTATE_CASE = `
with o as (select $1::jsonb as o, $1::jsonb -> 'standing' as j),
mine as (
  update cases c set
    stage = j->>'stage', stage_since = to_timestamp((j->>'stageSince')::numeric / 1000),
    closed_at = case when (j->>'closed')::boolean then coalesce(c.closed_at, c.changed_at) end,
    flags = array(select jsonb_array_elements_text(j->'flags')),
    owner_user_id = (j #>> '{owner,userId}')::uuid, owner_team_id = (j #>> '{owner,teamId}')::uuid,
    follow_up_on = (j->>'followUpOn')::date, attention_rank = (j->>'attentionRank')::int,
    attention_on = (j->>'attentionOn')::date, next_due_at = to_timestamp((j->>'nextDueAt')::numeric / 1000),
    next_clock = j->>'nextClock', machine_version = (j->>'machineVersion')::int,
    rule_version = (j->>'ruleVersion')::int, allowed = j->'allowed', facts = j->'own', detail = j->'detail',
    state = j->'state', priority = coalesce(j #>> '{own,priority}', c.priority),
    carc_codes = array(select jsonb_array_elements_text(coalesce(j #> '{own,carcCodes}', '[]'::jsonb))),
    outstanding_cents = coalesce((j #>> '{own,outstandingCents}')::bigint, 0)
  from o where c.id = (j->>'caseId')::uuid and c.version = (j->>'seq')::int
  returning c.id, c.changed_at as at, c.version as seq, o.j, o.o
),
clocks_gone as (
  delete from clock k using mine m where k.case_id = m.id
    and k.slot not in (select e->>'slot' from jsonb_array_elements(m.j->'clocks') e)
),
clocks_set as (
  insert into clock (case_id, slot, name, rule_id, rule_version, due_at, computed_due_at, explanation, armed_at,
                     armed_by_seq, armed_by_type, moved)
  select m.id, e->>'slot', e->>'name', e->>'ruleId', (e->>'ruleVersion')::int,
         to_timestamp((e->>'dueAt')::numeric / 1000), to_timestamp((e->>'computedDueAt')::numeric / 1000),
         e->'explanation', to_timestamp((e->>'armedAt')::numeric / 1000), (e->>'armedBySeq')::int, e->>'armedByType',
         (e->>'moved')::boolean
  from mine m, jsonb_array_elements(m.j->'clocks') e
  on conflict (case_id, slot) do update set
    name = excluded.name, rule_id = excluded.rule_id, rule_version = excluded.rule_version, due_at = excluded.due_at,
    computed_due_at = excluded.computed_due_at, explanation = excluded.explanation, armed_at = excluded.armed_at,
    armed_by_seq = excluded.armed_by_seq, armed_by_type = excluded.armed_by_type, moved = excluded.moved
),
tasks_closed as (
  update task t set state = 'closed', closed_at = now(), closed_by_seq = m.seq,
    outcome = case when (m.j->>'closed')::boolean then 'case-closed' else 'no-longer-needed' end
  from mine m where t.case_id = m.id and t.state = 'open'
    and t.key not in (select e->>'key' from jsonb_array_elements(m.o->'tasks') e)
),
tasks_opened as (
  insert into task (id, case_id, key, title, reason, state, follows_owner, assignee_user_id, assignee_team_id,
                    assignee_role, priority, due_on, requirement, opened_at, opened_by_seq)
  select gen_random_uuid(), m.id, e->>'key',
         coalesce((select left(v.note, 200) from case_event v
                   where v.case_id = m.id and v.seq = (e->>'seq')::int and e->>'key' like 'own:%'), e->>'title'),
         e->>'reason', 'open', (e->>'followsOwner')::boolean,
         case when (e->>'followsOwner')::boolean then (m.j #>> '{owner,userId}')::uuid end,
         case when (e->>'followsOwner')::boolean then (m.j #>> '{owner,teamId}')::uuid end,
         e->>'role', e->>'priority', (e->>'dueOn')::date, e->>'requirement',
         to_timestamp((e->>'at')::numeric / 1000), (e->>'seq')::int
  from mine m, jsonb_array_elements(m.o->'tasks') e
  on conflict (case_id, key) where state = 'open' do nothing
),
claims_gone as (
  delete from case_claim cc using mine m where cc.case_id = m.id
    and cc.claim_id not in (select (e->>'claimId')::uuid from jsonb_array_elements(m.j->'claims') e)
),
claims_held as (
  insert into case_claim (case_id, claim_id, submission_id, active)
  select m.id, (e->>'claimId')::uuid, (e->>'submissionId')::uuid, not (m.j->>'closed')::boolean
  from mine m, jsonb_array_elements(m.j->'claims') e
  on conflict (case_id, claim_id) do update set active = excluded.active, submission_id = excluded.submission_id
),
told as (
  select pg_notify('caseclock', json_build_object('caseId', m.id, 'seq', m.seq, 'kind', m.j #>> '{state,kind}')::text) from mine m
)
select (select count(*)::int from mine) as restated, (select count(*) from told) as told
`;

export function makeRestateCase(pool: Pool): RestateCase {
  return async (order) => {
    const { rows } = await pool.query<{ restated: number }>(RESTATE_CASE, [JSON.stringify(order)]);
    return rows[0]?.restated === 1;
  };
}
