/** `token create`: makes an API token in the database itself, for whoever may read the database. */
import type { Command } from 'commander';
import { createToken } from '../../api/auth/tokens';
import { appendAudit } from '../../platform/audit/writer';
import { openDb } from '../../platform/db';
import { readEnv } from '../../platform/env';
import { findRunning } from '../../scripts/start/running-file';
import { exitCodes, Failure } from '../failure';
import { printJson } from '../terminal';

interface Options {
  user?: string;
  name: string;
  days?: string;
}

export function addTokenCommands(program: Command): void {
  program
    .command('token')
    .description('API tokens')
    .command('create')
    .description('make a token; it is shown once. Needs DATABASE_URL, or a running `npm start` on CASECLOCK_DATA')
    .option('--user <email>', 'whose token; by default the first administrator')
    .option('--name <text>', 'what it is for', 'command line')
    .option('--days <n>', 'valid so many days; without it until revoked')
    .action(async (options: Options, command: Command) => {
      const token = await create(options);
      if (command.optsWithGlobals<{ json?: boolean }>().json) printJson({ token });
      else console.log(token);
    });
}

async function create({ user, name, days }: Options): Promise<string> {
  const env = readEnv();
  const url = env.DATABASE_URL ?? findRunning(env.CASECLOCK_DATA)?.databaseUrl;
  if (url === undefined) {
    throw new Failure(
      exitCodes.unavailable,
      `Nothing runs on ${env.CASECLOCK_DATA}. Run \`npm start\` first, set CASECLOCK_DATA to its directory, or set DATABASE_URL.`,
    );
  }
  const valid = days === undefined ? null : Number(days);
  if (valid !== null && !(Number.isInteger(valid) && valid > 0)) {
    throw new Failure(exitCodes.usage, `--days ${days} is not a number of days.`);
  }
  const db = openDb({ url, poolSize: 2 });
  try {
    const found = await db.prisma.user.findFirst({
      where: user === undefined ? { roles: { has: 'administrator' }, active: true } : { email: user, active: true },
      orderBy: { createdAt: 'asc' },
    });
    if (!found) throw new Failure(exitCodes.notFound, `There is no active user ${user ?? 'who is an administrator'}.`);
    const token = await createToken(
      db,
      found.id,
      name,
      valid === null ? null : new Date(Date.now() + valid * 86_400_000),
    );
    // Nobody is signed in here: whoever may read the database may make a token, and it is on record whose.
    const who = { actorType: 'system', actorId: 'command-line', purpose: 'operations' } as const;
    await appendAudit(db.pool, {
      ...who,
      action: 'token.create',
      outcome: 'ok',
      data: { user: found.id, days: valid },
    });
    return token;
  } finally {
    await db.close();
  }
}
