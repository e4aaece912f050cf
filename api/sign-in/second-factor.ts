/** The second factor: codes of an authenticator application (RFC 6238) and recovery codes, each good once. */
import { randomBytes } from 'node:crypto';
import { generateSecret, generateURI, verify } from 'otplib';
import { hashOfToken } from '../auth/tokens';
import type { ApiDeps } from '../deps';
import { Problem } from '../problem';
import { CODE_LIMIT, succeeded, takeTurn } from './throttle';
import { deviceOf } from './devices';
import type { Visit } from './visit';

const STEP_SECONDS = 30;
const SECRET_BYTES = 20;
const RECOVERY_CODES = 10;
/** Letters and digits that nobody takes for another (Crockford); 28 of 32 are 140 bits: enough for a plain hash. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RECOVERY_LENGTH = 28;

export type Proof = { readonly code: string } | { readonly recoveryCode: string };

export interface Enrolment {
  /** Base32, to type by hand. */
  readonly secret: string;
  /** otpauth://, to open on a telephone or to draw as a QR code. */
  readonly uri: string;
}

export async function hasSecondFactor(deps: ApiDeps, userId: string): Promise<boolean> {
  const text = 'select 1 from auth_totp where user_id = $1 and confirmed_at is not null';
  return (await deps.db.pool.query({ name: 'has-factor', text, values: [userId] })).rowCount === 1;
}

/** A new secret that waits for its first code. @throws Problem conflict when a factor is there: remove it first. */
export async function beginEnrolment(deps: ApiDeps, userId: string): Promise<Enrolment> {
  const secret = generateSecret({ length: SECRET_BYTES });
  const { rows } = await deps.db.pool.query<{ email: string }>({
    name: 'begin-enrolment',
    text: `with made as (
             insert into auth_totp as t (user_id, secret, created_at) values ($1, $2, $3)
             on conflict (user_id) do update set secret = excluded.secret, created_at = excluded.created_at, last_step = 0
             where t.confirmed_at is null returning user_id)
           select u.email from made join app_user u on u.id = made.user_id`,
    values: [userId, deps.signIn.seal.seal(`totp ${userId}`, secret), new Date(deps.now())],
  });
  const email = rows[0]?.email;
  if (email === undefined) throw new Problem('conflict', 'There is a second factor already. Remove it first.');
  return { secret, uri: generateURI({ issuer: 'Caseclock', label: email, secret }) };
}

/** @returns the recovery codes, shown this once. @throws Problem code_refused */
export async function confirmEnrolment(deps: ApiDeps, userId: string, code: string): Promise<string[]> {
  if (!(await takeCode(deps, userId, code, false))) throw new Problem('code_refused');
  const text = 'update auth_totp set confirmed_at = $2 where user_id = $1 and confirmed_at is null';
  const { rowCount } = await deps.db.pool.query({
    name: 'confirm-factor',
    text,
    values: [userId, new Date(deps.now())],
  });
  if (rowCount !== 1) throw new Problem('code_refused');
  return newRecoveryCodes(deps, userId);
}

export async function removeSecondFactor(deps: ApiDeps, userId: string): Promise<void> {
  await deps.db.pool.query(
    `with codes as (delete from auth_recovery_code where user_id = $1) delete from auth_totp where user_id = $1`,
    [userId],
  );
}

/** Ten new codes; the earlier ones are void. */
export async function newRecoveryCodes(deps: ApiDeps, userId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, recoveryCode);
  const client = await deps.db.pool.connect();
  try {
    await client.query('begin');
    await client.query('delete from auth_recovery_code where user_id = $1', [userId]);
    await client.query('insert into auth_recovery_code (user_id, code_hash) select $1, unnest($2::text[])', [
      userId,
      codes.map((code) => hashOfToken(plainCode(code))),
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  return codes;
}

/**
 * True when the proof is right and was not used before. Counts tries per person, from a known browser apart, so that
 * whoever guesses elsewhere does not keep the owner out.
 */
export async function proves(visit: Visit, userId: string, proof: Proof): Promise<boolean> {
  const { deps } = visit;
  const device = await deviceOf(visit);
  const who = device?.userId === userId ? `device ${device.id}` : `person ${userId}`;
  const key = deps.signIn.seal.mac(`${'code' in proof ? 'code' : 'recovery'} ${who}`);
  const turn = await takeTurn(deps.db.pool, key, CODE_LIMIT, deps.now());
  if (!turn.admitted) return false;
  const right =
    'code' in proof
      ? await takeCode(deps, userId, proof.code, true)
      : await takeRecoveryCode(deps, userId, proof.recoveryCode);
  if (right) await succeeded(deps.db.pool, key);
  return right;
}

/** Takes a code of these thirty seconds, once. One of the step before is not taken: it would live longer than it shows. */
async function takeCode(deps: ApiDeps, userId: string, code: string, confirmed: boolean): Promise<boolean> {
  const { rows } = await deps.db.pool.query<{ secret: string; lastStep: number }>({
    name: 'factor-of',
    text: `select secret, last_step as "lastStep" from auth_totp
           where user_id = $1 and (confirmed_at is not null) = $2`,
    values: [userId, confirmed],
  });
  const row = rows[0];
  const secret = row ? deps.signIn.seal.open(`totp ${userId}`, row.secret) : null;
  const token = code.replace(/\s/g, '');
  if (!row || secret === null || !/^\d{6}$/.test(token)) return false;
  const epoch = Math.floor(deps.now() / 1000);
  const result = await verify({ secret, token, epoch, epochTolerance: 0, period: STEP_SECONDS });
  if (!result.valid) return false;
  const step = Math.floor(epoch / STEP_SECONDS) + result.delta;
  // The condition decides between two requests with the same code.
  const text = 'update auth_totp set last_step = $2 where user_id = $1 and last_step < $2';
  return (await deps.db.pool.query({ name: 'take-code', text, values: [userId, step] })).rowCount === 1;
}

async function takeRecoveryCode(deps: ApiDeps, userId: string, code: string): Promise<boolean> {
  const { rowCount } = await deps.db.pool.query({
    name: 'take-recovery-code',
    text: 'update auth_recovery_code set used_at = $3 where user_id = $1 and code_hash = $2 and used_at is null',
    values: [userId, hashOfToken(plainCode(code)), new Date(deps.now())],
  });
  return rowCount === 1;
}

/** `4F7K-...`: seven groups of four. */
function recoveryCode(): string {
  const letters = [...randomBytes(RECOVERY_LENGTH)].map((byte) => LETTERS[byte % LETTERS.length] ?? '');
  return (letters.join('').match(/.{4}/g) ?? []).join('-');
}

/** As typed: small letters, spaces, O for 0, I and L for 1. */
const plainCode = (code: string): string =>
  code
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
