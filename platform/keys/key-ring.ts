/** The keys a process encrypts and decrypts with; a ring on a file notices by itself that the file has changed. */
import { readFileSync, statSync } from 'node:fs';
import { KEY_ID, KeyRingError, parseKeys, type EncryptionKey } from './key-text';

/** A file is looked at again after this, and at once when a key is missing. */
const LOOK_AGAIN_MS = 1_000;
/** The same fault is not reported more often than this. */
const REPORT_AGAIN_MS = 60_000;

/** A payload needs a key that this process does not have. The payload is whole: it can be read when the key is back. */
export class MissingKeyError extends Error {
  override readonly name = 'MissingKeyError';
  constructor(readonly keyId: string) {
    super(
      `A payload was encrypted with the key "${keyId}", which this process does not have. Put that key back into ` +
        'CASECLOCK_KEYS or the key-ring file, behind the current one. What needs it waits and goes on by itself then.',
    );
  }
}

export interface KeyRing {
  /** Encrypts what is written from now on. */
  current(): EncryptionKey;
  /** @throws MissingKeyError */
  find(keyId: string): EncryptionKey;
  /** All keys, the current one first. */
  all(): readonly EncryptionKey[];
}

export interface RingReports {
  /** Told in plain words, once a minute for the same cause: a key is missing, or a changed file cannot be used. */
  onFault?(message: string): void;
}

/** A ring that never changes: keys from the environment. @throws KeyRingError */
export function fixedRing(text: string, reports: RingReports = {}): KeyRing {
  const keys = parseKeys(text);
  return ringOf(() => keys, limited(reports));
}

/**
 * A ring on a file that `caseclock keys` or a secret store writes. A file that has become unusable is reported, and the
 * keys that were read last stay in use. @throws KeyRingError when it cannot be used at the start.
 */
export function fileRing(file: string, reports: RingReports = {}): KeyRing {
  const report = limited(reports);
  let keys = readKeys(file);
  let seen = markOf(file);
  let lookedAt = performance.now();
  return ringOf((always) => {
    const now = performance.now();
    if (!always && now - lookedAt < LOOK_AGAIN_MS) return keys;
    lookedAt = now;
    const mark = markOf(file);
    if (mark === seen) return keys;
    try {
      keys = readKeys(file);
      seen = mark;
    } catch (error) {
      report(`${error instanceof Error ? error.message : String(error)} The keys read before stay in use.`);
    }
    return keys;
  }, report);
}

function ringOf(read: (always: boolean) => readonly EncryptionKey[], report: (message: string) => void): KeyRing {
  const among = (keys: readonly EncryptionKey[], keyId: string) => keys.find(({ id }) => id === keyId);
  return {
    current: () => read(false)[0] as EncryptionKey,
    all: () => read(true),
    find: (keyId) => {
      const key = among(read(false), keyId) ?? among(read(true), keyId);
      if (key) return key;
      // An id from a payload is text that anybody who writes to Temporal can choose.
      const error = new MissingKeyError(KEY_ID.test(keyId) ? keyId : '(not a key id)');
      report(error.message);
      throw error;
    },
  };
}

function readKeys(file: string): readonly EncryptionKey[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new KeyRingError(
      `The key-ring file ${file} cannot be read. Check that it is there and belongs to this user.`,
    );
  }
  try {
    return parseKeys(text);
  } catch (error) {
    throw new KeyRingError(`The key-ring file ${file} cannot be used: ${error instanceof Error ? error.message : ''}`);
  }
}

/** Changes whenever the file is written or replaced; empty when it is not there. */
function markOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.ino}:${stat.mtimeMs}:${stat.size}` : '';
}

function limited({ onFault }: RingReports): (message: string) => void {
  const reportedAt = new Map<string, number>();
  return (message) => {
    const now = performance.now();
    if (now - (reportedAt.get(message) ?? -Infinity) < REPORT_AGAIN_MS) return;
    reportedAt.set(message, now);
    onFault?.(message);
  };
}
