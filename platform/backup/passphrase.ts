/** Finds the passphrase of backups and makes keys of it. It never prints one, and takes none from the command line itself. */
import { createHmac, hkdf, scrypt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';

/** A backup cannot be made or opened as asked. The message says what to do next. */
export class BackupError extends Error {
  override readonly name: string = 'BackupError';
}

/** Fewer can be guessed: a backup is attacked at leisure, on somebody else's machine. */
const SHORTEST = 16;
const VARIABLE = 'CASECLOCK_BACKUP_PASSPHRASE';

/**
 * From `--passphrase-file`, CASECLOCK_BACKUP_PASSPHRASE_FILE or CASECLOCK_BACKUP_PASSPHRASE, in this order.
 * Only the line end after it is taken off, so that every other character counts.
 * @throws BackupError when there is none or it is too short.
 */
export function findPassphrase(file: string | undefined, env: NodeJS.ProcessEnv = process.env): string {
  const from = file ?? (env[`${VARIABLE}_FILE`] || undefined);
  const given = from === undefined ? env[VARIABLE] : read(from);
  if (!given) {
    throw new BackupError(
      `There is no passphrase. Put one of at least ${SHORTEST} characters into a file and give --passphrase-file, ` +
        `or set ${VARIABLE} or ${VARIABLE}_FILE. Keep it apart from the backups: without it they cannot be opened.`,
    );
  }
  const passphrase = given.normalize('NFKC');
  if ([...passphrase].length < SHORTEST) {
    throw new BackupError(`The passphrase is too short: take at least ${SHORTEST} characters, better several words.`);
  }
  return passphrase;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch {
    throw new BackupError('The passphrase file cannot be read. Check its name and that this account may read it.');
  }
}

/** 128 MB and a few tenths of a second for each guess. Fixed by the format's version, so that no file can ask for more. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 192 * 1024 * 1024 };
const KEY_BYTES = 32;

const stretch = (passphrase: string, salt: Buffer) =>
  new Promise<Buffer>((resolve, reject) => {
    scrypt(passphrase, salt, KEY_BYTES, SCRYPT, (error, key) => (error ? reject(error) : resolve(key)));
  });

export interface BackupKeys {
  /** Encrypts the chunks. */
  readonly stream: Buffer;
  /** Authenticates the header: tells a wrong passphrase from a damaged file. */
  mac(header: Buffer): Buffer;
}

/** The keys of one file; `salt` is the file's own, so that no two files share a key. */
export async function keysOf(passphrase: string, salt: Buffer): Promise<BackupKeys> {
  const secret = await stretch(passphrase, salt);
  const derive = async (what: string) =>
    Buffer.from(await promisify(hkdf)('sha256', secret, salt, `caseclock backup ${what}`, KEY_BYTES));
  const [stream, header] = [await derive('stream'), await derive('header')];
  return { stream, mac: (bytes) => createHmac('sha256', header).update(bytes).digest() };
}
