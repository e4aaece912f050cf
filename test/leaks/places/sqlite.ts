/**
 * Reads the values of an SQLite file: a long one lies in pieces on many pages, and a word across two of them stands
 * nowhere in one piece. Knows table leaves and overflow pages only (https://www.sqlite.org/fileformat.html).
 */

const LEAF = 0x0d;
const WAL_HEAD = 32;
const FRAME_HEAD = 24;

interface Pages {
  readonly size: number;
  /** Bytes of a page that hold content: some builds keep a few back at its end. */
  readonly usable: number;
  page(n: number): Buffer | undefined;
  readonly count: number;
}

/** The file's pages; those that the write-ahead log has anew are taken from there. */
function pagesOf(file: Buffer, wal: Buffer): Pages {
  const stated = file.readUInt16BE(16);
  const size = stated === 1 ? 65_536 : stated;
  const newer = new Map<number, Buffer>();
  for (let at = WAL_HEAD; at + FRAME_HEAD + size <= wal.length; at += FRAME_HEAD + size) {
    newer.set(wal.readUInt32BE(at), wal.subarray(at + FRAME_HEAD, at + FRAME_HEAD + size));
  }
  return {
    size,
    usable: size - (file[20] ?? 0),
    count: Math.max(Math.floor(file.length / size), ...newer.keys()),
    page: (n) => newer.get(n) ?? (n * size <= file.length ? file.subarray((n - 1) * size, n * size) : undefined),
  };
}

function varint(page: Buffer, at: number): [value: number, next: number] {
  let value = 0;
  for (let i = 0; i < 9; i += 1) {
    const byte = page[at + i] ?? 0;
    if (i === 8) return [value * 256 + byte, at + 9];
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return [value, at + i + 1];
  }
  return [value, at + 9];
}

/** Every row of every table, whole. Pages that only look like a leaf yield what they hold; nothing is judged. */
export function* payloadsOf(file: Buffer, wal: Buffer): Generator<Buffer> {
  if (file.length < 100) return;
  const pages = pagesOf(file, wal);
  for (let n = 1; n <= pages.count; n += 1) {
    const page = pages.page(n);
    const head = n === 1 ? 100 : 0;
    if (!page || page[head] !== LEAF) continue;
    const cells = page.readUInt16BE(head + 3);
    for (let i = 0; i < cells && head + 10 + i * 2 <= page.length; i += 1) {
      const payload = payloadAt(pages, page, page.readUInt16BE(head + 8 + i * 2));
      if (payload) yield payload;
    }
  }
}

function payloadAt(pages: Pages, page: Buffer, cell: number): Buffer | null {
  const [length, afterLength] = varint(page, cell);
  const [, from] = varint(page, afterLength);
  const { usable } = pages;
  const most = usable - 35;
  if (length <= most) return page.subarray(from, from + length);
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((length - least) % (usable - 4));
  const local = fitting <= most ? fitting : least;
  const parts = [page.subarray(from, from + local)];
  if (from + local + 4 > page.length) return null;
  let next = page.readUInt32BE(from + local);
  let left = length - local;
  for (let hops = 0; next !== 0 && left > 0 && hops < pages.count; hops += 1) {
    const overflow = pages.page(next);
    if (!overflow) break;
    parts.push(overflow.subarray(4, Math.min(4 + left, usable)));
    left -= usable - 4;
    next = overflow.readUInt32BE(0);
  }
  return Buffer.concat(parts);
}
