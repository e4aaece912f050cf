/** Reads the settings of a process from its environment, once, and refuses bad ones in plain words; it starts nothing. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { checkTls, tlsVariables, withDatabaseTls } from './env-tls';
import { signInVariables } from './sign-in-env';

const port = (what: string) =>
  z.coerce
    .number({ error: `must be a port number for ${what}, 0 to 65535` })
    .int({ error: `must be a whole port number for ${what}` })
    .min(0, { error: `must be a port number for ${what}, 0 to 65535` })
    .max(65_535, { error: `must be a port number for ${what}, 0 to 65535` });

const absolute = (value: string) => path.resolve(value.replace(/^~(?=$|[/\\])/, homedir()));

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must be a PostgreSQL address such as postgresql://user:password@host:5432/caseclock',
});

const variables = z.object({
  /** As the application's role. */
  DATABASE_URL: postgresUrl.optional(),
  /** As the owner of the tables: for migrations only. Without it DATABASE_URL has to be the owner's. */
  DATABASE_OWNER_URL: postgresUrl.optional(),
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^[^\s/]+:\d{1,5}$/, {
      error: 'must be host:port of a Temporal server, such as 127.0.0.1:7233, without a scheme',
    })
    .optional(),
  TEMPORAL_NAMESPACE: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/, {
      error: 'must be a Temporal namespace: letters, digits, dots, dashes and underscores',
    })
    .default('default'),
  TEMPORAL_CLI: z.string().transform(absolute).optional(),
  TEMPORAL_TEST_SERVER: z.string().transform(absolute).optional(),
  TEMPORAL_UI_PORT: port('the Temporal Web UI').optional(),
  CASECLOCK_DATA: z.string().default('./.data').transform(absolute),
  CASECLOCK_CACHE: z.string().default('~/.cache/caseclock').transform(absolute),
  PORT: port('the API').default(8080),
  HOST: z
    .string()
    .regex(/^\S+$/, { error: 'must be a host name or address to listen on, without spaces' })
    .default('127.0.0.1'),
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).default('info'),
  TASK_QUEUE: z
    .string()
    .max(1000, { error: 'must be a task queue name of at most 1000 characters' })
    .default('caseclock'),
  WORKER_MEMORY_MB: z.coerce
    .number({ error: 'must be the memory for a worker in megabytes, such as 1024' })
    .int({ error: 'must be a whole number of megabytes' })
    .min(256, { error: 'must be at least 256 megabytes' })
    .default(1024),
  WORKER_STICKY_SECONDS: z.coerce
    .number({ error: 'must be the seconds a case waits for a worker that died, such as 300' })
    .int({ error: 'must be a whole number of seconds' })
    .min(5, { error: 'must be at least 5 seconds' })
    .default(60),
  ...tlsVariables,
  ...signInVariables,
});
const envSchema = variables.superRefine(checkTls).transform(withDatabaseTls);

/** Variables that may be given as a file instead: `DATABASE_URL_FILE` names a file that holds DATABASE_URL. */
export const secretVariables: readonly string[] = [
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'CASECLOCK_KEYS',
  'TEMPORAL_API_KEY',
  ...['CASECLOCK_SECRET', 'OIDC_CLIENT_SECRET', 'SMTP_URL'],
];

/** The settings of a process: paths are absolute, numbers are numbers, an unset variable has its default or is absent. */
export type Env = z.infer<typeof envSchema>;

/** The environment has a variable that cannot be used. `faults` names each variable and what it must be. */
export class EnvError extends Error {
  override readonly name = 'EnvError';
  constructor(readonly faults: readonly { variable: string; mustBe: string }[]) {
    super(
      ['The environment cannot be used:', ...faults.map((fault) => `  ${fault.variable} ${fault.mustBe}`)].join('\n') +
        '\nSet each of these right, or unset it to get its default, and start again.',
    );
  }
}

/**
 * Parses an environment. An empty or blank variable counts as unset, because that is what shells and compose files
 * leave behind for "not given". Throws `EnvError` with every fault at once; it never prints a variable's value,
 * which may be a password.
 */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  for (const name of secretVariables) {
    const file = given[`${name}_FILE`];
    if (file === undefined) continue;
    if (given[name] !== undefined) {
      throw new EnvError([{ variable: name, mustBe: `must not be set together with ${name}_FILE` }]);
    }
    given[name] = readSecretFile(`${name}_FILE`, file);
  }
  const parsed = envSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new EnvError(
    parsed.error.issues.map((issue) => ({ variable: String(issue.path[0] ?? 'environment'), mustBe: issue.message })),
  );
}

function readSecretFile(variable: string, file: string): string {
  try {
    return readFileSync(absolute(file), 'utf8').trim();
  } catch {
    throw new EnvError([{ variable, mustBe: 'must name a file that this process can read' }]);
  }
}
