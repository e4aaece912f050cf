/** Says why a new password cannot be taken: length, common and breached ones, the person's own name. No composition rules. */
import { createHash } from 'node:crypto';
import { commonPasswords } from './common-passwords';

export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 128;
const RANGE_LIMIT_MS = 2_000;
const SHORTEST_WORD = 4;
/** What is repeated, or stands between digits, counts from this length on. */
const SHORTEST_UNIT = 6;
const MOSTLY = 0.8;

export interface PasswordOwner {
  readonly email: string;
  readonly name: string;
}

export interface RangeService {
  readonly url: string | null;
  /** The service did not answer: the shipped list alone decided. */
  onSilence(): void;
}

/** @returns what the password must be, in words that follow "The password"; null when it can be taken. */
export async function faultOfPassword(
  password: string,
  owner: PasswordOwner,
  ranges: RangeService,
): Promise<string | null> {
  const { length } = [...password];
  if (length < SHORTEST_PASSWORD)
    return `must have at least ${SHORTEST_PASSWORD} characters; several words are easy to remember`;
  if (length > LONGEST_PASSWORD) return `must have at most ${LONGEST_PASSWORD} characters`;
  if (holdsOwner(password, owner)) return 'must not contain your name, your e-mail address or the name of this program';
  if (isCommon(password)) return 'is one of those that are guessed first; choose another one';
  if (await isBreached(password, ranges)) return 'has been found in stolen password lists; choose another one';
  return null;
}

function holdsOwner(password: string, { email, name }: PasswordOwner): boolean {
  const plain = password.toLowerCase();
  const words = ['caseclock', email, email.split('@')[0] ?? '', ...name.split(/[\s.'-]+/)];
  return words.some((word) => word.length >= SHORTEST_WORD && plain.includes(word.toLowerCase()));
}

/** Twelve characters are often eight of a list with a year behind them, four of them three times, or a row of keys. */
function isCommon(password: string): boolean {
  const plain = password.toLowerCase();
  const common = commonPasswords();
  const bare = plain.replace(/^[\d\W_]+|[\d\W_]+$/g, '');
  const unit = /^(.+?)\1+.{0,3}$/u.exec(plain)?.[1];
  if (unit !== undefined && (unit.length < SHORTEST_UNIT || common.has(unit))) return true;
  return common.has(plain) || (bare.length >= SHORTEST_UNIT && common.has(bare)) || isRun(plain);
}

/** 23456789..., abcdef..., zyxw...: most characters follow from the one before. */
function isRun(text: string): boolean {
  const codes = [...text].map((char) => char.codePointAt(0) ?? 0);
  const follows = codes.filter((code, i) => i > 0 && Math.abs(code - (codes[i - 1] ?? 0)) <= 1).length;
  return follows >= (codes.length - 1) * MOSTLY;
}

/** k-anonymity: the service learns five of forty characters of the hash, about a thousand candidates. */
async function isBreached(password: string, { url, onSilence }: RangeService): Promise<boolean> {
  if (url === null) return false;
  const hash = createHash('sha1').update(password).digest('hex').toUpperCase();
  try {
    const answer = await fetch(`${url.replace(/\/$/, '')}/${hash.slice(0, 5)}`, {
      headers: { 'Add-Padding': 'true' },
      signal: AbortSignal.timeout(RANGE_LIMIT_MS),
      redirect: 'error',
    });
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    // Padding lines count zero.
    return (await answer.text()).split(/\r?\n/).some((line) => {
      const [suffix, count] = line.split(':');
      return suffix?.toUpperCase() === hash.slice(5) && Number(count) > 0;
    });
  } catch {
    onSilence();
    return false;
  }
}
