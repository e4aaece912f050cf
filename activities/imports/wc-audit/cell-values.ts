/** Reads counts, amounts, contacts and empty words out of cells. Pure; says what is wrong without repeating the value. */
import { textOf, type Cell } from './table';

/** "yes" or "no" in a column that should hold the day something happened; null when it is neither. */
export function readYesNo(cell: Cell): boolean | null {
  const word = String(cell).trim().toLowerCase();
  if (/^(?:y|yes|x|true|done|\u2713|\u2714)$/.test(word)) return true;
  return /^(?:n|no|false|not yet|pending)$/.test(word) ? false : null;
}

/** Words people type into a cell that has no value. */
const EMPTY = /^(?:-+|\u2013|\u2014|n\/?\.?a\.?|none|null|#n\/a|nil)$/i;

/** The cell's text, or null when it is empty or says so. */
export function presentText(cell: Cell | undefined): string | null {
  const text = textOf(cell);
  return text === null || EMPTY.test(text) ? null : text;
}

export type CountRead =
  | { readonly ok: true; readonly count: number }
  | { readonly ok: false; readonly why: 'negative' | 'fraction' | 'too-large' | 'not-a-number' };

/** No authorization reaches this; more is a typing slip or a shifted column. */
const MOST = 1_000;

export function readCount(cell: Exclude<Cell, null>): CountRead {
  const text =
    typeof cell === 'number'
      ? String(cell)
      : String(cell)
          .trim()
          .replace(/\s*(?:visits?|sessions?)$/i, '');
  if (!/^[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/.test(text)) return { ok: false, why: 'not-a-number' };
  const value = Number(text.replaceAll(',', ''));
  if (value < 0) return { ok: false, why: 'negative' };
  if (!Number.isInteger(value)) return { ok: false, why: 'fraction' };
  return value > MOST ? { ok: false, why: 'too-large' } : { ok: true, count: value };
}

/** Cents of "$1,234.50"; null when it is no amount; negative amounts keep their sign. */
export function readCents(cell: Exclude<Cell, null>): number | null {
  if (typeof cell === 'number') return Number.isFinite(cell) ? Math.round(cell * 100) : null;
  const text = String(cell)
    .trim()
    .replace(/^USD\s*/i, '');
  const found = /^(\(|-)?\s*-?\$?\s*(-)?(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?\s*\)?$/.exec(text);
  if (!found) return null;
  const cents = Number((found[3] as string).replaceAll(',', '')) * 100 + Number((found[4] ?? '').padEnd(2, '0') || '0');
  return found[1] || found[2] || /^\$?\s*-/.test(text) ? -cents : cents;
}

export interface Contact {
  readonly email: string | null;
  readonly phone: string | null;
  readonly fax: string | null;
}

const EMAIL = /[^\s<>,;:|()[\]]+@[^\s<>,;:|()[\]]+\.[a-z]{2,}/i;
const PHONE = /(?:\+?\(?\d[\d\s().-]{5,}\d)(?:\s*(?:x|ext\.?)\s*\d{1,6})?/i;

/** Splits "j.doe@acme.example / (555) 010-2000, fax 555-010-2001" into its parts. */
export function readContact(text: string): Contact {
  const email = EMAIL.exec(text)?.[0] ?? null;
  let rest = email === null ? text : text.replace(email, ' ');
  const fax = new RegExp(`(?:fax|\\bf)\\s*[:#.]?\\s*(${PHONE.source})`, 'i').exec(rest);
  if (fax) rest = rest.replace(fax[0], ' ');
  const phone = PHONE.exec(rest)?.[0]?.trim() ?? null;
  return { email, phone, fax: fax?.[1]?.trim() ?? null };
}

export const isEmail = (text: string): boolean =>
  /^[^\s@<>,;]+@[^\s@<>,;]+\.[a-z]{2,}$/i.test(text) && text.length <= 254;
