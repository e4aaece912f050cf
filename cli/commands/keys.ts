/** `keys list | new | rotate | retire`: the keys that encrypt what Temporal stores, on the machine that has their file. */
import type { Command } from 'commander';
import { readEnv, type Env } from '../../platform/env';
import { retireKey, rotateKeyFile } from '../../platform/keys/key-file';
import { fingerprintOf, keyText, KeyRingError, newKey } from '../../platform/keys/key-text';
import { keyFileOf, keyRingOf } from '../../platform/keys/ring-of-env';
import { openTemporal } from '../../platform/temporal/connect';
import { dataConverterFor } from '../../platform/temporal/data-converter';
import { countKeyUse, PLAIN, type KeyUse } from '../../platform/temporal/key-usage';
import { temporalTlsOf } from '../../platform/tls-files';
import { findRunning } from '../../scripts/start/running-file';
import { exitCodes, Failure } from '../failure';
import { printJson, printTable } from '../terminal';

const wantsJson = (command: Command): boolean => command.optsWithGlobals<{ json?: boolean }>().json === true;

export function addKeyCommands(program: Command): void {
  const keys = program
    .command('keys')
    .description('encryption keys of what Temporal stores (CASECLOCK_KEYS, or a file)');
  keys
    .command('list')
    .description('show the keys, newest first, and how many histories began under each, where Temporal can be reached')
    .action(async (_options: object, command: Command) => list(wantsJson(command)));
  keys
    .command('new')
    .description('print a new key for CASECLOCK_KEYS; it is stored nowhere')
    .action(() => console.log(keyText(newKey(new Date()))));
  keys
    .command('rotate')
    .description('put a new key in front of the key-ring file; running processes take it within a second')
    .action(async (_options: object, command: Command) => {
      const { id } = await plainly(async () => rotateKeyFile(fileOf(readEnv())));
      if (wantsJson(command)) printJson({ current: id });
      else console.log(`New payloads are encrypted with "${id}" within a second. Back up the key-ring file now.`);
    });
  keys
    .command('retire <id>')
    .description('remove a key that no history needs any more')
    .action(async (id: string, _options: object, command: Command) => {
      const env = readEnv();
      const file = fileOf(env);
      await plainly(async () => {
        await requireUnneeded(env, id);
        await retireKey(file, id);
      });
      if (wantsJson(command)) printJson({ retired: id });
      else console.log(`"${id}" is gone from ${file}. Backups made before still need it: keep it with them.`);
    });
}

async function list(json: boolean): Promise<void> {
  const env = readEnv();
  const ring = keyRingOf(env, false).all();
  const uses = await usesIn(env);
  const rows = ring.map((key, n) => ({
    id: key.id,
    current: n === 0,
    fingerprint: fingerprintOf(key),
    ...(uses === null ? {} : { open: 0, ended: 0, ...uses.get(key.id) }),
  }));
  const known = new Set(ring.map(({ id }) => id));
  const others = [...(uses ?? [])].filter(([id]) => !known.has(id));
  if (json) return printJson({ keys: rows, others: others.map(([id, use]) => ({ id, ...use })) });
  const count = (use: KeyUse | undefined) => (uses === null ? ['?', '?'] : [`${use?.open ?? 0}`, `${use?.ended ?? 0}`]);
  printTable(
    ['KEY', 'CURRENT', 'FINGERPRINT', 'OPEN HISTORIES', 'ENDED HISTORIES'],
    [
      ...rows.map((row) => [row.id, row.current ? 'yes' : '', row.fingerprint, ...count(uses?.get(row.id))]),
      ...others.map(([id, use]) => [id, id === PLAIN ? '' : 'MISSING', '', ...count(use)]),
    ],
  );
  console.log(
    uses === null
      ? 'Temporal cannot be reached, so nothing is counted. Start Caseclock, or set TEMPORAL_ADDRESS.'
      : 'A history counts under the key it began with. A key is needed while a history began under it or an older one.',
  );
}

/** @throws Failure unless it is sure that no history needs the key. */
async function requireUnneeded(env: Env, id: string): Promise<void> {
  const ring = keyRingOf(env, false).all();
  const uses = await usesIn(env);
  if (uses === null) {
    throw new Failure(
      exitCodes.unavailable,
      'Temporal cannot be reached, so it is not known whether a history needs this key. Start Caseclock and try again.',
    );
  }
  const place = ring.findIndex((key) => key.id === id);
  const newer = new Set(ring.slice(0, Math.max(place, 0)).map((key) => key.id));
  const needing = [...uses].filter(([began]) => began !== PLAIN && !newer.has(began));
  const histories = needing.reduce((sum, [, use]) => sum + use.open + use.ended, 0);
  if (place >= 0 && histories > 0) {
    throw new Failure(
      exitCodes.refused,
      `${histories} histories began under "${id}" or an older key and need it. Wait until their cases are closed and ` +
        "Temporal's retention has passed; `npx caseclock keys list` counts them.",
    );
  }
}

/** Null where no Temporal is known or it does not answer. */
async function usesIn(env: Env): Promise<Map<string, KeyUse> | null> {
  const running = findRunning(env.CASECLOCK_DATA);
  const address = env.TEMPORAL_ADDRESS ?? running?.temporalAddress;
  if (address === undefined) return null;
  const { client, connection } = openTemporal({
    address,
    namespace: env.TEMPORAL_ADDRESS === undefined ? (running?.namespace ?? 'default') : env.TEMPORAL_NAMESPACE,
    dataConverter: dataConverterFor(keyRingOf(env, false)),
    security: env.TEMPORAL_ADDRESS === undefined ? undefined : temporalTlsOf(env),
  });
  try {
    const reached = await client
      .withDeadline(Date.now() + REACH_WITHIN_MS, () => client.workflowService.getSystemInfo({}))
      .catch(() => null);
    return reached && (await countKeyUse(client));
  } finally {
    await connection.close();
  }
}

const REACH_WITHIN_MS = 5_000;

function fileOf(env: Env): string {
  const file = keyFileOf(env);
  if (file !== null) return file;
  throw new Failure(
    exitCodes.usage,
    'The keys stand in CASECLOCK_KEYS, which only you can change: put a key of `npx caseclock keys new` behind the ' +
      'others in every process first, then in front in every process. Or name a file in CASECLOCK_KEYS_FILE.',
  );
}

async function plainly<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof KeyRingError) throw new Failure(exitCodes.refused, error.message);
    throw error;
  }
}
