/** Seals small secrets (AES-256-GCM) and makes keyed hashes, from the process's secrets; the newest seals, all open. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

const IV_BYTES = 12;
const TAG_BYTES = 16;

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

export interface Seal {
  /** @param purpose what it is for; it opens for the same purpose only. */
  seal(purpose: string, text: string): string;
  /** Null when it was altered, sealed for something else, or with a secret that is gone. */
  open(purpose: string, sealed: string): string | null;
  /** A name that says nothing about what it names, the same in every process with the same newest secret. */
  mac(text: string): string;
}

export function makeSeal(secrets: readonly string[]): Seal {
  const keys = secrets.map((secret) => ({
    id: derive(secret, 'key id', 4).toString('hex'),
    bytes: derive(secret, 'seal', 32),
  }));
  const macKey = derive(secrets[0] ?? '', 'mac', 32);
  const newest = keys[0];
  if (secrets.length === 0 || !newest) throw new Error('Sign-in needs at least one secret.');
  return {
    seal(purpose, text) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', newest.bytes, iv).setAAD(Buffer.from(purpose));
      const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${newest.id}.${Buffer.concat([iv, cipher.getAuthTag(), content]).toString('base64url')}`;
    },
    open(purpose, sealed) {
      const [id, content] = sealed.split('.');
      const key = keys.find((one) => one.id === id);
      return key && content !== undefined ? unsealed(key, purpose, Buffer.from(content, 'base64url')) : null;
    },
    mac: (text) => createHmac('sha256', macKey).update(text).digest('base64url'),
  };
}

function unsealed(key: Key, purpose: string, bytes: Buffer): string | null {
  if (bytes.length < IV_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(purpose))
    .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

const derive = (secret: string, use: string, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `caseclock sign-in ${use}`, bytes));
