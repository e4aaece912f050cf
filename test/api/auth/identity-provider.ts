/** A real OpenID Connect provider for tests, run here: discovery, PKCE, signed tokens; whoever comes is who they say. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type Provider from 'oidc-provider';

export interface Account {
  readonly email: string;
  readonly verified: boolean;
  /** How it says that the person was recognised. */
  readonly amr?: readonly string[];
}

export interface IdentityProvider {
  readonly issuer: string;
  /** By subject. */
  readonly accounts: Map<string, Account>;
  /** While true, ID tokens come with a signature that is not theirs. */
  forging: boolean;
  /** Goes through the provider's pages as that subject. @returns where the browser is sent back to. */
  visit(location: string, subject: string): Promise<string>;
  close(): Promise<void>;
}

export const CLIENT = { clientId: 'caseclock', clientSecret: 'a secret between two servers' } as const;

/** @param callback where the application under test takes people back; known once it listens. */
export async function startIdentityProvider(callback: () => string): Promise<IdentityProvider> {
  const accounts = new Map<string, Account>();
  const speakAgain = hush();
  const { default: OidcProvider } = await import('oidc-provider');
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let provider: Provider | undefined;
  // The client's address is known only once the application listens: the provider is made at its first request.
  server.on('request', (req, res) => {
    provider ??= makeProvider(OidcProvider, issuer, accounts, callback());
    const interaction = (req.url ?? '').startsWith('/interaction/');
    if (running.forging && req.url === '/token') forge(res);
    void (interaction ? interact(provider, accounts, req, res) : provider.callback()(req, res));
  });
  const running: IdentityProvider = {
    issuer,
    accounts,
    forging: false,
    visit: (location, subject) => walk(issuer, location, subject),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        speakAgain();
        server.closeAllConnections();
      }),
  };
  return running;
}

/** Another letter in the midst of the signature; everything else about the answer is as it should be. */
function forge(res: ServerResponse): void {
  const end = res.end.bind(res) as (body?: unknown) => ServerResponse;
  const altered = (body: unknown) =>
    String(body).replace(
      /("id_token":"[^"]+\.)([^".]{40})(.)/,
      (_all, head: string, start: string, letter: string) => head + start + (letter === 'A' ? 'B' : 'A'),
    );
  res.end = ((body?: unknown) =>
    end(typeof body === 'string' || Buffer.isBuffer(body) ? altered(body) : body)) as typeof res.end;
}

function makeProvider(
  OidcProvider: typeof Provider,
  issuer: string,
  accounts: Map<string, Account>,
  callback: string,
): Provider {
  return new OidcProvider(issuer, {
    clients: [{ client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret, redirect_uris: [callback] }],
    conformIdTokenClaims: false,
    claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'] },
    cookies: { keys: ['only for tests'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, subject) => ({
      accountId: subject,
      claims: () => {
        const { email, verified } = accounts.get(subject) ?? { email: '', verified: false };
        return { sub: subject, email, email_verified: verified };
      },
    }),
  });
}

const SUBJECT = 'x-subject';

/** Where a provider shows its pages: here the person is whom the request names, and agrees to everything. */
async function interact(
  provider: Provider,
  accounts: Map<string, Account>,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const { prompt, params, session } = await provider.interactionDetails(req, res);
  const subject = String(req.headers[SUBJECT]);
  if (prompt.name === 'login') {
    const amr = accounts.get(subject)?.amr;
    const login = { accountId: subject, ...(amr ? { amr: [...amr] } : {}) };
    return provider.interactionFinished(req, res, { login }, { mergeWithLastSubmission: false });
  }
  const grant = new provider.Grant({ accountId: session?.accountId ?? subject, clientId: String(params['client_id']) });
  grant.addOIDCScope('openid email');
  const consent = { grantId: await grant.save() };
  return provider.interactionFinished(req, res, { consent }, { mergeWithLastSubmission: true });
}

/** Follows the provider's redirects as the browser of that subject, until it leaves the provider. */
async function walk(issuer: string, location: string, subject: string): Promise<string> {
  const cookies = new Map<string, string>();
  let next = location;
  for (let hop = 0; hop < 20; hop += 1) {
    if (!next.startsWith(issuer)) return next;
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(next, { redirect: 'manual', headers: { Cookie: cookie, [SUBJECT]: subject } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const to = response.headers.get('location');
    if (to === null)
      throw new Error(`The provider answered ${response.status}: ${(await response.text()).slice(0, 500)}`);
    next = new URL(to, next).href;
  }
  throw new Error('The provider sends in circles.');
}

/** The provider warns on the console that it is set up for tests only, which it is. @returns what lets it speak. */
function hush(): () => void {
  const { warn, info } = console;
  const quiet =
    (say: typeof console.warn) =>
    (...words: unknown[]): void => {
      if (!String(words[0]).startsWith('oidc-provider')) say(...words);
    };
  console.warn = quiet(warn);
  console.info = quiet(info);
  return () => Object.assign(console, { warn, info });
}
