/** Identities that survive renaming, re-enveloping and other delimiters; it hashes what it is given and keeps no file. */
/* oxlint-disable no-control-regex -- X12 delimiters and damage are control characters */
import { createHash } from 'node:crypto';
import type { Segment } from './segments';

/** Separators that cannot stand in decoded element text, so that different contents never hash alike. */
const ELEMENT = '\x1f';
const COMPONENT = '\x1e';

/** A segment without what depends on its envelope: own delimiters, padding spaces and empty trailing elements. */
export function canonicalSegment(segment: Segment): string {
  const { element, component } = segment.delimiters;
  let text = segment.text;
  if (/[\x1e\x1f]/.test(element + component)) {
    // A delimiter that is itself one of the canonical ones: swap both in one pass.
    const swap = new Map([
      [element, ELEMENT],
      [component, COMPONENT],
    ]);
    text = [...text].map((character) => swap.get(character) ?? character).join('');
  } else {
    text = text.replaceAll(element, ELEMENT);
    if (text.includes(component)) text = text.replaceAll(component, COMPONENT);
  }
  if (text.includes(' ')) text = text.replace(/ *([\x1e\x1f]) */g, '$1');
  if (text.includes(COMPONENT)) text = text.replace(/\x1e+(?=\x1f|$)/g, '');
  return `${text.replace(/[\x1e\x1f]+$/, '')}\n`;
}

/** Joins the parts unambiguously and hashes them: 64 hex digits. */
export function fingerprint(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** The payer's stable number: the trace's originator, else the payment's, else the payer's own id, else its name. */
export function payerKey(originId: string, originatorId: string, payerId: string, payerName: string): string {
  return originId || originatorId || payerId || payerName.toUpperCase().replace(/\s+/g, ' ');
}

/** Hashes a transaction's content piece by piece: everything between ST and SE, neither included. */
export class ContentHash {
  private readonly hash = createHash('sha256');
  private waiting = '';

  add(canonical: string): void {
    this.waiting += canonical;
    if (this.waiting.length < 32_768) return;
    this.hash.update(this.waiting);
    this.waiting = '';
  }

  digest(): string {
    return this.hash.update(this.waiting).digest('hex');
  }
}

/**
 * Counts how often each claim hash was seen in a transaction, in 8 bytes a claim: 52 bits of the hash in an open table.
 * Two different claims collide once in about 10^4 files of a million claims, and then only get a higher occurrence.
 */
export class OccurrenceCounter {
  private table = new Float64Array(1024);
  private size = 0;
  private readonly repeated = new Map<number, number>();

  /** 1 for a hash not seen before, 2 for its first repetition ... */
  next(hexHash: string): number {
    const key = Number.parseInt(hexHash.slice(0, 13), 16) || 1;
    if (this.insert(key)) return 1;
    const count = (this.repeated.get(key) ?? 1) + 1;
    this.repeated.set(key, count);
    return count;
  }

  private insert(key: number): boolean {
    if (this.size * 2 > this.table.length) this.grow();
    const mask = this.table.length - 1;
    let slot = key % this.table.length;
    while (this.table[slot] !== 0) {
      if (this.table[slot] === key) return false;
      slot = (slot + 1) & mask;
    }
    this.table[slot] = key;
    this.size += 1;
    return true;
  }

  private grow(): void {
    const old = this.table;
    this.table = new Float64Array(old.length * 2);
    this.size = 0;
    for (const key of old) if (key !== 0) this.insert(key);
  }
}
