/** M4 payloads are encrypted with AES-256-GCM: what goes out tells nothing, and what comes back was not changed. */
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import fc from 'fast-check';
import { fixedRing, MissingKeyError } from '../../platform/keys/key-ring';
import { DamagedPayloadError, EncryptionCodec, keyIdOf } from '../../platform/temporal/payload-codec';
import { keyOfId } from '../support/keys';

const codec = (...ids: string[]) => new EncryptionCodec(fixedRing(ids.map(keyOfId).join(',')));
const payloadOf = (value: unknown): Payload => defaultPayloadConverter.toPayload(value) as Payload;
const sealed = async (by: EncryptionCodec, value: unknown) => (await by.encode([payloadOf(value)]))[0] as Payload;
const opened = async (by: EncryptionCodec, payload: Payload) =>
  defaultPayloadConverter.fromPayload((await by.decode([payload]))[0] as Payload);

test('whatever is encrypted is read back as it was, under any key of the ring', async () => {
  const [before, after] = [codec('a'), codec('b', 'a')];
  await fc.assert(
    // JSON writes a negative zero as 0, encrypted or not.
    fc.asyncProperty(
      fc
        .jsonValue()
        .map(JSON.stringify)
        .map((text) => JSON.parse(text) as unknown),
      async (value) => {
        expect(await opened(after, await sealed(before, value))).toEqual(value);
        expect(await opened(after, await sealed(after, value))).toEqual(value);
      },
    ),
  );
  const bytes = new Uint8Array([0, 1, 255]);
  expect(await opened(before, await sealed(before, bytes))).toEqual(bytes);
});

test('an encrypted payload shows its key id and its length and nothing else, and is never the same twice', async () => {
  const payloads = await Promise.all(Array.from({ length: 500 }, () => sealed(codec('a'), { canary: 'Zqxvorbel' })));
  expect(new Set(payloads.map(({ data }) => Buffer.from(data ?? []).toString('hex'))).size).toBe(500);
  expect(
    new Set(
      payloads.map(({ data }) =>
        Buffer.from(data ?? [])
          .subarray(0, 12)
          .toString('hex'),
      ),
    ).size,
  ).toBe(500);
  const [one] = payloads;
  expect(keyIdOf(one as Payload)).toBe('a');
  expect(Object.keys(one?.metadata ?? {}).sort()).toEqual(['encoding', 'encryption-key-id']);
  expect(Buffer.from(one?.data ?? []).toString('latin1')).not.toMatch(/Zqxvorbel|json|canary/);
});

test('a payload that was changed in any byte, cut or given to another key is refused', async () => {
  const by = codec('a', 'b');
  const good = await sealed(by, { n: 1 });
  const data = Buffer.from(good.data ?? []);
  const refused = async (payload: Payload) => expect(by.decode([payload])).rejects.toThrow(DamagedPayloadError);
  for (let at = 0; at < data.length; at += 1) {
    const changed = Buffer.from(data);
    changed[at] = (changed[at] ?? 0) ^ 1;
    await refused({ ...good, data: changed });
  }
  for (const length of [0, 11, 27, data.length - 1]) await refused({ ...good, data: data.subarray(0, length) });
  await refused({ ...good, metadata: { ...good.metadata, 'encryption-key-id': Buffer.from('b') } });
});

test('another key under the same id is told in plain words', async () => {
  const payload = await sealed(codec('a'), 1);
  const other = new EncryptionCodec(fixedRing(`a:${keyOfId('z').split(':')[1]}`));
  await expect(other.decode([payload])).rejects.toThrow(/CASECLOCK_KEYS holds another key under this id/);
});

test('a missing key is an error of its own that names the key', async () => {
  const payload = await sealed(codec('gone'), 1);
  await expect(codec('a').decode([payload])).rejects.toThrow(MissingKeyError);
  await expect(codec('a').decode([payload])).rejects.toThrow(/"gone"/);
});

test('payloads written before encryption are read as they are', async () => {
  const plain = payloadOf({ written: 'earlier' });
  expect(await codec('a').decode([plain])).toEqual([plain]);
  expect(await codec('a').decode([])).toEqual([]);
});
