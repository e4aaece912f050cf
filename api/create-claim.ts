/** Writes a claim a person enters, with its payer, patient and submissions, in one transaction. */
import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { Caller } from './auth/caller';
import { patientScope } from './auth/linked-scope';
import { checkReferences } from './check-references';
import { practiceOf } from './practice';
import { Problem } from './problem';
import { Statement } from './read/statement';

export interface NewClaim {
  readonly practiceId?: string | undefined;
  readonly number: string;
  readonly payerId?: string | undefined;
  readonly payer?: { readonly name: string; readonly identity?: string | undefined } | undefined;
  readonly patientId?: string | undefined;
  readonly patient?:
    | { readonly name: string; readonly identity?: string | undefined; readonly dateOfBirth?: string | undefined }
    | undefined;
  readonly payerControlNumber?: string | undefined;
  readonly serviceFrom?: string | undefined;
  readonly serviceTo?: string | undefined;
  readonly chargeCents: number;
  readonly outstandingCents?: number | undefined;
  readonly submissions: readonly { readonly payerControl: string; readonly frequencyCode?: string | undefined }[];
}

/**
 * @returns the claim's id.
 * @throws Problem `claim_exists` with the id of the claim that has this practice, number and payer; `invalid`.
 */
export async function createClaim(pool: Pool, caller: Caller, claim: NewClaim): Promise<string> {
  await checkReferences(pool, caller, 'body', { payerId: claim.payerId, patientId: claim.patientId }, []);
  const client = await pool.connect();
  try {
    await client.query('begin');
    const id = await write(client, caller, claim);
    await client.query('commit');
    return id;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

async function write(client: PoolClient, caller: Caller, claim: NewClaim): Promise<string> {
  const { id: practiceId } = await practiceOf(client, caller, 'claim.create', claim.practiceId, 'body.practiceId');
  const payerId = claim.payerId ?? (claim.payer ? await payerOf(client, claim.payer) : null);
  // Postgres takes two nulls for different: without a payer the lock keeps two equal requests apart.
  await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`claim:${practiceId}:${claim.number}`]);
  const existing = await client.query<{ id: string }>(
    'select id from claim where practice_id = $1 and number = $2 and payer_id is not distinct from $3::uuid',
    [practiceId, claim.number, payerId],
  );
  const existingId = existing.rows[0]?.id;
  if (existingId !== undefined) throw new Problem('claim_exists', undefined, { existingId });
  const patientId =
    claim.patientId ?? (claim.patient ? await patientOf(client, caller, practiceId, claim.patient) : null);
  const id = randomUUID();
  await client.query(
    `insert into claim (id, practice_id, number, payer_id, patient_id, payer_control_number, service_from, service_to,
                        charge_cents, outstanding_cents)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      practiceId,
      claim.number,
      payerId,
      patientId,
      claim.payerControlNumber ?? null,
      claim.serviceFrom ?? null,
      claim.serviceTo ?? claim.serviceFrom ?? null,
      claim.chargeCents,
      claim.outstandingCents ?? claim.chargeCents,
    ],
  );
  for (const [index, submission] of claim.submissions.entries()) {
    await client.query(
      'insert into submission (id, claim_id, version, payer_control, frequency_code) values ($1, $2, $3, $4, $5)',
      [randomUUID(), id, index + 1, submission.payerControl, submission.frequencyCode ?? ''],
    );
  }
  return id;
}

/** A payer without an identifier is known by its name, as in remittances. */
async function payerOf(client: PoolClient, payer: NonNullable<NewClaim['payer']>): Promise<string> {
  const identity = payer.identity ?? `name:${payer.name.toLowerCase().replace(/\s+/g, ' ')}`;
  const { rows } = await client.query<{ id: string }>(
    `insert into payer (id, name, identity) values ($1, $2, $3)
     on conflict (identity) do update set identity = excluded.identity returning id`,
    [randomUUID(), payer.name, identity],
  );
  return rows[0]?.id as string;
}

/**
 * Two people may share a name: only an identity makes two entries the same patient. An identity that belongs to a patient
 * of somebody else's location becomes a patient of this one, or its name could be learned by trying identities.
 */
async function patientOf(
  client: PoolClient,
  caller: Caller,
  practiceId: string,
  patient: NonNullable<NewClaim['patient']>,
): Promise<string> {
  const { name, identity, dateOfBirth } = patient;
  const insert = async (as: string | null) => {
    const { rows } = await client.query<{ id: string }>(
      `insert into patient (id, name, identity, birth_date) values ($1, $2, $3, $4)
       on conflict (identity) do nothing returning id`,
      [randomUUID(), name, as, dateOfBirth ?? null],
    );
    return rows[0]?.id ?? null;
  };
  const known = async (as: string, scope: (s: Statement) => string) => {
    const s = new Statement();
    const { rows } = await client.query<{ id: string }>(
      `select n.id from patient n where n.identity = ${s.value(as)} and ${scope(s)}`,
      s.values,
    );
    return rows[0]?.id ?? null;
  };
  const here = `${practiceId}/${identity}`;
  const found =
    (await insert(identity ?? null)) ??
    (await known(identity ?? '', (s) => patientScope(caller, s))) ??
    (await insert(here)) ??
    (await known(here, () => 'true'));
  if (found === null) throw new Error('A patient was neither found nor created.');
  return found;
}
