/** The one statement that writes an applied event: timeline, case, clocks, tasks and claims. */

/**
 * $1: the Projection as jsonb. All parts are one statement, so they land together or not at all.
 * The command's outcome is no part of it: until the workflow has answered, a dying server can still make the workflow
 * forget the command, and only a command without an outcome is sent again.
 * Everything but the event row depends on the event row being new (`ev`), so a second delivery changes nothing.
 */
export const PROJECT_CASE = `
with p as (select $1::jsonb as j),
cmd as (
  select c.* from command c, p where c.id::text = p.j #>> '{event,commandId}'
),
ev as (
  insert into case_event (case_id, seq, type, at, actor_type, actor_id, command_id, data, note,
                          stage_before, stage_after, changed, clock_changes, effects, rule_version)
  select (j->>'caseId')::uuid, (j->>'seq')::int, j #>> '{event,type}', to_timestamp((j #>> '{event,at}')::numeric / 1000),
         j #>> '{event,actor,type}', j #>> '{event,actor,id}', j #>> '{event,commandId}', j #> '{event,data}',
         (select note from cmd), j->>'stageBefore', j->>'stage', j->'changed', j->'clockChanges', j->'effects',
         (j->>'ruleVersion')::int
  from p
  -- A record that lacks an earlier event (a restored database) gets that one first: the timeline has no gaps.
  where (j->>'opening')::boolean
     or exists (select 1 from cases c where c.id = (j->>'caseId')::uuid and c.version >= (j->>'seq')::int - 1)
  on conflict (case_id, seq) do nothing
  returning case_id
),
fresh as (select p.j, (p.j->>'caseId')::uuid as id, to_timestamp((p.j #>> '{event,at}')::numeric / 1000) as at,
                 (p.j->>'seq')::int as seq
          from p where exists (select 1 from ev)),
opened as (
  insert into cases (id, kind, practice_id, jurisdiction, version, stage, stage_since, opened_at, changed_at, flags,
                     owner_user_id, owner_team_id, assigned_at, priority, follow_up_on, attention_rank, attention_on,
                     next_due_at, next_clock, machine_version, rule_version, allowed, facts, detail, state, details,
                     subject, carc_codes, tags, payer_id, patient_id, claim_number, search_text, outstanding_cents)
  select f.id, j->>'kind', (cmd.details->>'practiceId')::uuid, cmd.details->>'jurisdiction', f.seq, j->>'stage',
         to_timestamp((j->>'stageSince')::numeric / 1000), f.at, f.at,
         array(select jsonb_array_elements_text(j->'flags')),
         (j #>> '{owner,userId}')::uuid, (j #>> '{owner,teamId}')::uuid,
         case when j->'owner' = 'null'::jsonb then null else f.at end,
         coalesce(j #>> '{own,priority}', cmd.details->>'priority', 'normal'), (j->>'followUpOn')::date, (j->>'attentionRank')::int,
         (j->>'attentionOn')::date, to_timestamp((j->>'nextDueAt')::numeric / 1000), j->>'nextClock',
         (j->>'machineVersion')::int, (j->>'ruleVersion')::int, j->'allowed', j->'own', j->'detail', j->'state',
         coalesce(cmd.details->'details', '{}'::jsonb), coalesce(j #>> '{own,subject}', cmd.details->>'subject'),
         array(select jsonb_array_elements_text(coalesce(j #> '{own,carcCodes}', '[]'::jsonb))),
         array(select jsonb_array_elements_text(coalesce(cmd.details->'tags', '[]'::jsonb))),
         (cmd.details->>'payerId')::uuid, (cmd.details->>'patientId')::uuid, cmd.details->>'claimNumber',
         coalesce(cmd.details->>'searchText', ''), coalesce((j #>> '{own,outstandingCents}')::bigint, 0)
  from fresh f join cmd on true
  where (j->>'opening')::boolean
),
changed as (
  update cases c set
    version = f.seq, stage = j->>'stage', stage_since = to_timestamp((j->>'stageSince')::numeric / 1000),
    changed_at = f.at,
    closed_at = case when (j->>'closed')::boolean then coalesce(c.closed_at, f.at) end,
    flags = array(select jsonb_array_elements_text(j->'flags')),
    owner_user_id = (j #>> '{owner,userId}')::uuid, owner_team_id = (j #>> '{owner,teamId}')::uuid,
    assigned_at = case when (j->>'ownerChanged')::boolean then f.at else c.assigned_at end,
    follow_up_on = (j->>'followUpOn')::date, attention_rank = (j->>'attentionRank')::int,
    attention_on = (j->>'attentionOn')::date, next_due_at = to_timestamp((j->>'nextDueAt')::numeric / 1000),
    next_clock = j->>'nextClock', machine_version = (j->>'machineVersion')::int,
    rule_version = (j->>'ruleVersion')::int, allowed = j->'allowed', facts = j->'own', detail = j->'detail',
    state = j->'state', subject = coalesce(j #>> '{own,subject}', c.subject),
    priority = coalesce(j #>> '{own,priority}', c.priority),
    carc_codes = array(select jsonb_array_elements_text(coalesce(j #> '{own,carcCodes}', '[]'::jsonb))),
    outstanding_cents = coalesce((j #>> '{own,outstandingCents}')::bigint, 0)
  from fresh f
  where c.id = f.id and c.version < f.seq and not (j->>'opening')::boolean
),
clocks_gone as (
  delete from clock k using fresh f
  where k.case_id = f.id and f.j->'clocks' <> 'null'::jsonb
    and k.slot not in (select e->>'slot' from jsonb_array_elements(f.j->'clocks') e)
),
clocks_set as (
  insert into clock (case_id, slot, name, rule_id, rule_version, due_at, computed_due_at, explanation, armed_at,
                     armed_by_seq, armed_by_type, moved)
  select f.id, e->>'slot', e->>'name', e->>'ruleId', (e->>'ruleVersion')::int,
         to_timestamp((e->>'dueAt')::numeric / 1000), to_timestamp((e->>'computedDueAt')::numeric / 1000),
         e->'explanation', to_timestamp((e->>'armedAt')::numeric / 1000), (e->>'armedBySeq')::int, e->>'armedByType',
         (e->>'moved')::boolean
  from fresh f, jsonb_array_elements(case when f.j->'clocks' = 'null'::jsonb then '[]'::jsonb else f.j->'clocks' end) e
  on conflict (case_id, slot) do update set
    name = excluded.name, rule_id = excluded.rule_id, rule_version = excluded.rule_version, due_at = excluded.due_at,
    computed_due_at = excluded.computed_due_at, explanation = excluded.explanation, armed_at = excluded.armed_at,
    armed_by_seq = excluded.armed_by_seq, armed_by_type = excluded.armed_by_type, moved = excluded.moved
),
receipt as (
  insert into clock_receipt (case_id, seq, slot, name, rule_id, rule_version, due_at, fired_at, explanation, armed_at,
                             armed_by_seq, armed_by_type, moved)
  select f.id, f.seq, r->>'slot', r->>'name', r->>'ruleId', (r->>'ruleVersion')::int,
         to_timestamp((r->>'dueAt')::numeric / 1000), f.at, r->'explanation',
         to_timestamp((r->>'armedAt')::numeric / 1000), (r->>'armedBySeq')::int, r->>'armedByType', (r->>'moved')::boolean
  from fresh f, lateral (select f.j->'receipt' as r) x
  where f.j->'receipt' <> 'null'::jsonb
),
tasks_closed as (
  update task t set state = 'closed', closed_at = f.at, closed_by_seq = f.seq,
    outcome = coalesce((select e->>'outcome' from jsonb_array_elements(f.j #> '{tasks,close}') e where e->>'key' = t.key),
                       'case-closed')
  from fresh f
  where t.case_id = f.id and t.state = 'open'
    and t.key not in (select e->>'key' from jsonb_array_elements(f.j #> '{tasks,open}') e)
    and ((f.j->>'closed')::boolean
         or t.key in (select e->>'key' from jsonb_array_elements(f.j #> '{tasks,close}') e))
),
tasks_handed_over as (
  update task t set assignee_user_id = (f.j #>> '{owner,userId}')::uuid, assignee_team_id = (f.j #>> '{owner,teamId}')::uuid
  from fresh f
  where t.case_id = f.id and t.state = 'open' and t.follows_owner and (f.j->>'ownerChanged')::boolean
    and not (f.j->>'closed')::boolean
    and t.key not in (select e->>'key' from jsonb_array_elements(f.j #> '{tasks,open}') e)
    and t.key not in (select e->>'key' from jsonb_array_elements(f.j #> '{tasks,close}') e)
),
tasks_opened as (
  insert into task (id, case_id, key, title, reason, state, follows_owner, assignee_user_id, assignee_team_id,
                    assignee_role, priority, due_on, requirement, opened_at, opened_by_seq, receipt_seq)
  select gen_random_uuid(), f.id, e->>'key',
         case when e->>'key' like 'own:%' then coalesce((select left(note, 200) from cmd), e->>'title') else e->>'title' end,
         e->>'reason', 'open', (e->>'followsOwner')::boolean,
         case when (e->>'followsOwner')::boolean then (f.j #>> '{owner,userId}')::uuid end,
         case when (e->>'followsOwner')::boolean then (f.j #>> '{owner,teamId}')::uuid end,
         e->>'role', e->>'priority', (e->>'dueOn')::date, e->>'requirement', f.at, f.seq,
         case when f.j->'receipt' <> 'null'::jsonb then f.seq end
  from fresh f, jsonb_array_elements(f.j #> '{tasks,open}') e
  on conflict (case_id, key) where state = 'open' do update set
    title = excluded.title, reason = excluded.reason, priority = excluded.priority, due_on = excluded.due_on,
    -- What a person handed to somebody stays there.
    assignee_user_id = case when task.assigned_by is null then excluded.assignee_user_id else task.assignee_user_id end,
    assignee_team_id = case when task.assigned_by is null then excluded.assignee_team_id else task.assignee_team_id end
),
claims_gone as (
  delete from case_claim cc using fresh f
  where cc.case_id = f.id and f.j->'claims' <> 'null'::jsonb
    and cc.claim_id not in (select (e->>'claimId')::uuid from jsonb_array_elements(f.j->'claims') e)
),
claims_held as (
  insert into case_claim (case_id, claim_id, submission_id, active)
  select f.id, (e->>'claimId')::uuid, (e->>'submissionId')::uuid, not (f.j->>'closed')::boolean
  from fresh f, jsonb_array_elements(case when f.j->'claims' = 'null'::jsonb then '[]'::jsonb else f.j->'claims' end) e
  on conflict (case_id, claim_id) do update set active = excluded.active, submission_id = excluded.submission_id
),
told as (
  select pg_notify('caseclock', json_build_object('caseId', f.id, 'seq', f.seq, 'kind', f.j->>'kind')::text) from fresh f
)
select (select count(*)::int from fresh) as written,
       (select count(*) from told) as told
`;
