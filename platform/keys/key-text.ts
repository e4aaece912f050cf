/** Reads and writes encryption keys as text, "id:base64url, id:base64url": the first is the current one. Touches no file. */
import { createHash, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';

const KEY_BYTES = 32;
export const KEY_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;

/** A key of AES-256 and the name under which payloads remember it. */
export interface EncryptionKey {
  readonly id: string;
  readonly secret: KeyObject;
}

/** The keys cannot be used; the message says which entry and what it must be, never a key. */
export class KeyRingError extends Error {
  override readonly name = 'KeyRingError';
}

/** Keys from text, separated by commas or white space. @throws KeyRingError naming the entry by its place. */
export function parseKeys(text: string): readonly EncryptionKey[] {
  const entries = text.split(/[\s,]+/).filter(Boolean);
  if (entries.length === 0) throw new KeyRingError('There is no encryption key. Give at least one as id:base64url.');
  const keys = entries.map((entry, n) => parseKey(entry, n + 1));
  for (const [n, { id, secret }] of keys.entries()) {
    const same = keys.findIndex((other, m) => m < n && (other.id === id || other.secret.equals(secret)));
    if (same >= 0) {
      throw new KeyRingError(
        `Encryption keys ${same + 1} and ${n + 1} have the same id or the same bytes. Remove one.`,
      );
    }
  }
  return keys;
}

function parseKey(entry: string, place: number): EncryptionKey {
  const [id = '', secret = '', ...rest] = entry.split(':');
  if (rest.length > 0 || !KEY_ID.test(id) || !/^[A-Za-z0-9_-]+$/.test(secret)) {
    throw new KeyRingError(
      `Encryption key ${place} must be id:base64url, its id of letters, digits, dots and dashes (at most 40).`,
    );
  }
  const bytes = Buffer.from(secret, 'base64url');
  if (bytes.length !== KEY_BYTES) {
    throw new KeyRingError(
      `Encryption key ${place} ("${id}") has ${bytes.length} bytes; it must have ${KEY_BYTES}. ` +
        '`npx caseclock keys new` makes one.',
    );
  }
  return { id, secret: createSecretKey(bytes) };
}

/** The text of a key, as `parseKeys` reads it. It is the secret itself: for files and for the one who asked for a key. */
export const keyText = ({ id, secret }: EncryptionKey): string => `${id}:${secret.export().toString('base64url')}`;

/** A new random key, named after its day so that the age of a key is seen. */
export function newKey(now: Date): EncryptionKey {
  const id = `${now.toISOString().slice(0, 10)}-${randomBytes(3).toString('hex')}`;
  return { id, secret: createSecretKey(randomBytes(KEY_BYTES)) };
}

/** Eight hex digits by which two people can see that they have the same key; 256 random bits cannot be guessed from it. */
export const fingerprintOf = ({ secret }: EncryptionKey): string =>
  createHash('sha256').update(secret.export()).digest('hex').slice(0, 8);
