/** Makes and changes the key-ring file of an installation: whole or not at all, and readable by its owner only. */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { lock } from '../cache-dir';
import { KeyRingError, keyText, newKey, parseKeys, type EncryptionKey } from './key-text';

/** Where an installation without CASECLOCK_KEYS keeps its keys. Without this file its histories cannot be read. */
export const keyFileIn = (dataDir: string): string => path.join(dataDir, 'payload-keys');

/** Makes the file with one new key unless it is there. Callers at the same time get the same one. */
export function ensureKeyFile(file: string): void {
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true });
    const fresh = write(file, [newKey(new Date())]);
    try {
      // A link fails where the file is there already: the first one wins, whole.
      linkSync(fresh, file);
    } catch (error) {
      if (!existsSync(file)) throw error;
    } finally {
      rmSync(fresh, { force: true });
    }
  }
  chmodSync(file, 0o600);
}

/** Puts a new key in front. Processes that use the file take it within a second. @returns the new key. */
export function rotateKeyFile(file: string): Promise<EncryptionKey> {
  return change(file, (keys) => {
    const key = newKey(new Date());
    return { keys: [key, ...keys], result: key };
  });
}

/** Removes a key that nothing needs any more; whether that is so, the caller knows. @throws KeyRingError */
export function retireKey(file: string, keyId: string): Promise<void> {
  return change(file, (keys) => {
    if (keys[0]?.id === keyId) {
      throw new KeyRingError(`"${keyId}" is the current key. Rotate first, then retire it when nothing needs it.`);
    }
    if (!keys.some(({ id }) => id === keyId)) throw new KeyRingError(`There is no key "${keyId}" in ${file}.`);
    return { keys: keys.filter(({ id }) => id !== keyId), result: undefined };
  });
}

async function change<T>(
  file: string,
  by: (keys: readonly EncryptionKey[]) => { keys: readonly EncryptionKey[]; result: T },
): Promise<T> {
  if (!existsSync(file)) throw new KeyRingError(`There is no key-ring file ${file}. The first \`npm start\` makes it.`);
  const release = await lock(`${file}.lock`, () => undefined);
  try {
    const { keys, result } = by(parseKeys(readFileSync(file, 'utf8')));
    renameSync(write(file, keys, statSync(file).mode & 0o777), file);
    return result;
  } finally {
    release();
  }
}

/** Writes beside the file; what reads it never sees a half. @returns the name beside. */
function write(file: string, keys: readonly EncryptionKey[], mode = 0o600): string {
  const beside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(beside, `${keys.map(keyText).join('\n')}\n`, { mode, flag: 'wx' });
  return beside;
}
