/** `backup` and `restore`: the whole Caseclock in one encrypted file, and back. Works on the databases themselves, not through the API. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { BackupError, findPassphrase } from '../../platform/backup/passphrase';
import { checkBackup } from '../../platform/backup/read-backup';
import { restoreBackup, type RestoreTarget } from '../../platform/backup/restore-backup';
import { writeBackup, type BackupSources } from '../../platform/backup/write-backup';
import { readEnv, type Env } from '../../platform/env';
import { startEmbeddedPostgres } from '../../platform/postgres/embedded';
import { DataDirectoryInUseError, isSameProcess, type Say } from '../../platform/server-process';
import { findRunning } from '../../scripts/start/running-file';
import { exitCodes, Failure } from '../failure';
import { printJson } from '../terminal';

interface Options {
  passphraseFile?: string;
  replace?: boolean;
  check?: boolean;
}

const HELP = `
The passphrase: --passphrase-file <file>, or CASECLOCK_BACKUP_PASSPHRASE_FILE, or CASECLOCK_BACKUP_PASSPHRASE; at least
16 characters. Without DATABASE_URL it is about the embedded databases in CASECLOCK_DATA; DATABASE_OWNER_URL names the
owner of the tables, where that is not the account in DATABASE_URL. See docs/operations.md.`;

export function addBackupCommands(program: Command): void {
  program
    .command('backup <file>')
    .description('write both databases and the keys into one encrypted file; Caseclock goes on meanwhile')
    .option('--passphrase-file <file>', 'file that holds the passphrase')
    .addHelpText('after', HELP)
    .action((file: string, options: Options, command: Command) => run(command, (say) => backup(file, options, say)));
  program
    .command('restore <file>')
    .description('put a backup back into an empty data directory or database; Caseclock must not run there')
    .option('--passphrase-file <file>', 'file that holds the passphrase')
    .option('--replace', 'move what is there aside first; nothing is deleted')
    .option('--check', 'only read the whole backup and say what is in it')
    .addHelpText('after', HELP)
    .action((file: string, options: Options, command: Command) => run(command, (say) => restore(file, options, say)));
}

interface Said {
  readonly json: object;
  readonly lines: readonly string[];
}

async function run(command: Command, work: (say: Say) => Promise<Said>): Promise<void> {
  const json = command.optsWithGlobals<{ json?: boolean }>().json === true;
  try {
    const said = await work((message) => (json ? undefined : console.log(message)));
    if (json) printJson(said.json);
    else for (const line of said.lines) console.log(line);
  } catch (error) {
    if (!(error instanceof BackupError) && !(error instanceof DataDirectoryInUseError)) throw error;
    throw new Failure(exitCodes.refused, error.message, { title: error.name, detail: error.message });
  }
}

const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

async function backup(file: string, options: Options, say: Say): Promise<Said> {
  const passphrase = findPassphrase(options.passphraseFile);
  const env = readEnv();
  const database = await databaseOf(env, say);
  try {
    const made = await writeBackup(
      file,
      passphrase,
      { databaseUrl: database.url, dataDir: env.CASECLOCK_DATA, temporal: temporalOf(env) },
      say,
    );
    const { heldMs } = made;
    return {
      json: made,
      lines: [
        `${file}: ${made.rows} rows of ${made.tables} tables, ${megabytes(made.bytes)}, in ${made.seconds.toFixed(1)} s.`,
        `Files in it: ${made.files.join(', ') || 'none'}.`,
        made.temporal === 'external'
          ? "Temporal's histories are not in it: your own server has its own backup. After a restore run `caseclock reconcile --repair`."
          : `Temporal's histories are in it${heldMs === null ? '' : `; Temporal was held still for ${heldMs.toFixed(0)} ms`}.`,
        'It opens with the passphrase and nothing else: keep the two apart.',
      ],
    };
  } finally {
    await database.stop();
  }
}

async function restore(file: string, options: Options, say: Say): Promise<Said> {
  const passphrase = findPassphrase(options.passphraseFile);
  if (options.check) {
    const { manifest, rows, files } = await checkBackup(file, passphrase);
    return {
      json: { ...manifest, rows, files },
      lines: [
        `${file} is whole: made ${manifest.madeAt}, ${rows} rows of ${manifest.tables.length} tables.`,
        `Files in it: ${files.join(', ') || 'none'}. Newest migration: ${manifest.migrations.at(-1)?.name ?? 'none'}.`,
      ],
    };
  }
  const env = readEnv();
  const running = findRunning(env.CASECLOCK_DATA);
  if (running) {
    throw new DataDirectoryInUseError(
      `A Caseclock runs on ${env.CASECLOCK_DATA} (process ${running.pid}). Stop it, then restore.`,
    );
  }
  const target: RestoreTarget = {
    databaseUrl: env.DATABASE_URL === undefined ? null : ownerUrl(env.DATABASE_URL),
    dataDir: env.CASECLOCK_DATA,
    temporal: env.TEMPORAL_ADDRESS === undefined ? 'embedded' : 'external',
    replace: options.replace === true,
  };
  const done = await restoreBackup(file, passphrase, target, say);
  return {
    json: done,
    lines: [
      `Restored what was backed up ${done.madeAt}: ${done.rows} rows in ${done.seconds.toFixed(1)} s.`,
      ...(done.files.length > 0 ? [`Files put back: ${done.files.join(', ')}.`] : []),
      ...(done.migrated.length > 0 ? [`Brought up to date: ${done.migrated.join(', ')}.`] : []),
      ...done.setAside.map((where) => `What was there before is kept: ${where}.`),
      'Start Caseclock, then run `npx caseclock reconcile --repair`: it compares every case with its workflow.',
    ],
  };
}

/** The owner's address: the account of the application may not read everything, and may not fill tables. */
function ownerUrl(otherwise: string): string {
  const { DATABASE_OWNER_URL: given, DATABASE_OWNER_URL_FILE: file } = process.env;
  if (file) return readFileSync(file, 'utf8').trim();
  return given || otherwise;
}

async function databaseOf(env: Env, say: Say): Promise<{ url: string; stop(): Promise<void> }> {
  const nothing = () => Promise.resolve();
  if (env.DATABASE_URL !== undefined) return { url: ownerUrl(env.DATABASE_URL), stop: nothing };
  const dataDir = env.CASECLOCK_DATA;
  const passwordFile = path.join(dataDir, 'postgres.password');
  if (!existsSync(passwordFile)) {
    throw new BackupError(
      `There is no Caseclock in ${dataDir}. Set CASECLOCK_DATA to its data directory, or DATABASE_URL to its database.`,
    );
  }
  const running = findRunning(dataDir);
  if (running) {
    const url = new URL(running.databaseUrl);
    url.username = 'caseclock';
    url.password = readFileSync(passwordFile, 'utf8').trim();
    return { url: url.href, stop: nothing };
  }
  say('Nothing runs there: starting PostgreSQL for the backup');
  const server = await startEmbeddedPostgres({ dataDir });
  return { url: server.url, stop: () => server.stop() };
}

const Pid = z.object({ pid: z.int(), identity: z.string() });

function temporalOf(env: Env): BackupSources['temporal'] {
  if (env.TEMPORAL_ADDRESS !== undefined) return { is: 'external' };
  const file = path.join(env.CASECLOCK_DATA, 'temporal.pid.json');
  const found = existsSync(file) ? Pid.safeParse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
  if (found?.success && isSameProcess(found.data.pid, found.data.identity))
    return { is: 'running', pid: found.data.pid };
  return { is: 'stopped' };
}
