/** What the database knows of the cases that rows may be about, read by claim number many at a time. */
import type { Pool } from 'pg';
import { z } from 'zod';
import { claimKeyOf } from './audit-row';

const text = z.string().nullable().catch(null);

const KnownAuthorization = z.object({
  authorizationId: z.string(),
  startsOn: z.string(),
  endsOn: text,
  visitsLimit: z.number().nullable(),
  withdrawnOn: text,
  used: z.number(),
});
export type KnownAuthorization = z.infer<typeof KnownAuthorization>;

const Facts = z.object({
  service: z.string().catch('treatment'),
  lastContactOn: text,
  treatmentCompletedOn: text,
  treatmentStatus: text,
  lastClaimOn: text,
  lastPaymentOn: text,
  returnToWorkOn: text,
  reauthorizationStatus: text,
  reauthorizationReceivedOn: text,
});
const Detail = z.object({
  authorizations: z.array(KnownAuthorization).catch([]),
  visits: z.array(z.object({ visitId: z.string(), on: z.string(), status: z.string() })).catch([]),
});

export interface KnownCase extends z.infer<typeof Facts>, z.infer<typeof Detail> {
  readonly caseId: string;
  readonly closed: boolean;
  readonly stage: string;
  readonly revision: number;
  readonly jurisdiction: string;
  readonly followUpOn: string | null;
  /** As stored: the schema of details decides what of it counts. */
  readonly details: Readonly<Record<string, unknown>>;
}

interface Row {
  id: string;
  claim: string;
  closed: boolean;
  stage: string;
  revision: number;
  jurisdiction: string;
  followUpOn: string | null;
  facts: unknown;
  detail: unknown;
  details: Record<string, unknown>;
}

/**
 * The practice's WC cases, open and closed, by the key of their claim number. One statement for all keys.
 * @throws database errors, which may be tried again.
 */
export async function findCases(
  pool: Pool,
  practiceId: string,
  keys: readonly string[],
): Promise<Map<string, KnownCase[]>> {
  const { rows } = await pool.query<Row>(
    `select id, claim_number as claim, closed_at is not null as closed, stage, revision, jurisdiction,
            to_char(follow_up_on, 'YYYY-MM-DD') as "followUpOn", facts, detail, details
     from cases
     where kind = 'wc' and practice_id = $1 and claim_number is not null
       and regexp_replace(upper(claim_number), '[^A-Z0-9]', '', 'g') = any($2::text[])
     order by closed_at nulls first, opened_at, id`,
    [practiceId, keys],
  );
  const found = new Map<string, KnownCase[]>();
  for (const { id, claim, facts, detail, ...row } of rows) {
    const key = claimKeyOf(claim);
    const known: KnownCase = { caseId: id, ...row, ...Facts.parse(facts), ...Detail.parse(detail) };
    found.set(key, [...(found.get(key) ?? []), known]);
  }
  return found;
}
