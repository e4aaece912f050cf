/** Opens what is compressed, wherever it stands in a file: gzip, zlib, zip entries, raw deflate, brotli, and gzip inside base64 or hex. */
import { brotliDecompressSync, constants, inflateRawSync } from 'node:zlib';

export interface Layer {
  /** How it was packed, outermost first: `gzip`, `base64 > gzip`. */
  readonly packing: string;
  readonly content: Buffer;
}

const MOST_OUTPUT = 64 * 1_048_576;
const MOST_DEPTH = 3;
/** Beginnings tried in one file: two random bytes look like zlib once in ten thousand. */
const MOST_TRIES = 20_000;
const LONGEST_RUN = 4 * 1_048_576;
const WHOLE_FILE = 16 * 1_048_576;
/** A likeness by chance fails within its first bytes. */
const PROBE = 64;
/** What was compressed and then cut off is read as far as it goes. */
const LENIENT = { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: MOST_OUTPUT };

function attempt(how: (content: Buffer) => Buffer, content: Buffer): Buffer | null {
  try {
    const out = how(content);
    return out.length > 0 ? out : null;
  } catch {
    return null;
  }
}

/** Deflated data, also such as breaks off into something else: then the longest beginning that can be read. */
function inflate(content: Buffer): Buffer | null {
  const read = (length: number) => attempt((c) => inflateRawSync(c, LENIENT), content.subarray(0, length));
  const whole = read(content.length);
  if (whole || content.length <= PROBE) return whole;
  let best = read(PROBE);
  if (!best) return null;
  let [good, bad] = [PROBE, content.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    const out = read(middle);
    if (out) [good, best] = [middle, out];
    else bad = middle;
  }
  return best;
}

interface Beginning {
  readonly packing: string;
  readonly bytes: Buffer;
  open(from: Buffer): Buffer | null;
}

/** Flags of the head: extra field 4, name 8, comment 16, checksum 2. */
function gunzip(from: Buffer): Buffer | null {
  const flags = from[3] ?? 0xff;
  if (flags > 0x1f || from.length < 18) return null;
  let at = 10;
  if (flags & 4) at += 2 + from.readUInt16LE(at);
  for (const flag of [8, 16]) if (flags & flag) at = from.indexOf(0, at) + 1;
  if (flags & 2) at += 2;
  return inflate(from.subarray(at));
}

/** An entry of a zip file: its data begins after a head of 30 bytes, a name and an extra field. */
function zipEntry(from: Buffer): Buffer | null {
  if (from.length < 30 || from.readUInt16LE(8) !== 8) return null;
  return inflate(from.subarray(30 + from.readUInt16LE(26) + from.readUInt16LE(28)));
}

const runOf = (from: Buffer, letters: RegExp): string =>
  letters.exec(from.subarray(0, LONGEST_RUN).toString('latin1'))?.[0] ?? '';

const beginnings: readonly Beginning[] = [
  { packing: 'gzip', bytes: Buffer.from([0x1f, 0x8b, 0x08]), open: gunzip },
  ...[0x01, 0x5e, 0x9c, 0xda].map((level) => ({
    packing: 'zlib',
    bytes: Buffer.from([0x78, level]),
    open: (from: Buffer) => inflate(from.subarray(2)),
  })),
  { packing: 'zip', bytes: Buffer.from('PK\u0003\u0004', 'latin1'), open: zipEntry },
  {
    packing: 'base64 > gzip',
    bytes: Buffer.from('H4sI'),
    open: (from) => gunzip(Buffer.from(runOf(from, /^[A-Za-z0-9+/_-]+/), 'base64')),
  },
  ...['1f8b08', '1F8B08'].map((hex) => ({
    packing: 'hex > gzip',
    bytes: Buffer.from(hex),
    open: (from: Buffer) => gunzip(Buffer.from(runOf(from, /^[0-9a-f]+/i), 'hex')),
  })),
];

/** The content itself, then everything packed inside it. */
export function* layersOf(content: Buffer, packing = '', depth = 0): Generator<Layer> {
  yield { packing, content };
  if (depth === MOST_DEPTH) return;
  const inside = (how: string) => (packing === '' ? how : `${packing} > ${how}`);
  for (const beginning of beginnings) {
    let tries = 0;
    for (let at = content.indexOf(beginning.bytes); at >= 0 && tries < MOST_TRIES; tries += 1) {
      const unpacked = beginning.open(content.subarray(at));
      if (unpacked) yield* layersOf(unpacked, inside(beginning.packing), depth + 1);
      at = content.indexOf(beginning.bytes, at + 1);
    }
  }
  // These two have no mark of their own: a file is tried as a whole.
  if (depth > 0 || content.length > WHOLE_FILE) return;
  const brotli = attempt((c) => brotliDecompressSync(c, { maxOutputLength: MOST_OUTPUT }), content);
  if (brotli) yield* layersOf(brotli, 'brotli', depth + 1);
  const raw = attempt((c) => inflateRawSync(c, { maxOutputLength: MOST_OUTPUT }), content);
  if (raw) yield* layersOf(raw, 'deflate', depth + 1);
}
