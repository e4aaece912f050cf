/** A place where a canary must not be: what it holds, and a text that proves it was really read. Searches it and counts. */
import type { Hit, Searcher } from '../search/searcher';
import { Searcher as Search } from '../search/searcher';

export interface Piece {
  readonly label: string;
  readonly content: Buffer;
}

export interface Place {
  readonly name: string;
  /** Stands in it for certain: without it the place was not read, and finding nothing says nothing. */
  readonly sentinel: string;
  /** Fields that may stand here after all, with the reason: the database's password in its own file. */
  readonly allowed?: Readonly<Record<string, string>>;
  pieces(): AsyncIterable<Piece> | Iterable<Piece>;
}

export interface PlaceResult {
  readonly name: string;
  readonly pieces: number;
  readonly bytes: number;
  readonly read: boolean;
  readonly hits: readonly (Hit & { readonly piece: string })[];
  /** Found and allowed, by field. */
  readonly allowed: Readonly<Record<string, number>>;
  readonly ms: number;
}

const MOST_HITS = 200;

export async function searchPlace(place: Place, searcher: Searcher): Promise<PlaceResult> {
  const from = Date.now();
  const hits: (Hit & { piece: string })[] = [];
  const allowed: Record<string, number> = {};
  let [pieces, bytes, read] = [0, 0, false];
  for await (const { label, content } of place.pieces()) {
    pieces += 1;
    bytes += content.length;
    read ||= Search.has(content, place.sentinel);
    for (const hit of searcher.find(content)) {
      if (place.allowed?.[hit.field] !== undefined) allowed[hit.field] = (allowed[hit.field] ?? 0) + 1;
      else if (hits.length < MOST_HITS) hits.push({ ...hit, piece: label });
    }
  }
  return { name: place.name, pieces, bytes, read, hits, allowed, ms: Date.now() - from };
}
