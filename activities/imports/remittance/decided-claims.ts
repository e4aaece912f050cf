/** Lists the posted claims of an import that a denial case has to know of, in the order of the file; it changes nothing. */
import type { Pool } from 'pg';

/** What the payer decided on a claim, with what a case needs to know; money in cents, days as ISO dates. Holds PHI. */
export interface DecidedClaim {
  readonly id: string;
  readonly identity: string;
  readonly transaction: number;
  readonly position: number;
  /** Its row in the report. */
  readonly row: number;
  readonly claimId: string;
  readonly number: string;
  readonly classification: string;
  readonly deniedCents: number;
  readonly denialCodes: readonly string[];
  readonly subject: string | null;
  readonly remarkCodes: readonly string[];
  /** What the claim was paid by this row, less what a reversal of the same payment took back. */
  readonly netPaidCents: number;
  /** A decision on the same claim stands in the same payment: a reversal is then only half of a correction. */
  readonly decidedBeside: boolean;
  /** Payment date, or the day of import; never after today in the practice's zone. */
  readonly decidedOn: string;
  readonly serviceFrom: string | null;
  readonly payerControlNumber: string | null;
  readonly payerId: string;
  readonly payerName: string;
  readonly payerClass: string;
  readonly followUpIntervalDays: number | null;
  readonly appealWindowDays: number | null;
  readonly patientId: string | null;
  readonly patientName: string;
  readonly birthDate: string | null;
  readonly memberId: string | null;
}

const PAGE = 256;

/** The next page after a place in the file; told claims are left out, so that a resumed import goes on. */
export async function nextDecidedClaims(
  pool: Pool,
  importId: string,
  zone: string,
  after: { readonly transaction: number; readonly position: number },
): Promise<DecidedClaim[]> {
  const { rows } = await pool.query<DecidedClaim>(
    `select rc.id, rc.identity, t.position as transaction, rc.position,
            (ip.counts->>'firstRow')::int + rc.position - 1 as row, rc.claim_id as "claimId", rc.number,
            rc.classification, rc.denied_cents::float8 as "deniedCents", rc.denial_codes as "denialCodes",
            rc.detail->>'subject' as subject, rc.remark_codes as "remarkCodes",
            (select sum(o.paid_cents)::float8 from remit_claim o where o.transaction_id = rc.transaction_id
               and o.claim_id = rc.claim_id and (o.id = rc.id or o.classification = 'reversal')) as "netPaidCents",
            exists (select 1 from remit_claim o where o.transaction_id = rc.transaction_id and o.claim_id = rc.claim_id
               and o.classification <> 'reversal' and o.id <> rc.id) as "decidedBeside",
            to_char(least(coalesce(t.payment_on, (t.at at time zone $3)::date), (now() at time zone $3)::date),
                    'YYYY-MM-DD') as "decidedOn",
            to_char(rc.service_from, 'YYYY-MM-DD') as "serviceFrom", rc.payer_control_number as "payerControlNumber",
            t.payer_id as "payerId", t.payer_name as "payerName", pay.payer_class as "payerClass",
            pay.follow_up_interval_days as "followUpIntervalDays", pay.appeal_window_days as "appealWindowDays",
            c.patient_id as "patientId", rc.patient_name as "patientName",
            to_char(p.birth_date, 'YYYY-MM-DD') as "birthDate", rc.detail->>'memberId' as "memberId"
     from remit_transaction t
     join remit_claim rc on rc.transaction_id = t.id
     join import_part ip on ip.import_id = t.import_id and ip.n = t.position
     join claim c on c.id = rc.claim_id
     join payer pay on pay.id = t.payer_id
     left join patient p on p.id = c.patient_id
     where t.import_id = $1 and t.state = 'posted' and rc.told_at is null and (t.position, rc.position) > ($4, $5)
       and (rc.classification in ('denied', 'under-paid')
            or exists (select 1 from case_claim k where k.claim_id = rc.claim_id and k.active)
            or exists (select 1 from remit_claim o join remit_transaction ot on ot.id = o.transaction_id
                       where o.claim_id = rc.claim_id and ot.import_id = $1
                         and o.classification in ('denied', 'under-paid')))
     order by t.position, rc.position limit $2`,
    [importId, PAGE, zone, after.transaction, after.position],
  );
  return rows;
}

/** The case that is active on a claim now. */
export async function activeCaseOf(pool: Pool, claimId: string): Promise<string | null> {
  const { rows } = await pool.query<{ caseId: string }>(
    'select case_id as "caseId" from case_claim where claim_id = $1 and active',
    [claimId],
  );
  return rows[0]?.caseId ?? null;
}
