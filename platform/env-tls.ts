/** The settings of encryption: keys of payloads, and TLS for PostgreSQL, Temporal and HTTP. Reads no file but names them. */
import { homedir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';

const file = z
  .string()
  .transform((value) => path.resolve(value.replace(/^~(?=$|[/\\])/, homedir())))
  .optional();

const origins = z
  .string()
  .transform((value) => value.split(/[\s,]+/).filter(Boolean))
  .refine((values) => values.every(isOrigin), {
    error: 'must be origins such as https://temporal.example.org, separated by commas, without a path',
  });

/** Spread into the schema of the environment. */
const linkNames = ['database', 'temporal', 'http'] as const;

export const tlsVariables = {
  CASECLOCK_KEYS: z.string().optional(),
  CASECLOCK_KEYS_FILE: file,
  DATABASE_CA_FILE: file,
  DATABASE_CERT_FILE: file,
  DATABASE_KEY_FILE: file,
  TEMPORAL_TLS: z.enum(['on', 'off'], { error: 'must be on or off' }).optional(),
  TEMPORAL_TLS_CA_FILE: file,
  TEMPORAL_TLS_CERT_FILE: file,
  TEMPORAL_TLS_KEY_FILE: file,
  TEMPORAL_TLS_SERVER_NAME: z.string().optional(),
  TEMPORAL_API_KEY: z.string().optional(),
  TEMPORAL_UI_ORIGIN: origins.optional(),
  /** Links to other hosts that may go without TLS, because what is between is trusted. */
  INSECURE_LINKS: z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim()))
    .pipe(z.array(z.enum(linkNames, { error: `must be of ${linkNames.join(', ')}, with commas between` })))
    .optional(),
  TLS_CERT_FILE: file,
  TLS_KEY_FILE: file,
};

type Settings = z.infer<z.ZodObject<typeof tlsVariables>> & { readonly DATABASE_URL?: string | undefined };

/** A certificate without its key, or the reverse, and an address whose sslmode checks nothing, are faults. */
export function checkTls(settings: Settings, context: z.RefinementCtx<Settings>): void {
  const fault = (variable: string, message: string) => context.addIssue({ code: 'custom', path: [variable], message });
  const pairs = [
    ['DATABASE_CERT_FILE', 'DATABASE_KEY_FILE'],
    ['TEMPORAL_TLS_CERT_FILE', 'TEMPORAL_TLS_KEY_FILE'],
    ['TLS_CERT_FILE', 'TLS_KEY_FILE'],
  ] as const;
  for (const [certificate, key] of pairs) {
    if (settings[certificate] !== undefined && settings[key] === undefined) fault(key, `is needed with ${certificate}`);
    if (settings[key] !== undefined && settings[certificate] === undefined) fault(certificate, `is needed with ${key}`);
  }
  const mode = settings.DATABASE_URL === undefined ? null : new URL(settings.DATABASE_URL).searchParams.get('sslmode');
  if (mode === 'no-verify') {
    fault('DATABASE_URL', 'must not have sslmode=no-verify, which trusts any server; name its CA in DATABASE_CA_FILE');
  }
  if (mode === 'disable' && settings.DATABASE_CA_FILE !== undefined) {
    fault('DATABASE_URL', 'must not have sslmode=disable together with DATABASE_CA_FILE');
  }
  const temporalTls = settings.TEMPORAL_TLS_CA_FILE ?? settings.TEMPORAL_TLS_CERT_FILE ?? settings.TEMPORAL_API_KEY;
  if (settings.TEMPORAL_TLS === 'off' && temporalTls !== undefined) {
    fault('TEMPORAL_TLS', 'must not be off together with certificates or an API key of Temporal');
  }
}

/**
 * DATABASE_URL with the files in it, in the words of libpq. Whoever opens a connection takes the address alone, pg_dump
 * included, so none can forget them. A named CA means verify-full: the certificate and the host's name are checked.
 */
export function withDatabaseTls<T extends Settings>(settings: T): T {
  const { DATABASE_URL, DATABASE_CA_FILE, DATABASE_CERT_FILE, DATABASE_KEY_FILE } = settings;
  if (DATABASE_URL === undefined) return settings;
  const url = new URL(DATABASE_URL);
  const files = { sslrootcert: DATABASE_CA_FILE, sslcert: DATABASE_CERT_FILE, sslkey: DATABASE_KEY_FILE };
  const given = Object.entries(files).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const mode = url.searchParams.get('sslmode');
  if (given.length === 0 && (mode === null || mode === 'disable')) return settings;
  // The driver treats require and verify-ca as verify-full already; libpq's own tools do so only when told.
  url.searchParams.set('sslmode', 'verify-full');
  for (const [name, value] of given) url.searchParams.set(name, value);
  return { ...settings, DATABASE_URL: url.href };
}

interface OpenLink {
  readonly link: (typeof linkNames)[number];
  readonly words: string;
}
type Addresses = Settings & {
  readonly TEMPORAL_ADDRESS?: string | undefined;
  readonly HOST?: string;
  readonly PUBLIC_URL?: string | undefined;
};

/** Connections that leave this machine without TLS. */
export function openLinks(settings: Addresses): OpenLink[] {
  const links: OpenLink[] = [];
  const database = settings.DATABASE_URL === undefined ? null : new URL(settings.DATABASE_URL);
  if (database && !isLoopback(database.hostname) && !database.searchParams.has('sslmode')) {
    links.push({
      link: 'database',
      words: 'PostgreSQL is on another host and reached without TLS: set DATABASE_CA_FILE.',
    });
  }
  const temporal = settings.TEMPORAL_ADDRESS?.replace(/:\d+$/, '');
  if (temporal !== undefined && !isLoopback(temporal) && !wantsTemporalTls(settings)) {
    links.push({
      link: 'temporal',
      words: 'Temporal is on another host and reached without TLS: set TEMPORAL_TLS_CA_FILE, or TEMPORAL_TLS=on.',
    });
  }
  const behindProxy = settings.PUBLIC_URL?.startsWith('https:') ?? false;
  const served = settings.HOST !== undefined && !isLoopback(settings.HOST);
  if (served && settings.TLS_CERT_FILE === undefined && !behindProxy) {
    links.push({
      link: 'http',
      words:
        'HTTP is served to other hosts without TLS: set TLS_CERT_FILE and TLS_KEY_FILE, or put a TLS proxy before it ' +
        'and its address into PUBLIC_URL.',
    });
  }
  return links;
}

/**
 * Refuses to run over open links, unless INSECURE_LINKS names them.
 * @returns what to warn of: the links that are open because somebody said so.
 * @throws OpenLinksError with every link at once.
 */
export function requireSafeLinks(settings: Addresses): string[] {
  const allowed = settings.INSECURE_LINKS ?? [];
  const links = openLinks(settings);
  const refused = links.filter(({ link }) => !allowed.includes(link));
  if (refused.length > 0) throw new OpenLinksError(refused);
  return links.map(({ words }) => words);
}

/** A connection would leave this machine in the clear. */
export class OpenLinksError extends Error {
  override readonly name = 'OpenLinksError';
  constructor(links: readonly OpenLink[]) {
    super(
      `${links.map(({ words }) => words).join('\n')}\n` +
        `Where what is between is trusted, say so: INSECURE_LINKS=${links.map(({ link }) => link).join(',')}.`,
    );
  }
}

export const wantsTemporalTls = (settings: Settings): boolean =>
  settings.TEMPORAL_TLS === 'on' ||
  [settings.TEMPORAL_TLS_CA_FILE, settings.TEMPORAL_TLS_CERT_FILE, settings.TEMPORAL_API_KEY].some(
    (value) => value !== undefined,
  );

const isLoopback = (host: string): boolean => /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/i.test(host);

function isOrigin(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) && new URL(value).origin === value;
}
