/** The inside of a backup: named parts one after another, each with its count and SHA-256. Streams; holds one frame. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { z } from 'zod';
import { BackupDamaged } from './seal';

/** Frames: type (1 byte), length (4 bytes), content. */
const frames = { manifest: 1, begin: 2, data: 3, end: 4, close: 5 } as const;
const MOST_FRAME_BYTES = 1024 * 1024;
const FULL_FRAME_BYTES = 64 * 1024;
const FRAME_HEAD = 5;

export const Manifest = z.strictObject({
  format: z.literal(1),
  madeAt: z.iso.datetime(),
  /** Applied migrations, oldest first, with Prisma's checksums. */
  migrations: z.array(z.strictObject({ name: z.string(), checksum: z.string() })),
  postgresVersion: z.string(),
  /** Where Temporal's histories are: in this backup, or with the operator's own server. */
  temporal: z.enum(['included', 'external']),
  /** Foreign-key order. */
  tables: z.array(z.string()),
});
export type Manifest = z.infer<typeof Manifest>;

/** `table`: rows as COPY text. `file`: a file of the data directory. */
export const PartHead = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('table'), name: z.string(), columns: z.array(z.string()) }),
  z.strictObject({ kind: z.literal('file'), name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/) }),
]);
export type PartHead = z.infer<typeof PartHead>;

export const PartEnd = z.strictObject({ bytes: z.int(), rows: z.int().nullable(), sha256: z.string() });
export type PartEnd = z.infer<typeof PartEnd>;

export const Closing = z.strictObject({
  parts: z.int(),
  sequences: z.array(z.strictObject({ name: z.string(), last: z.string(), called: z.boolean() })),
  /** The newest hash of the audit chain; null when the table has none. */
  auditHead: z.string().nullable(),
});
export type Closing = z.infer<typeof Closing>;

export type Sequence = Closing['sequences'][number];

/** Writes a backup's inside into a stream, waiting whenever that is full. */
export class PartWriter {
  #parts = 0;

  constructor(private readonly to: Writable) {}

  async manifest(manifest: Manifest): Promise<void> {
    await this.#json(frames.manifest, manifest);
  }

  /** @param rows asked once the source has ended. */
  async part(head: PartHead, source: AsyncIterable<Buffer>, rows: () => number | null): Promise<PartEnd> {
    await this.#json(frames.begin, head);
    const hash = createHash('sha256');
    let bytes = 0;
    let waiting: Buffer[] = [];
    let size = 0;
    const flush = async () => {
      if (size === 0) return;
      const content = Buffer.concat(waiting);
      [waiting, size] = [[], 0];
      for (let at = 0; at < content.length; at += MOST_FRAME_BYTES) {
        await this.#frame(frames.data, content.subarray(at, at + MOST_FRAME_BYTES));
      }
    };
    for await (const chunk of source) {
      hash.update(chunk);
      bytes += chunk.length;
      // A copy: the driver may use its buffer again.
      waiting.push(Buffer.from(chunk));
      size += chunk.length;
      if (size >= FULL_FRAME_BYTES) await flush();
    }
    await flush();
    const end = { bytes, rows: rows(), sha256: hash.digest('hex') };
    await this.#json(frames.end, end);
    this.#parts += 1;
    return end;
  }

  async close(closing: Omit<Closing, 'parts'>): Promise<void> {
    await this.#json(frames.close, { parts: this.#parts, ...closing });
    this.to.end();
  }

  #json(type: number, value: object): Promise<void> {
    return this.#frame(type, Buffer.from(JSON.stringify(value)));
  }

  async #frame(type: number, content: Buffer): Promise<void> {
    if (this.to.errored) throw this.to.errored;
    const head = Buffer.alloc(FRAME_HEAD);
    head.writeUInt8(type);
    head.writeUInt32BE(content.length, 1);
    this.to.write(head);
    if (!this.to.write(content)) await once(this.to, 'drain');
  }
}

/** What is done with what a backup holds, in its order. */
export interface PartReader {
  manifest(manifest: Manifest): Promise<void>;
  /** @returns how many rows were taken; null for what has none. It must read `content` to its end. */
  part(head: PartHead, content: AsyncIterable<Buffer>): Promise<number | null>;
  closing(closing: Closing): Promise<void>;
}

const broken = () =>
  new BackupDamaged('The inside of the backup is not whole, although it opens. It was not written to its end.');

/** @throws BackupDamaged when a part is not what its hash and count say, or something is missing. */
export async function readParts(source: AsyncIterable<Buffer>, reader: PartReader): Promise<void> {
  const incoming = framesOf(source);
  const next = async () => {
    const { value, done } = await incoming.next();
    if (done) throw broken();
    return value;
  };
  const first = await next();
  if (first.type !== frames.manifest) throw broken();
  await reader.manifest(parse(Manifest, first.content));
  for (let parts = 0; ; parts += 1) {
    const frame = await next();
    if (frame.type === frames.close) {
      const closing = parse(Closing, frame.content);
      if (closing.parts !== parts || !(await incoming.next()).done) throw broken();
      return reader.closing(closing);
    }
    if (frame.type !== frames.begin) throw broken();
    await readPart(parse(PartHead, frame.content), next, reader);
  }
}

async function readPart(head: PartHead, next: () => Promise<Frame>, reader: PartReader): Promise<void> {
  const hash = createHash('sha256');
  let bytes = 0;
  let end: PartEnd | undefined;
  async function* content() {
    for (;;) {
      const frame = await next();
      if (frame.type === frames.end) {
        end = parse(PartEnd, frame.content);
        return;
      }
      if (frame.type !== frames.data) throw broken();
      hash.update(frame.content);
      bytes += frame.content.length;
      yield frame.content;
    }
  }
  const rows = await reader.part(head, content());
  if (end?.bytes !== bytes || end.sha256 !== hash.digest('hex') || (rows !== null && rows !== end.rows)) {
    throw new BackupDamaged(`The part "${head.name}" of the backup is not what was written; nothing of it is used.`);
  }
}

interface Frame {
  readonly type: number;
  readonly content: Buffer;
}

async function* framesOf(source: AsyncIterable<Buffer>): AsyncGenerator<Frame, undefined> {
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    for (;;) {
      if (held.length < FRAME_HEAD) break;
      const length = held.readUInt32BE(1);
      if (length > MOST_FRAME_BYTES) throw broken();
      if (held.length < FRAME_HEAD + length) break;
      yield { type: held.readUInt8(0), content: held.subarray(FRAME_HEAD, FRAME_HEAD + length) };
      held = held.subarray(FRAME_HEAD + length);
    }
  }
  if (held.length > 0) throw broken();
}

function parse<T>(schema: z.ZodType<T>, content: Buffer): T {
  try {
    return schema.parse(JSON.parse(content.toString('utf8')));
  } catch {
    throw broken();
  }
}
