/** Reads the headers that make a change safe: If-Match (what the caller saw) and Idempotency-Key (which request it is). */
import type { Request } from 'express';
import { Problem } from '../problem';

export interface Seen {
  readonly version: number;
  /** Edits of facts that drive no clock; null when only the version was named. */
  readonly revision: number | null;
}

const ETAG = /^(?:W\/)?"(\d{1,9})(?:\.(\d{1,9}))?"$/;

export const etagOf = (version: number, revision: number): string => `"${version}.${revision}"`;

/** The version in If-Match: `"12"` or `"12.3"`; null without the header or for `*`. */
export function seenIn(req: Request): Seen | null {
  const header = req.get('if-match')?.trim();
  if (header === undefined || header === '*') return null;
  const match = ETAG.exec(header);
  if (!match?.[1]) {
    throw new Problem('bad_header', 'If-Match must be the ETag of the case: "version.revision" in quotes, one only.');
  }
  return { version: Number(match[1]), revision: match[2] === undefined ? null : Number(match[2]) };
}

/** The Idempotency-Key, or null: 1 to 200 visible ASCII characters. */
export function keyIn(req: Request): string | null {
  const key = req.get('idempotency-key');
  if (key === undefined) return null;
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw new Problem('bad_header', 'Idempotency-Key must have 1 to 200 visible ASCII characters, such as a UUID.');
  }
  return key;
}
