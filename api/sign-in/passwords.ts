/** Hashes and checks passwords with scrypt, a few at a time; knows no user and no rule. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { Problem } from '../problem';

const R = 8;
const P = 3;
const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Each takes a thread of Node's four: the others keep serving files, names and sockets. */
const AT_ONCE = 2;
/** At a tenth of a second each, ten seconds of waiting; whoever comes later is told to come back. */
const MOST_WAITING = 200;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MOST_WAITING) throw new Problem('rate_limited', undefined, {}, { 'Retry-After': '10' });
    // The one that ends hands its place on, so that `running` stays.
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

function derive(password: string, salt: Buffer, cost: { N: number; r: number; p: number }): Promise<Buffer> {
  const { N, r, p } = cost;
  return new Promise((resolve, reject) => {
    // Two forms of the same letter are one letter; nothing is cut off.
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/** @param N cost, a power of two. @returns `scrypt$N$r$p$salt$hash`, the last two in base64url. */
export async function hashPassword(password: string, N: number): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await inTurn(() => derive(password, salt, { N, r: R, p: P }));
  return ['scrypt', N, R, P, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/**
 * True when the password belongs to the hash. Without a hash it does the same work and says false, so that an account
 * that does not exist answers as slowly as one that does.
 */
export async function verifyPassword(password: string, stored: string | null, N: number): Promise<boolean> {
  const [, n, r, p, salt, hash] = (stored ?? '').split('$');
  const known = hash === undefined || salt === undefined ? null : { salt, hash };
  const cost = known ? { N: Number(n), r: Number(r), p: Number(p) } : { N, r: R, p: P };
  const saltBytes = known ? Buffer.from(known.salt, 'base64url') : Buffer.alloc(SALT_BYTES);
  const derived = await inTurn(() => derive(password, saltBytes, cost));
  const expected = known ? Buffer.from(known.hash, 'base64url') : Buffer.alloc(HASH_BYTES);
  const same = derived.length === expected.length && timingSafeEqual(derived, expected);
  return known !== null && same;
}
