/** Chooses the key ring of a process: CASECLOCK_KEYS, a file it names, or the installation's own file. */
import { existsSync } from 'node:fs';
import { EnvError, type Env } from '../env';
import { ensureKeyFile, keyFileIn } from './key-file';
import { fileRing, fixedRing, type KeyRing, type RingReports } from './key-ring';
import { KeyRingError } from './key-text';

type KeyEnv = Pick<Env, 'CASECLOCK_KEYS' | 'CASECLOCK_KEYS_FILE' | 'CASECLOCK_DATA'>;

/** The file the keys come from, or null where the environment holds them. */
export function keyFileOf(env: KeyEnv): string | null {
  if (env.CASECLOCK_KEYS_FILE !== undefined) return env.CASECLOCK_KEYS_FILE;
  return env.CASECLOCK_KEYS === undefined ? keyFileIn(env.CASECLOCK_DATA) : null;
}

/**
 * @param make whether a missing key-ring file is made: by `npm start`, which owns the data directory. A process that
 *   would make keys of its own beside others could not read what they write.
 * @throws EnvError when there are no keys, or they cannot be used.
 */
export function keyRingOf(env: KeyEnv, make: boolean, reports: RingReports = {}): KeyRing {
  const file = keyFileOf(env);
  try {
    if (file === null) return fixedRing(env.CASECLOCK_KEYS ?? '', reports);
    if (env.CASECLOCK_KEYS_FILE === undefined && make) ensureKeyFile(file);
    if (!existsSync(file)) {
      throw new KeyRingError(
        'must hold the keys that encrypt what Temporal stores, as id:base64url, the same in every process. ' +
          '`npx caseclock keys new` makes one; CASECLOCK_KEYS_FILE may name a file instead',
      );
    }
    return fileRing(file, reports);
  } catch (error) {
    if (!(error instanceof KeyRingError)) throw error;
    throw new EnvError([{ variable: 'CASECLOCK_KEYS', mustBe: error.message }]);
  }
}
