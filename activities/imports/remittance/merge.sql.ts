/** The statements that move staged transactions into the tables of record. All run in one database transaction, in this order. */

/** $1 practice id, $2 import id wherever they occur; every statement of the merge gets both. */

export const INSERT_PAYERS = `
insert into payer (id, name, identity)
select gen_random_uuid(), min(payer_name), payer_identity from stage_transaction
group by payer_identity order by payer_identity
on conflict (identity) do nothing`;

/**
 * What becomes of each transaction: the same identity was imported before (or stands in this file twice), it does not
 * balance, or the same payer used the trace number for another content, or it is posted.
 */
export const JUDGE_TRANSACTIONS = `
create temp table merge_transaction on commit drop as
select s.*, p.id as payer_id,
       case when s.copy > 1 or exists (select 1 from remit_transaction t where t.identity = s.identity) then 'already-imported'
            when not s.balanced then 'held'
            when s.trace_number <> '' and (s.same_trace > 1 or exists (
              select 1 from remit_transaction t where t.payer_id = p.id and t.trace_number = s.trace_number)) then 'held'
            else 'posted' end as outcome
from (select *, row_number() over (partition by identity order by n) as copy,
             row_number() over (partition by payer_identity, trace_number order by n) as same_trace
      from stage_transaction) s
left join payer p on p.identity = s.payer_identity`;

/** Another import may have brought the same payment since it was judged: whoever commits first has it. */
export const INSERT_TRANSACTIONS = `
with ins as (
  insert into remit_transaction (id, import_id, identity, payer_id, payer_name, payee_name, payee_identifier,
    trace_number, payment_method, payment_on, bpr_cents, clp_cents, plb_cents, difference_cents, claim_count, position,
    state)
  select id, $2, identity, payer_id, payer_name, payee_name, payee_identifier, trace_number, method, payment_on, bpr,
         clp, plb, difference, claims, n, outcome
  from merge_transaction where outcome <> 'already-imported' order by identity
  on conflict do nothing returning id)
update merge_transaction m set outcome = 'already-imported'
where outcome <> 'already-imported' and not exists (select 1 from ins where ins.id = m.id)`;

export const PICK_CLAIMS = `
create temp table merge_claim on commit drop as
select c.*, t.id as transaction_id, t.payer_id, t.outcome, t.first_row + c.position - 1 as row,
       t.outcome = 'posted' and c.number <> '' as posts
from stage_claim c join merge_transaction t on t.n = c.n`;

export const INSERT_PATIENTS = `
insert into patient (id, name, identity)
select gen_random_uuid(), patient_name, patient_identity
from (select distinct on (patient_identity) patient_identity, patient_name from merge_claim
      where posts order by patient_identity, n, position) c
on conflict (identity) do nothing`;

export const INSERT_CLAIMS = `
with ins as (
  insert into claim (id, practice_id, number, payer_id, patient_id, payer_control_number, service_from, service_to,
                     charge_cents)
  select gen_random_uuid(), $1, c.number, c.payer_id, p.id, c.payer_control, c.service_from, c.service_to, c.charge
  from (select distinct on (number, payer_id) * from merge_claim where posts order by number, payer_id, n, position) c
  left join patient p on p.identity = c.patient_identity
  on conflict (practice_id, number, payer_id) do nothing returning id)
insert into merge_fresh select id from ins`;

/** A claim that came before in another payment of the same payer and trace is not posted a second time. */
export const INSERT_REMIT_CLAIMS = `
with ins as (
  insert into remit_claim (id, transaction_id, identity, position, claim_id, number, status_code, classification,
    charge_cents, paid_cents, patient_responsibility_cents, filing_indicator, payer_control_number, patient_name,
    patient_identity, service_from, service_to, remark_codes, denied_cents, denial_codes, is_correction, detail)
  select c.id, c.transaction_id, c.identity, c.position, cl.id, c.number, c.status_code, c.classification, c.charge,
         c.paid, c.patient_resp, c.filing, c.payer_control, c.patient_name, c.patient_identity, c.service_from,
         c.service_to, c.remark_codes, c.denied, c.denial_codes, c.is_correction, c.detail
  from merge_claim c
  left join claim cl on c.posts and cl.practice_id = $1 and cl.number = c.number and cl.payer_id = c.payer_id
  where c.outcome <> 'already-imported'
  order by c.n, c.position
  on conflict do nothing returning id, transaction_id, claim_id)
insert into merge_new select ins.id, t.n, ins.claim_id from ins join merge_transaction t on t.id = ins.transaction_id
  and t.outcome <> 'already-imported'`;

export const INSERT_LINES = `
insert into remit_line (id, remit_claim_id, position, procedure_code, qualifier, modifiers, revenue_code, charge_cents,
  paid_cents, units, service_from, service_to, line_control, remark_codes, detail)
select gen_random_uuid(), l.claim, l.position, l.procedure_code, l.qualifier, l.modifiers, l.revenue_code, l.charge,
       l.paid, l.units, l.service_from, l.service_to, l.line_control, l.remark_codes, l.detail
from stage_line l join merge_new m on m.id = l.claim and m.n = l.n`;

export const INSERT_ADJUSTMENTS = `
insert into remit_adjustment (id, remit_claim_id, line_position, group_code, carc, amount_cents, quantity)
select gen_random_uuid(), a.claim, a.line_position, a.group_code, a.carc, a.amount, a.quantity
from stage_adjustment a join merge_new m on m.id = a.claim and m.n = a.n`;

export const INSERT_PROVIDER_ADJUSTMENTS = `
insert into remit_provider_adjustment (id, transaction_id, provider_id, fiscal_period_on, reason, reference, amount_cents)
select gen_random_uuid(), t.id, b.provider_id, b.fiscal_period_on, b.reason, b.reference, b.amount
from stage_plb b join merge_transaction t on t.n = b.n where t.outcome <> 'already-imported'`;

/** A version per payer's control number and frequency; a reversal names the version it takes back and makes none. */
export const INSERT_SUBMISSIONS = `
insert into submission (id, claim_id, version, payer_control, frequency_code)
select gen_random_uuid(), x.claim_id,
       coalesce((select max(version) from submission s where s.claim_id = x.claim_id), 0)
         + row_number() over (partition by x.claim_id order by x.first_row), x.control, x.frequency
from (select m.claim_id, coalesce(c.payer_control, '') as control, c.frequency, min(c.row) as first_row,
             bool_and(c.is_reversal) as reversal
      from merge_new m join merge_claim c on c.id = m.id and c.n = m.n
      where m.claim_id is not null group by 1, 2, 3) x
where not exists (select 1 from submission s where s.claim_id = x.claim_id and s.payer_control = x.control
                    and (s.frequency_code = x.frequency or x.reversal))
on conflict do nothing`;

/**
 * A claim's money from its posted remittances: what was paid is their sum, so a reversal takes back and a correction
 * replaces; what is outstanding is what the latest decision refused.
 */
export const recomputeClaims = (touched: string) => `
with mine as (
  select rc.*, row_number() over (partition by rc.claim_id
           order by t.payment_on desc nulls last, t.at desc, t.position desc, rc.position desc) as age
  from remit_claim rc join remit_transaction t on t.id = rc.transaction_id
  where rc.claim_id in (${touched}) and t.state = 'posted'
), sums as (
  select claim_id, sum(paid_cents) as paid, min(service_from) as service_from, max(service_to) as service_to,
         min(age) filter (where classification <> 'reversal') as decided
  from mine group by claim_id)
update claim c set
  paid_cents = s.paid,
  charge_cents = coalesce(d.charge_cents, c.charge_cents),
  patient_responsibility_cents = case when l.classification = 'reversal' then 0 else coalesce(d.patient_responsibility_cents, 0) end,
  outstanding_cents = case when l.classification = 'reversal' then greatest(coalesce(d.charge_cents, c.charge_cents) - s.paid, 0)
                           else l.denied_cents end,
  status = l.classification,
  payer_control_number = coalesce(l.payer_control_number, c.payer_control_number),
  service_from = coalesce(s.service_from, c.service_from),
  service_to = coalesce(s.service_to, c.service_to)
from sums s
join mine l on l.claim_id = s.claim_id and l.age = 1
left join mine d on d.claim_id = s.claim_id and d.age = s.decided
where c.id = s.claim_id`;

export const RECOMPUTE_TOUCHED = recomputeClaims('select claim_id from merge_new');

const REPORT_CONFLICT = `
on conflict (import_id, row) do update
  set outcome = excluded.outcome, reasons = excluded.reasons, case_id = excluded.case_id`;

const WHY_NOT_POSTED = `
case when c.outcome = 'already-imported' then '[{"code":"already_imported","message":"The payment was imported before."}]'::jsonb
     when c.outcome = 'held' then '[{"code":"held","message":"Stored, not posted: its payment is on the exception list."}]'::jsonb
     else '[]'::jsonb end`;

export const REPORT_ROWS = `
insert into import_row (import_id, row, outcome, reasons)
select $2, c.row,
       case when c.outcome = 'already-imported' then 'unchanged'
            when c.outcome = 'held' or c.number = '' then 'refused'
            when m.id is null then 'unchanged'
            when f.id is not null and row_number() over (partition by f.id order by c.row) = 1 then 'created'
            else 'updated' end,
       c.reasons || ${WHY_NOT_POSTED}
from merge_claim c
left join merge_new m on m.id = c.id and m.n = c.n
left join merge_fresh f on f.id = m.claim_id ${REPORT_CONFLICT}`;

const FORETOLD_CASE = `
case when c.outcome <> 'posted' or c.classification not in ('denied', 'under-paid') or c.number = '' then '[]'::jsonb
     when exists (select 1 from case_claim k where k.claim_id = cl.id and k.active)
       then '[{"code":"case_would_join","message":"Would join the open case of this claim."}]'::jsonb
     else '[{"code":"case_would_open","message":"Would open a denial case."}]'::jsonb end`;

/** The same report, foretold: nothing but the report is written. */
export const FORETELL_ROWS = `
insert into import_row (import_id, row, outcome, reasons)
select $2, c.row,
       case when c.outcome = 'already-imported' then 'unchanged'
            when c.outcome = 'held' or c.number = '' then 'refused'
            when exists (select 1 from remit_claim r where r.identity = c.identity) then 'unchanged'
            when cl.id is null and row_number() over (partition by c.number, c.payer_id order by c.row) = 1 then 'created'
            else 'updated' end,
       c.reasons || ${WHY_NOT_POSTED} || ${FORETOLD_CASE}
from merge_claim c
left join claim cl on cl.practice_id = $1 and cl.number = c.number and cl.payer_id = c.payer_id ${REPORT_CONFLICT}`;

export const REPORT_PARTS = `
insert into import_part (import_id, n, outcome, counts)
select $2, n, outcome, counts || jsonb_build_object('contradicts', balanced and outcome = 'held') from merge_transaction
on conflict (import_id, n) do nothing`;
