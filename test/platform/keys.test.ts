/** M4 the keys that encrypt what Temporal stores: where they come from, how they change, what is refused. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EnvError, readEnv } from '../../platform/env';
import { ensureKeyFile, keyFileIn, retireKey, rotateKeyFile } from '../../platform/keys/key-file';
import { fileRing, fixedRing, MissingKeyError } from '../../platform/keys/key-ring';
import { fingerprintOf, keyText, newKey, parseKeys } from '../../platform/keys/key-text';
import { keyRingOf } from '../../platform/keys/ring-of-env';
import { keyOfId } from '../support/keys';

const folder = mkdtempSync(path.join(tmpdir(), 'caseclock-keys-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const secretOf = (text: string) => text.split(':')[1] ?? '';

test('the first key is the current one, and each key is found by its id', () => {
  const ring = fixedRing(`${keyOfId('new')}, ${keyOfId('old')}\n${keyOfId('older')}`);
  expect(ring.current().id).toBe('new');
  expect(ring.all().map(({ id }) => id)).toEqual(['new', 'old', 'older']);
  expect(keyText(ring.find('old'))).toBe(keyOfId('old'));
});

test.each<[string, string, RegExp]>([
  ['nothing', ' , ', /There is no encryption key/],
  ['no id', `:${secretOf(keyOfId('a'))}`, /key 1 must be id:base64url/],
  ['an id that would not fit in a log line', `a\u001b[31m:${secretOf(keyOfId('a'))}`, /key 1 must be id:base64url/],
  ['a key of 16 bytes', 'short:AAAAAAAAAAAAAAAAAAAAAA', /key 1 \("short"\) has 16 bytes; it must have 32/],
  ['two keys of one id', `${keyOfId('a')},a:${secretOf(keyOfId('b'))}`, /keys 1 and 2 have the same id/],
  ['one key under two ids', `${keyOfId('a')},b:${secretOf(keyOfId('a'))}`, /keys 1 and 2 have the same id or the same/],
])('%s is refused by its place, and no key is repeated in the message', (_what, text, words) => {
  let message = '';
  try {
    parseKeys(text);
  } catch (error) {
    message = error instanceof Error ? error.message : '';
  }
  expect(message).toMatch(words);
  expect(message).not.toContain(secretOf(keyOfId('a')));
});

test('a new key has 256 random bits, its day in its name, and a fingerprint that does not tell it', () => {
  const [a, b] = [newKey(new Date('2026-11-25T12:00:00Z')), newKey(new Date())];
  expect(a.id).toMatch(/^2026-11-25-[0-9a-f]{6}$/);
  expect(a.secret.symmetricKeySize).toBe(32);
  expect(a.secret.equals(b.secret)).toBe(false);
  expect(fingerprintOf(a)).toMatch(/^[0-9a-f]{8}$/);
  expect(parseKeys(keyText(a))[0]?.secret.equals(a.secret)).toBe(true);
});

test('a missing key is named in plain words with what to do, once a minute, and never as text somebody chose', () => {
  const said: string[] = [];
  const ring = fixedRing(keyOfId('a'), { onFault: (message) => said.push(message) });
  expect(() => ring.find('lost')).toThrow(MissingKeyError);
  expect(() => ring.find('lost')).toThrow(/the key "lost", which this process does not have. Put that key back/);
  expect(said).toHaveLength(1);
  expect(() => ring.find('x\n{"level":"fatal"}')).toThrow(/"\(not a key id\)"/);
});

test('a key-ring file is made once, readable by its owner only, whoever asks first', async () => {
  const file = keyFileIn(path.join(folder, 'first'));
  await Promise.all(Array.from({ length: 5 }, async () => ensureKeyFile(file)));
  const before = readFileSync(file, 'utf8');
  ensureKeyFile(file);
  expect(readFileSync(file, 'utf8')).toBe(before);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(parseKeys(before)).toHaveLength(1);
});

test('a rotated file is noticed without a restart: a new key at once when it is needed, the current one within a second', async () => {
  const file = keyFileIn(path.join(folder, 'rotated'));
  ensureKeyFile(file);
  const ring = fileRing(file);
  const first = ring.current().id;
  const { id } = await rotateKeyFile(file);
  expect(ring.find(id).id).toBe(id);
  expect(ring.current().id).toBe(id);
  expect(ring.find(first).id).toBe(first);
  const { id: third } = await rotateKeyFile(file);
  const from = performance.now();
  while (ring.current().id !== third) await new Promise(setImmediate);
  expect(performance.now() - from).toBeLessThan(1_500);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('rotations at the same time all leave their key', async () => {
  const file = keyFileIn(path.join(folder, 'at-once'));
  ensureKeyFile(file);
  const made = await Promise.all(Array.from({ length: 4 }, () => rotateKeyFile(file)));
  const ids = parseKeys(readFileSync(file, 'utf8')).map(({ id }) => id);
  expect(ids).toHaveLength(5);
  expect(ids).toEqual(expect.arrayContaining(made.map(({ id }) => id)));
});

test('a file that becomes unusable is reported, and the keys read before stay in use', () => {
  const file = path.join(folder, 'spoiled');
  writeFileSync(file, keyOfId('a'));
  const said: string[] = [];
  const ring = fileRing(file, { onFault: (message) => said.push(message) });
  writeFileSync(file, 'half a k');
  expect(ring.all().map(({ id }) => id)).toEqual(['a']);
  rmSync(file);
  expect(ring.all().map(({ id }) => id)).toEqual(['a']);
  expect(said.join('\n')).toMatch(/cannot be used: .*stay in use[\s\S]*cannot be read\..*stay in use/);
  writeFileSync(file, `${keyOfId('b')} ${keyOfId('a')}`);
  expect(ring.all().map(({ id }) => id)).toEqual(['b', 'a']);
});

test('the current key cannot be retired, an older one can', async () => {
  const file = keyFileIn(path.join(folder, 'retired'));
  ensureKeyFile(file);
  const [old] = parseKeys(readFileSync(file, 'utf8'));
  const { id } = await rotateKeyFile(file);
  await expect(retireKey(file, id)).rejects.toThrow(/is the current key. Rotate first/);
  await expect(retireKey(file, 'none')).rejects.toThrow(/There is no key "none"/);
  await retireKey(file, old?.id ?? '');
  expect(parseKeys(readFileSync(file, 'utf8')).map((key) => key.id)).toEqual([id]);
});

test('keys come from the environment, or from a file that it names, and otherwise from the data directory', () => {
  const named = path.join(folder, 'named');
  writeFileSync(named, `${keyOfId('from-file')}\n`);
  const data = path.join(folder, 'data');
  const ids = (env: NodeJS.ProcessEnv, make: boolean) =>
    keyRingOf(readEnv({ CASECLOCK_DATA: data, ...env }), make)
      .all()
      .map(({ id }) => id);
  expect(ids({ CASECLOCK_KEYS: keyOfId('from-env') }, false)).toEqual(['from-env']);
  expect(ids({ CASECLOCK_KEYS_FILE: named }, false)).toEqual(['from-file']);
  expect(() => ids({ CASECLOCK_KEYS: keyOfId('a'), CASECLOCK_KEYS_FILE: named }, false)).toThrow(
    /must not be set together/,
  );
  expect(() => ids({}, false)).toThrow(/CASECLOCK_KEYS must hold the keys[\s\S]*caseclock keys new/);
  const [own] = ids({}, true);
  expect(ids({}, false)).toEqual([own]);
  expect(() => ids({ CASECLOCK_KEYS: 'a:b' }, false)).toThrow(EnvError);
});
