/** Makes header names comparable: case, spacing, punctuation, plurals and common abbreviations do not count. */
import { fieldNames, fieldOf, type FieldName } from './fields';

/** Words that mean the same in a header. */
const sameWord: Readonly<Record<string, string>> = {
  no: 'number',
  num: 'number',
  nbr: 'number',
  nr: 'number',
  nos: 'number',
  numbers: 'number',
  authorisation: 'auth',
  authorization: 'auth',
  authorizations: 'auth',
  authorized: 'auth',
  authorised: 'auth',
  preauthorization: 'preauth',
  reauthorization: 'reauth',
  reauthorisation: 'reauth',
  expiration: 'exp',
  expires: 'exp',
  expiry: 'exp',
  expire: 'exp',
  expired: 'exp',
  expiring: 'exp',
  ended: 'end',
  ends: 'end',
  ending: 'end',
  through: 'thru',
  begins: 'start',
  begin: 'start',
  beginning: 'start',
  starts: 'start',
  starting: 'start',
  started: 'start',
  visit: 'visits',
  sessions: 'visits',
  session: 'visits',
  vis: 'visits',
  dt: 'date',
  dates: 'date',
  appt: 'appointment',
  apt: 'appointment',
  pt: 'patient',
  emp: 'employee',
  ee: 'employee',
  adj: 'adjuster',
  adjustor: 'adjuster',
  tel: 'phone',
  telephone: 'phone',
  ph: 'phone',
  tx: 'treatment',
  amt: 'amount',
  clm: 'claim',
  claims: 'claim',
  organisation: 'organization',
  payor: 'payer',
  mail: 'email',
};
/** Words that say nothing about which column it is. */
const silent = new Set(['wc', 'of', 'the', 'a']);
/** Pairs of words that say nothing: "Workers' Comp Claim #". Alone they do: "worker name", "return to work". */
const silentPairs = new Set(['workercomp', 'workerscomp', 'workcomp', 'workerscompensation', 'workercompensation']);

const split = (header: string): string[] =>
  header
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('#', ' number ')
    .toLowerCase()
    .replace(/['\u2019`]/g, '')
    .replace(/e[-\s]?mail/g, 'email')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');

/** The header's letters and digits alone: two headers with the same key are the same header. */
export const plainKey = (header: string): string => split(header).join('');

/** The header's meaning: abbreviations written out and silent words left out. */
export function meaningKey(header: string): string {
  const words = split(header);
  const kept = words.filter((word, i) => {
    if (silent.has(word)) return false;
    const [before, after] = [`${words[i - 1] ?? ''}${word}`, `${word}${words[i + 1] ?? ''}`];
    return !silentPairs.has(before) && !silentPairs.has(after);
  });
  const source = kept.length === 0 ? words : kept;
  return source.map((word) => sameWord[word] ?? word).join('');
}

const known = new Map<string, FieldName>();
for (const name of fieldNames) {
  for (const header of [...fieldOf(name).headers, fieldOf(name).title, name]) {
    for (const key of [plainKey(header), meaningKey(header)]) known.set(key, name);
  }
}

/** The field a header names, or null. Source: the table in `fields.ts`. */
export function fieldByHeader(header: string): FieldName | null {
  return known.get(plainKey(header)) ?? known.get(meaningKey(header)) ?? null;
}

/** Edits between two keys, at most `most` (then `most + 1`). */
function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

/** The field whose name is nearest to a header that is not known; null when none is near. */
export function nearestField(header: string): FieldName | null {
  const key = meaningKey(header);
  const most = Math.min(3, Math.floor(key.length / 3));
  let best: { name: FieldName; edits: number } | null = null;
  for (const [spelling, name] of known) {
    const edits = distance(key, spelling, most);
    if (edits <= most && (best === null || edits < best.edits)) best = { name, edits };
  }
  return best?.name ?? null;
}
