/**
 * Encrypts and opens a stream in authenticated chunks (the STREAM construction over AES-256-GCM): memory is one chunk,
 * and a file that was cut, altered, reordered or joined with another does not open. Knows nothing of what is inside.
 *
 * File: magic 8, salt 32, nonce prefix 7, MAC of these 32; then chunks of 64 KiB, each with its 16-byte tag. A chunk's
 * nonce is prefix | counter (4 bytes) | 1 for the last chunk, else 0; the header is each chunk's associated data.
 */
import { createCipheriv, createDecipheriv, randomBytes, timingSafeEqual } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { BackupError, keysOf, type BackupKeys } from './passphrase';

const MAGIC = Buffer.from('CCLKBAK\x01', 'latin1');
const SALT = 32;
const PREFIX = 7;
const MAC = 32;
const TAG = 16;
export const HEADER_BYTES = MAGIC.length + SALT + PREFIX + MAC;
export const CHUNK_BYTES = 64 * 1024;
const MOST_CHUNKS = 2 ** 32;

/** The file is no backup, or not the one that was written. */
export class BackupDamaged extends BackupError {
  override readonly name = 'BackupDamaged';
}

export class WrongPassphrase extends BackupError {
  override readonly name = 'WrongPassphrase';
}

const damaged = (offset: number) =>
  new BackupDamaged(
    `The backup was cut, changed or damaged near byte ${offset}; nothing of it is used. Take another copy of it.`,
  );

/** Collects bytes and hands them out in pieces; never holds more than what was put in and not yet taken. */
class Bytes {
  #parts: Buffer[] = [];
  length = 0;

  put(part: Buffer): void {
    this.#parts.push(part);
    this.length += part.length;
  }

  take(count: number): Buffer {
    const all = this.#parts.length === 1 ? (this.#parts[0] as Buffer) : Buffer.concat(this.#parts);
    this.#parts = [all.subarray(count)];
    this.length -= count;
    return all.subarray(0, count);
  }
}

abstract class Chunks extends Transform {
  #counter = 0;
  protected prefix: Buffer = Buffer.alloc(PREFIX);

  protected nonce(last: boolean): Buffer {
    if (this.#counter >= MOST_CHUNKS) throw new BackupError('The backup is too large for its format.');
    const nonce = Buffer.alloc(PREFIX + 5);
    this.prefix.copy(nonce);
    nonce.writeUInt32BE(this.#counter++, PREFIX);
    nonce.writeUInt8(last ? 1 : 0, PREFIX + 4);
    return nonce;
  }

  protected attempt(done: TransformCallback, work: () => void): void {
    try {
      work();
      done();
    } catch (error) {
      done(error as Error);
    }
  }
}

class Seal extends Chunks {
  readonly #bytes = new Bytes();

  constructor(
    private readonly keys: BackupKeys,
    private readonly header: Buffer,
    prefix: Buffer,
  ) {
    super();
    this.prefix = prefix;
    this.push(header);
  }

  override _transform(data: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.attempt(done, () => {
      this.#bytes.put(data);
      // The last chunk is marked, so a full one waits until it is known that more follows.
      while (this.#bytes.length > CHUNK_BYTES) this.#seal(this.#bytes.take(CHUNK_BYTES), false);
    });
  }

  override _flush(done: TransformCallback): void {
    this.attempt(done, () => this.#seal(this.#bytes.take(this.#bytes.length), true));
  }

  #seal(chunk: Buffer, last: boolean): void {
    const cipher = createCipheriv('aes-256-gcm', this.keys.stream, this.nonce(last));
    cipher.setAAD(this.header);
    this.push(Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]));
  }
}

class Open extends Chunks {
  readonly #bytes = new Bytes();
  #offset = HEADER_BYTES;

  constructor(
    private readonly keys: BackupKeys,
    private readonly header: Buffer,
  ) {
    super();
    this.prefix = header.subarray(MAGIC.length + SALT, MAGIC.length + SALT + PREFIX);
  }

  override _transform(data: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.attempt(done, () => {
      this.#bytes.put(data);
      while (this.#bytes.length > CHUNK_BYTES + TAG) this.#open(this.#bytes.take(CHUNK_BYTES + TAG), false);
    });
  }

  override _flush(done: TransformCallback): void {
    this.attempt(done, () => this.#open(this.#bytes.take(this.#bytes.length), true));
  }

  #open(sealed: Buffer, last: boolean): void {
    if (sealed.length < TAG) throw damaged(this.#offset);
    const decipher = createDecipheriv('aes-256-gcm', this.keys.stream, this.nonce(last), { authTagLength: TAG });
    decipher.setAAD(this.header);
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
    const plain = decipher.update(sealed.subarray(0, sealed.length - TAG));
    try {
      decipher.final();
    } catch {
      throw damaged(this.#offset);
    }
    this.#offset += sealed.length;
    // Only now: nothing leaves before its chunk has been authenticated.
    this.push(plain);
  }
}

/** A stream that encrypts what is written into it; its output begins with the header. */
export async function sealing(passphrase: string): Promise<Transform> {
  const [salt, prefix] = [randomBytes(SALT), randomBytes(PREFIX)];
  const keys = await keysOf(passphrase, salt);
  const head = Buffer.concat([MAGIC, salt, prefix]);
  return new Seal(keys, Buffer.concat([head, keys.mac(head)]), prefix);
}

/**
 * What opens the rest of a file that begins with this header; make a stream of it for each reading.
 * @throws BackupDamaged when it is no backup; WrongPassphrase.
 */
export async function opening(passphrase: string, header: Buffer): Promise<() => Transform> {
  if (header.length < HEADER_BYTES || !header.subarray(0, MAGIC.length - 1).equals(MAGIC.subarray(0, -1))) {
    throw new BackupDamaged('This file is no Caseclock backup, or its beginning is damaged. Check its name.');
  }
  if (header[MAGIC.length - 1] !== MAGIC[MAGIC.length - 1]) {
    throw new BackupError('This backup has another format than this Caseclock knows. Restore it with a newer version.');
  }
  const [head, mac] = [header.subarray(0, HEADER_BYTES - MAC), header.subarray(HEADER_BYTES - MAC, HEADER_BYTES)];
  const keys = await keysOf(passphrase, head.subarray(MAGIC.length, MAGIC.length + SALT));
  if (!timingSafeEqual(keys.mac(head), mac)) {
    throw new WrongPassphrase('The passphrase does not open this backup (or its first bytes were changed).');
  }
  return () => new Open(keys, header);
}
