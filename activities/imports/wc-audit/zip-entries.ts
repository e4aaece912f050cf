/** Opens a workbook's ZIP archive under hard limits and repacks what was checked; nothing unchecked reaches a parser. */
import { crc32, inflateRawSync } from 'node:zlib';
import { AuditFileFault } from './table';

export interface ZipLimits {
  /** Bytes of one entry and of all entries together when unpacked. */
  readonly mostUnpacked: number;
  /** Unpacked bytes per packed byte, for entries above `ratioFrom`: real sheets stay below 60. */
  readonly mostRatio: number;
  readonly ratioFrom: number;
  readonly mostEntries: number;
}

export const ZIP_LIMITS: ZipLimits = {
  mostUnpacked: 96 * 1_048_576,
  mostRatio: 250,
  ratioFrom: 1_048_576,
  mostEntries: 2_000,
};

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_SIZE = 22;
const MAX_COMMENT = 65_535;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}

const broken = (why: string) =>
  new AuditFileFault(
    'file_unreadable',
    `The workbook is damaged (${why}). Open it in your spreadsheet program, save it again, and import that file.`,
  );
const tooLarge = (why: string) =>
  new AuditFileFault(
    'file_too_large',
    `The workbook unpacks to far more than a spreadsheet holds (${why}), so it was not opened. Save only the sheet to import, or use CSV, which has no such limit.`,
  );

/**
 * Entries whose name passes, unpacked.
 * @throws AuditFileFault `file_too_large` before anything large is unpacked; `file_unreadable` when damaged.
 */
export function unzip(zip: Buffer, wanted: (name: string) => boolean, limits = ZIP_LIMITS): Map<string, Buffer> {
  const entries = directory(zip, limits).filter((e) => wanted(e.name));
  let announced = 0;
  for (const entry of entries) {
    announced += entry.unpacked;
    if (announced > limits.mostUnpacked) throw tooLarge(`over ${Math.round(limits.mostUnpacked / 1_048_576)} MB`);
    if (entry.unpacked > limits.ratioFrom && entry.unpacked > entry.packed * limits.mostRatio) {
      throw tooLarge(`one part grows ${Math.round(entry.unpacked / Math.max(1, entry.packed))} times`);
    }
  }
  return new Map(entries.map((entry) => [entry.name, inflate(zip, entry)]));
}

function directory(zip: Buffer, limits: ZipLimits): Entry[] {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || end < zip.length - END_SIZE - MAX_COMMENT || end + END_SIZE > zip.length) {
    throw broken('the end of the archive is missing');
  }
  const count = zip.readUInt16LE(end + 10);
  let at = zip.readUInt32LE(end + 16);
  if (zip.readUInt32LE(end) !== END || count === 0xffff || at === 0xffffffff) throw tooLarge('a 64-bit archive');
  if (count > limits.mostEntries) throw tooLarge(`${count} parts`);
  const entries: Entry[] = [];
  const names = new Set<string>();
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== CENTRAL) throw broken('its list of parts is cut off');
    const [nameSize, extra, comment] = [28, 30, 32].map((o) => zip.readUInt16LE(at + o)) as [number, number, number];
    const name = zip.toString('utf8', at + 46, at + 46 + nameSize).replaceAll('\\', '/');
    if (names.has(name)) throw broken('a part is in it twice');
    names.add(name);
    entries.push({
      name,
      method: zip.readUInt16LE(at + 10),
      encrypted: (zip.readUInt16LE(at + 8) & 1) === 1,
      packed: zip.readUInt32LE(at + 20),
      unpacked: zip.readUInt32LE(at + 24),
      offset: zip.readUInt32LE(at + 42),
    });
    at += 46 + nameSize + extra + comment;
  }
  return entries;
}

function inflate(zip: Buffer, entry: Entry): Buffer {
  const { offset, packed, unpacked, method } = entry;
  if (entry.encrypted) throw broken('it has a password; remove the password first');
  if (offset + 30 > zip.length || zip.readUInt32LE(offset) !== LOCAL) throw broken('a part is missing');
  const start = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28);
  const bytes = zip.subarray(start, start + packed);
  if (bytes.length !== packed) throw broken('a part is cut off');
  if (method === 0) return Buffer.from(bytes);
  if (method !== 8) throw broken(`a part is packed in an unusual way (${method})`);
  if (unpacked === 0) return Buffer.alloc(0);
  try {
    // The announced size is the limit: an entry that lies about it ends here.
    const out = inflateRawSync(bytes, { maxOutputLength: unpacked });
    if (out.length !== unpacked) throw broken('a part has another size than announced');
    return out;
  } catch (error) {
    if (error instanceof AuditFileFault) throw error;
    throw broken('a part cannot be unpacked');
  }
}

/** An archive of these entries without compression: what a parser is given. */
export function zipStored(entries: ReadonlyMap<string, Buffer>): Buffer {
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let offset = 0;
  for (const [name, bytes] of entries) {
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(bytes.length, 14);
    fields.writeUInt32LE(bytes.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([uint32(LOCAL), fields, Buffer.from(name)]);
    const central = Buffer.alloc(16);
    central.writeUInt32LE(offset, 12);
    list.push(
      uint32(CENTRAL),
      Buffer.from([20, 0]),
      fields.subarray(0, 24),
      Buffer.alloc(2),
      central.subarray(2),
      Buffer.from(name),
    );
    parts.push(local, bytes);
    offset += local.length + bytes.length;
  }
  const central = Buffer.concat(list);
  const end = Buffer.alloc(END_SIZE);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(entries.size, 8);
  end.writeUInt16LE(entries.size, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
