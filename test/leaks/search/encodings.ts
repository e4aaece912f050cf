/** The forms a text can take in a file: what its first letters look like in each, and how to read on from there. */

export interface Encoding {
  readonly name: string;
  /** What a text that stands somewhere inside this encoding certainly leaves; several for several alignments. */
  patterns(text: string): readonly Pattern[];
}

export interface Pattern {
  readonly bytes: Buffer;
  /** The text from about where it begins, decoded from the place where the bytes were found. */
  readOn(content: Buffer, at: number): string;
}

const MOST_BYTES = 400;

const plainly = (bytes: Buffer, decode: (slice: Buffer) => string): Pattern => ({
  bytes,
  readOn: (content, at) => decode(content.subarray(at, at + MOST_BYTES)),
});

/**
 * Base64 turns three bytes into four letters, so a text looks different after 0, 1 or 2 bytes of something else. Of
 * each form only the letters made of the text alone are certain: the first and the last are cut away.
 */
function base64(text: string): Pattern[] {
  const bytes = Buffer.from(text, 'utf8');
  return [0, 1, 2].map((before) => {
    const first = Math.ceil((before * 8) / 6);
    const last = Math.floor(((before + bytes.length) * 8) / 6);
    const letters = Buffer.concat([Buffer.alloc(before), bytes, Buffer.alloc(3)])
      .toString('base64')
      .slice(first, last);
    return {
      bytes: Buffer.from(letters, 'latin1'),
      readOn(content, at) {
        // From the start of the group of four in which the text begins.
        const from = Math.max(0, at - first);
        const run = /^[A-Za-z0-9+/_-]*/.exec(content.subarray(from, from + MOST_BYTES).toString('latin1'))?.[0] ?? '';
        return Buffer.from(run, 'base64').subarray(before).toString('utf8');
      },
    };
  });
}

/** base64url differs in two letters only; where neither stands it is the same and need not be looked for twice. */
function base64url(text: string): Pattern[] {
  return base64(text).flatMap((pattern) => {
    const letters = pattern.bytes.toString('latin1');
    const other = letters.replaceAll('+', '-').replaceAll('/', '_');
    return other === letters ? [] : [{ ...pattern, bytes: Buffer.from(other, 'latin1') }];
  });
}

const hexOf = (text: string): string => Buffer.from(text, 'utf8').toString('hex');
const unhex = (slice: Buffer): string => Buffer.from(slice.toString('latin1'), 'hex').toString('utf8');

const perByte = (text: string, before: string, upper: boolean): string =>
  [...Buffer.from(text, 'utf8')]
    .map(
      (byte) =>
        `${before}${upper ? byte.toString(16).padStart(2, '0').toUpperCase() : byte.toString(16).padStart(2, '0')}`,
    )
    .join('');

function unescapeUri(slice: Buffer): string {
  const run = /^(?:%[0-9a-f]{2}|[\w.~-])*/i.exec(slice.toString('latin1'))?.[0] ?? '';
  const bytes = run.replace(/%([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

const unitsOf = (text: string, upper: boolean): string =>
  [...text]
    .map((c) => c.charCodeAt(0).toString(16).padStart(4, '0'))
    .map((hex) => `\\u${upper ? hex.toUpperCase() : hex}`)
    .join('');

const unescapeUnits = (slice: Buffer): string =>
  slice
    .toString('latin1')
    .replace(/\\u([0-9a-f]{4})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

/** Each with the letters as they are; the searcher asks again for small and capital letters. */
export const encodings: readonly Encoding[] = [
  { name: 'plain', patterns: (text) => [plainly(Buffer.from(text, 'utf8'), (slice) => slice.toString('utf8'))] },
  { name: 'base64', patterns: base64 },
  { name: 'base64url', patterns: base64url },
  { name: 'hex', patterns: (text) => [plainly(Buffer.from(hexOf(text)), unhex)] },
  { name: 'HEX', patterns: (text) => [plainly(Buffer.from(hexOf(text).toUpperCase()), unhex)] },
  { name: 'url', patterns: (text) => [plainly(Buffer.from(perByte(text, '%', false)), unescapeUri)] },
  { name: 'URL', patterns: (text) => [plainly(Buffer.from(perByte(text, '%', true)), unescapeUri)] },
  { name: 'json', patterns: (text) => [plainly(Buffer.from(unitsOf(text, false)), unescapeUnits)] },
  { name: 'JSON', patterns: (text) => [plainly(Buffer.from(unitsOf(text, true)), unescapeUnits)] },
  {
    name: 'utf-16le',
    patterns: (text) => [plainly(Buffer.from(text, 'utf16le'), (slice) => slice.toString('utf16le'))],
  },
  {
    name: 'utf-16be',
    patterns: (text) => [
      plainly(utf16be(text), (slice) =>
        Buffer.from(slice.subarray(0, slice.length & ~1))
          .swap16()
          .toString('utf16le'),
      ),
    ],
  },
];
