/** Looks for every canary in bytes, in every encoding and inside everything compressed. Reads only. */
import { BIRTH_YEAR, STEM, type Canaries } from '../canaries';
import { encodings, type Pattern } from './encodings';
import { layersOf } from './unpack';

export interface Hit {
  /** The field that the canary was put into; `cut off` when too little of it is left to say. */
  readonly field: string;
  /** `gzip > base64`: how it was packed and written. */
  readonly encoding: string;
  readonly at: number;
  /** The canary and what follows it, printable. */
  readonly text: string;
}

interface Needle extends Pattern {
  readonly encoding: string;
  /** Of a text that was read on from a find: the field, or null for a chance likeness. */
  fieldOf(text: string): string | null;
}

const cases: readonly ((text: string) => string)[] = [(t) => t, (t) => t.toLowerCase(), (t) => t.toUpperCase()];

function needlesFor(texts: readonly string[], fieldOf: Needle['fieldOf']): Needle[] {
  const seen = new Set<string>();
  return texts.flatMap((text) =>
    encodings.flatMap(({ name, patterns }) =>
      patterns(text).flatMap((pattern) => {
        const key = pattern.bytes.toString('latin1');
        if (seen.has(key)) return [];
        seen.add(key);
        return [{ ...pattern, encoding: name, fieldOf }];
      }),
    ),
  );
}

const printable = (text: string): string => text.slice(0, 24).replace(/[^\x20-\x7e]/g, '.');

export class Searcher {
  readonly #needles: readonly Needle[];

  constructor(canaries: Canaries) {
    this.#needles = [
      // The stem alone is a hit: a canary that was cut off after it is a leak all the same.
      ...needlesFor(
        cases.map((change) => change(STEM)),
        (text) => (text.toLowerCase().startsWith(STEM.toLowerCase()) ? (canaries.fieldAt(text) ?? 'cut off') : null),
      ),
      ...needlesFor([`${BIRTH_YEAR}-`], (text) => (/^\d{4}-\d\d-\d\d/.test(text) ? canaries.fieldAt(text) : null)),
      // How JavaScript prints a date.
      ...needlesFor([` ${BIRTH_YEAR} 00:00:00`], () => 'a birth date in words'),
      ...canaries.secrets.flatMap(({ text, field }) =>
        needlesFor([text], (found) => (found.startsWith(text) ? field : null)),
      ),
    ];
  }

  /** Every canary in these bytes, up to `most`. */
  find(content: Buffer, most = 1_000): Hit[] {
    const hits: Hit[] = [];
    for (const layer of layersOf(content)) {
      for (const needle of this.#needles) {
        for (let at = layer.content.indexOf(needle.bytes); at >= 0; at = layer.content.indexOf(needle.bytes, at + 1)) {
          const text = needle.readOn(layer.content, at);
          const field = needle.fieldOf(text);
          if (field === null) continue;
          const encoding = layer.packing === '' ? needle.encoding : `${layer.packing} > ${needle.encoding}`;
          hits.push({ field, encoding, at, text: printable(text) });
          if (hits.length === most) return hits;
        }
      }
    }
    return hits;
  }

  /** Whether a text that must be there is found, by the same search: plain, encoded or packed. */
  static has(content: Buffer, sentinel: string): boolean {
    const needles = needlesFor([sentinel], (text) => (text.startsWith(sentinel) ? '' : null));
    for (const layer of layersOf(content)) {
      if (needles.some((needle) => layer.content.includes(needle.bytes))) return true;
    }
    return false;
  }
}
