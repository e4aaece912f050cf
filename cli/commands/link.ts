/** `link create`: makes a link to choose a password in the database itself, for whoever may read the database. */
import type { Command } from 'commander';
import { createLink, linkAddress } from '../../api/sign-in/links';
import { openDb } from '../../platform/db';
import { readEnv } from '../../platform/env';
import { findRunning } from '../../scripts/start/running-file';
import { exitCodes, Failure } from '../failure';
import { printJson } from '../terminal';

export function addLinkCommands(program: Command): void {
  program
    .command('link')
    .description('links to choose a password')
    .command('create')
    .description(
      'make a link for somebody who cannot sign in and whom nobody can help. Needs DATABASE_URL, or a running `npm start` on CASECLOCK_DATA',
    )
    .option('--user <email>', 'whose; by default the first administrator')
    .action(async ({ user }: { user?: string }, command: Command) => {
      const link = await create(user, command.optsWithGlobals<{ url?: string }>().url);
      if (command.optsWithGlobals<{ json?: boolean }>().json) printJson({ link });
      else console.log(link);
    });
}

async function create(user: string | undefined, apiUrl: string | undefined): Promise<string> {
  const env = readEnv();
  const running = findRunning(env.CASECLOCK_DATA);
  const url = env.DATABASE_URL ?? running?.databaseUrl;
  const origin = env.PUBLIC_URL ?? apiUrl ?? running?.apiUrl;
  if (url === undefined || origin === undefined) {
    throw new Failure(
      exitCodes.unavailable,
      `Nothing runs on ${env.CASECLOCK_DATA}. Run \`npm start\` first, set CASECLOCK_DATA to its directory, or set DATABASE_URL and PUBLIC_URL.`,
    );
  }
  const db = openDb({ url, poolSize: 2 });
  try {
    const found = await db.prisma.user.findFirst({
      where: {
        active: true,
        kind: 'person',
        ...(user === undefined
          ? { roles: { has: 'administrator' } }
          : { email: { equals: user, mode: 'insensitive' as const } }),
      },
      include: { password: true },
      orderBy: { createdAt: 'asc' },
    });
    if (!found)
      throw new Failure(exitCodes.notFound, `There is no active ${user ?? 'person who is an administrator'}.`);
    const purpose = found.password ? 'reset' : found.email.endsWith('.invalid') ? 'first-administrator' : 'invitation';
    return linkAddress(new URL(origin).origin, await createLink(db.pool, found.id, purpose, Date.now()));
  } finally {
    await db.close();
  }
}
