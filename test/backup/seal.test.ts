/** The encrypted file: it opens with its passphrase as it was written, or not at all. */
import { randomBytes } from 'node:crypto';
import { Readable, type Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { findPassphrase } from '../../platform/backup/passphrase';
import {
  BackupDamaged,
  CHUNK_BYTES,
  HEADER_BYTES,
  opening,
  sealing,
  WrongPassphrase,
} from '../../platform/backup/seal';

const passphrase = 'four words are enough here';

async function through(bytes: Buffer, transform: Transform, step = bytes.length || 1): Promise<Buffer> {
  const pieces = function* () {
    for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
  };
  const out = new PassThrough();
  const [result] = await Promise.all([buffer(out), pipeline(Readable.from(pieces()), transform, out)]);
  return result;
}

const seal = async (plain: Buffer) => through(plain, await sealing(passphrase), 10_000);
const open = async (sealed: Buffer, words = passphrase) =>
  through(sealed.subarray(HEADER_BYTES), (await opening(words, sealed.subarray(0, HEADER_BYTES)))());

const plain = randomBytes(3 * CHUNK_BYTES + 1_000);
let sealed: Buffer;
let openBody: (body: Buffer) => Promise<Buffer>;
beforeAll(async () => {
  sealed = await seal(plain);
  const reader = await opening(passphrase, sealed.subarray(0, HEADER_BYTES));
  openBody = (body) => through(body, reader());
});

test.each([0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES])(
  'F20 %d bytes come back as they were',
  async (length) => {
    const bytes = randomBytes(length);
    expect((await open(await seal(bytes))).equals(bytes)).toBe(true);
  },
);

test('F20 the same content never makes the same file, and nothing of it can be read there', async () => {
  const text = Buffer.from('Pat Sample, born 1980-01-01 '.repeat(1_000));
  const [a, b] = [await seal(text), await seal(text)];
  expect(a.equals(b)).toBe(false);
  expect(a.includes('Pat Sample')).toBe(false);
});

test('F20 another passphrase is told from a damaged file', async () => {
  await expect(open(sealed, 'four words are enough hers')).rejects.toThrow(WrongPassphrase);
});

test('F20 one changed byte anywhere behind the header is found', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: HEADER_BYTES, max: sealed.length - 1 }),
      fc.integer({ min: 1, max: 255 }),
      async (at, mask) => {
        const body = Buffer.from(sealed.subarray(HEADER_BYTES));
        body.writeUInt8((body[at - HEADER_BYTES] as number) ^ mask, at - HEADER_BYTES);
        await expect(openBody(body)).rejects.toThrow(BackupDamaged);
      },
    ),
    { numRuns: 300 },
  );
});

test('F20 one changed byte in the header is found, wherever it is', async () => {
  const places = [0, 6, 7, 8, 39, 40, 46, 47, HEADER_BYTES - 1];
  for (const at of places) {
    const copy = Buffer.from(sealed);
    copy.writeUInt8((copy[at] as number) ^ 1, at);
    await expect(open(copy)).rejects.toThrow(/no Caseclock backup|another format|does not open/);
  }
});

test('F20 a file that was cut at any place is refused, also between two chunks', async () => {
  const borders = [1, 2, 3].map((n) => HEADER_BYTES + n * (CHUNK_BYTES + 16));
  const cuts = fc.oneof(fc.constantFrom(...borders), fc.integer({ min: HEADER_BYTES, max: sealed.length - 1 }));
  await fc.assert(
    fc.asyncProperty(cuts, async (length) => {
      await expect(openBody(sealed.subarray(HEADER_BYTES, length))).rejects.toThrow(BackupDamaged);
    }),
    { numRuns: 100 },
  );
});

test('F20 chunks in another order, taken twice, taken out, or from another file do not open', async () => {
  const other = await seal(plain);
  const size = CHUNK_BYTES + 16;
  const chunk = (of: Buffer, n: number) => of.subarray(HEADER_BYTES + n * size, HEADER_BYTES + (n + 1) * size);
  const [a, b, c, d] = [0, 1, 2, 3].map((n) => chunk(sealed, n)) as [Buffer, Buffer, Buffer, Buffer];
  for (const wrong of [
    [b, a, c, d],
    [a, a, b, c, d],
    [a, c, d],
    [a, b, c, d, d],
    [a, chunk(other, 1), c, d],
    [a, b, c, d, sealed],
    [d],
  ]) {
    await expect(openBody(Buffer.concat(wrong))).rejects.toThrow(BackupDamaged);
  }
});

test.each<[string, NodeJS.ProcessEnv, RegExp]>([
  ['none at all', {}, /no passphrase/],
  ['fifteen characters', { CASECLOCK_BACKUP_PASSPHRASE: 'fifteen letters' }, /at least 16/],
  ['a file that is not there', { CASECLOCK_BACKUP_PASSPHRASE_FILE: '/no/such/file' }, /cannot be read/],
])('F20 a passphrase must be there and long enough: %s', (_what, env, words) => {
  expect(() => findPassphrase(undefined, env)).toThrow(words);
});
