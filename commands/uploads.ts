/** Keeps uploaded files in Postgres as chunks, so that any worker on any host can read them; it looks into none. */
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';

const CHUNK_BYTES = 1_048_576;
/** Largest file that is taken: 300 MB. */
export const MAX_UPLOAD_BYTES = 300 * CHUNK_BYTES;

/** The file cannot be stored; `code` is `file_empty` or `file_too_large`. */
export class UploadRefused extends Error {
  override readonly name = 'UploadRefused';
  constructor(
    readonly code: 'file_empty' | 'file_too_large',
    message: string,
  ) {
    super(message);
  }
}

/**
 * Stores a stream as it comes, 1 MB at a time; the sender waits while the database is slow, so memory does not grow.
 * @returns SHA-256 (hex) and size of the whole.
 * @throws UploadRefused for nothing or too much; whatever the source throws when it breaks off.
 */
export async function storeUpload(
  pool: Pool,
  importId: string,
  source: AsyncIterable<Uint8Array>,
  maxBytes: number = MAX_UPLOAD_BYTES,
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  let bytes = 0;
  let n = 0;
  const flush = async () => {
    if (waitingBytes === 0) return;
    const chunk = Buffer.concat(waiting, waitingBytes);
    waiting = [];
    waitingBytes = 0;
    await pool.query('insert into import_chunk (import_id, n, bytes) values ($1, $2, $3)', [importId, n, chunk]);
    n += 1;
  };
  for await (const piece of source) {
    bytes += piece.length;
    if (bytes > maxBytes) {
      const megabytes = Math.floor(maxBytes / CHUNK_BYTES);
      throw new UploadRefused(
        'file_too_large',
        `The file is larger than ${megabytes} MB. Split it, or ask for smaller files.`,
      );
    }
    hash.update(piece);
    for (let from = 0; from < piece.length;) {
      const part = piece.subarray(from, from + CHUNK_BYTES - waitingBytes);
      waiting.push(part);
      waitingBytes += part.length;
      from += part.length;
      if (waitingBytes >= CHUNK_BYTES) await flush();
    }
  }
  await flush();
  if (bytes === 0) throw new UploadRefused('file_empty', 'The file is empty. Choose another one.');
  return { sha256: hash.digest('hex'), bytes };
}

/** The stored file from its first byte, a chunk at a time. */
export async function* readUpload(pool: Pool, importId: string): AsyncGenerator<Uint8Array, void, undefined> {
  for (let n = 0; ; n += 1) {
    const { rows } = await pool.query<{ bytes: Buffer }>(
      'select bytes from import_chunk where import_id = $1 and n = $2',
      [importId, n],
    );
    const chunk = rows[0]?.bytes;
    if (!chunk) return;
    yield chunk;
  }
}

/** Frees the space of a file that is needed no more. */
export async function dropUpload(pool: Pool, importId: string): Promise<void> {
  await pool.query('delete from import_chunk where import_id = $1', [importId]);
}
