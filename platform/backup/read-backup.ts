/** Opens a backup file and reads it, as often as asked; whoever only checks it uses no more than this. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { PassThrough } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { readParts, type Manifest, type PartReader } from './parts';
import { BackupError } from './passphrase';
import { BackupDamaged, HEADER_BYTES, opening } from './seal';

/** A backup whose passphrase is right. */
export interface OpenBackup {
  /** From its beginning to its end. @throws BackupDamaged, and whatever `reader` throws. */
  read(reader: PartReader): Promise<void>;
}

/** @throws BackupError, BackupDamaged or WrongPassphrase, in words that say what to do. */
export async function openBackup(file: string, passphrase: string): Promise<OpenBackup> {
  const open = await opening(passphrase, await headerOf(file));
  return {
    read: async (reader) => {
      const out = new PassThrough({ highWaterMark: 256 * 1024 });
      const opened = pipeline(createReadStream(file, { start: HEADER_BYTES }), open(), createGunzip(), out);
      // What broke the stream is thrown by the reading of `out` too; the first of both is told.
      opened.catch(() => undefined);
      try {
        await readParts(out, reader);
        await opened;
      } catch (error) {
        out.destroy();
        throw asBackupError(error);
      }
    },
  };
}

async function headerOf(file: string): Promise<Buffer> {
  try {
    const handle = await open(file, 'r');
    try {
      const header = Buffer.alloc(HEADER_BYTES);
      const { bytesRead } = await handle.read(header, 0, HEADER_BYTES, 0);
      return header.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch {
    throw new BackupError(`${file} cannot be read. Check its name and that this account may read it.`);
  }
}

/** The unpacker meets what authentication has passed: its complaint can only mean a file that was written wrongly. */
function asBackupError(error: unknown): unknown {
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string' || !code.startsWith('Z_')) return error;
  return new BackupDamaged('The inside of the backup cannot be unpacked, although it opens. Take another copy of it.');
}

export interface Checked {
  readonly manifest: Manifest;
  readonly rows: number;
  readonly files: readonly string[];
}

/** Reads all of it and compares every hash and count. @throws as `openBackup`. */
export async function checkBackup(file: string, passphrase: string): Promise<Checked> {
  return check(await openBackup(file, passphrase));
}

export async function check(backup: OpenBackup): Promise<Checked> {
  let manifest: Manifest | undefined;
  let rows = 0;
  const files: string[] = [];
  await backup.read({
    manifest: async (found) => void (manifest = found),
    part: async (head, content) => {
      let lines = 0;
      for await (const chunk of content) if (head.kind === 'table') lines += countLines(chunk);
      if (head.kind === 'file') files.push(head.name);
      rows += lines;
      // COPY text is a line a row: line ends inside a value are written as \n.
      return head.kind === 'table' ? lines : null;
    },
    closing: async () => undefined,
  });
  if (!manifest) throw new BackupDamaged('The backup does not say what it holds.');
  return { manifest, rows, files };
}

function countLines(chunk: Buffer): number {
  let lines = 0;
  for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
  return lines;
}
