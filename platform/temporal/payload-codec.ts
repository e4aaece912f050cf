/** Encrypts payloads with AES-256-GCM before they leave the process, and decrypts what comes back. Holds no key itself. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import type { KeyRing } from '../keys/key-ring';

const CIPHER = 'aes-256-gcm';
const ENCODING = 'binary/encrypted';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Metadata in which a payload names its key. */
export const KEY_ID_METADATA = 'encryption-key-id';

const proto = temporal.api.common.v1.Payload;
const text = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString('utf8');
/** Bound to the ciphertext, so that neither can be exchanged unseen. */
const bound = (keyId: string): Buffer => Buffer.from(`caseclock payload 1\n${ENCODING}\n${keyId}`);

/** A payload that does not decrypt: it was changed, or another key stands under its key's id. */
export class DamagedPayloadError extends Error {
  override readonly name = 'DamagedPayloadError';
  constructor(readonly keyId: string) {
    super(
      `A payload of the key "${keyId}" cannot be decrypted: it was changed, or CASECLOCK_KEYS holds another key under ` +
        'this id. Compare the fingerprint in `npx caseclock keys list` with that of the process that wrote it.',
    );
  }
}

/** The id of the key that a stored payload is encrypted with; null when it is not encrypted. */
export const keyIdOf = (payload: Payload): string | null =>
  text(payload.metadata?.['encoding']) === ENCODING ? text(payload.metadata?.[KEY_ID_METADATA]) : null;

/**
 * Data is nonce (12 bytes), ciphertext, tag (16 bytes); the plaintext is the whole payload, its own metadata included.
 * Payloads written before encryption pass unchanged when they are decoded.
 */
export class EncryptionCodec implements PayloadCodec {
  constructor(private readonly ring: KeyRing) {}

  async encode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => this.#encrypt(payload));
  }

  /** @throws MissingKeyError, DamagedPayloadError */
  async decode(payloads: Payload[]): Promise<Payload[]> {
    return payloads.map((payload) => this.#decrypt(payload));
  }

  #encrypt(payload: Payload): Payload {
    const { id, secret } = this.ring.current();
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, secret, nonce).setAAD(bound(id));
    const sealed = cipher.update(proto.encode(payload).finish());
    cipher.final();
    return {
      metadata: { encoding: Buffer.from(ENCODING), [KEY_ID_METADATA]: Buffer.from(id) },
      data: Buffer.concat([nonce, sealed, cipher.getAuthTag()]),
    };
  }

  #decrypt(payload: Payload): Payload {
    const keyId = keyIdOf(payload);
    if (keyId === null) return payload;
    const { secret } = this.ring.find(keyId);
    const data = payload.data ?? new Uint8Array();
    if (data.length < NONCE_BYTES + TAG_BYTES) throw new DamagedPayloadError(keyId);
    try {
      const decipher = createDecipheriv(CIPHER, secret, data.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
      decipher.setAAD(bound(keyId)).setAuthTag(data.subarray(data.length - TAG_BYTES));
      const opened = decipher.update(data.subarray(NONCE_BYTES, data.length - TAG_BYTES));
      decipher.final();
      return proto.decode(opened);
    } catch {
      throw new DamagedPayloadError(keyId);
    }
  }
}
