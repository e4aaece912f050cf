/** A browser for tests of sign-in: keeps cookies, sends what browsers send, and nothing it is not told to. */
import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { generate } from 'otplib';
import { hashPassword } from '../../../api/sign-in/passwords';
import type { SignInSettings } from '../../../api/sign-in/settings';
import type { Role } from '../../../domain/effects';
import { createLog } from '../../../platform/log';
import { eventually } from '../../support/eventually';
import { startApiUnderTest, type ApiUnderTest } from '../running-api';

/** Cheap to check: what is tested is who gets in, not how dear guessing is. */
export const TEST_COST = 1024;

export const PASSWORD = 'plum-otter-violin-9';

export interface Answer<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: T;
  readonly location: string | null;
  readonly setCookies: readonly string[];
}

export interface Sending {
  readonly headers?: Record<string, string>;
  /** Sends exactly this body. */
  readonly raw?: string;
  /** Sends no header that says where the request comes from. */
  readonly bare?: boolean;
}

export interface Browser {
  readonly cookies: Map<string, string>;
  send<T = Record<string, unknown>>(method: string, path: string, body?: unknown, how?: Sending): Promise<Answer<T>>;
  /** As a form of one of our pages. */
  post(path: string, fields: Record<string, string>, how?: Sending): Promise<Answer>;
}

export interface Person {
  readonly userId: string;
  readonly email: string;
}

export interface SignInUnderTest extends ApiUnderTest {
  readonly clock: { ms: number };
  /** Everything the process has logged so far. */
  logged(): string;
  browser(): Browser;
  person(roles?: readonly Role[], password?: string | null): Promise<Person>;
  /** A browser in which the person is signed in, with a second factor where roles ask for one. */
  signedIn(person: Person): Promise<{ browser: Browser; secret: string | null; recoveryCodes: string[] }>;
  actions(action: string): Promise<{ actorId: string; outcome: string; data: Record<string, unknown> }[]>;
}

/** Time stands still until a test moves it: codes, limits and sessions read it. */
export async function startSignIn(signIn: Partial<SignInSettings> = {}): Promise<SignInUnderTest> {
  const clock = { ms: Date.now() };
  const lines: string[] = [];
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString('utf8'));
      done();
    },
  });
  const t = await startApiUnderTest(
    {},
    {
      now: () => clock.ms,
      log: createLog({ level: 'trace', name: 'api', destination }),
      signIn: { passwordCost: TEST_COST, ...signIn },
    },
  );
  const makeBrowser = () => browserOf(t.api.url);
  const person: SignInUnderTest['person'] = async (roles = ['coordinator'], password = PASSWORD) => {
    const email = `${randomUUID()}@example.test`;
    const user = await t.stack.db.prisma.user.create({ data: { email, displayName: 'Robin Test', roles: [...roles] } });
    if (password !== null) {
      const hash = await hashPassword(password, TEST_COST);
      await t.stack.db.prisma.authPassword.create({ data: { userId: user.id, hash, changedAt: new Date() } });
    }
    return { userId: user.id, email };
  };
  return {
    ...t,
    clock,
    logged: () => lines.join(''),
    browser: makeBrowser,
    person,
    async signedIn({ email }) {
      const browser = makeBrowser();
      const { body } = await browser.send<{ stage: string }>('POST', '/session', { email, password: PASSWORD });
      if (body.stage === 'complete') return { browser, secret: null, recoveryCodes: [] };
      const { body: enrolment } = await browser.send<{ secret: string }>('POST', '/session/enrolment');
      const code = await codeOf(enrolment.secret, clock.ms);
      const done = await browser.send<{ recoveryCodes: string[] }>('POST', '/session/enrolment/confirm', { code });
      return { browser, secret: enrolment.secret, recoveryCodes: done.body.recoveryCodes };
    },
    async actions(action) {
      const rows = await t.stack.db.prisma.auditEntry.findMany({ where: { action }, orderBy: { id: 'asc' } });
      return rows.map(({ actorId, outcome, data }) => ({ actorId, outcome, data: data as Record<string, unknown> }));
    },
  };
}

/** The code an authenticator application shows at that instant. */
export const codeOf = (secret: string, nowMs: number): Promise<string> =>
  generate({ secret, epoch: Math.floor(nowMs / 1000) });

/** The code of this moment, once it holds for as long as it takes to type it: a code counts within its half minute only. */
export async function codeForNow(secret: string, toTypeMs = 8_000): Promise<string> {
  await eventually(
    () => 30_000 - (Date.now() % 30_000),
    (left) => left > toTypeMs,
  );
  return codeOf(secret, Date.now());
}

export function browserOf(url: string): Browser {
  const cookies = new Map<string, string>();
  const send: Browser['send'] = async <T>(method: string, path: string, body?: unknown, how: Sending = {}) => {
    const content = how.raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(path.startsWith('//') ? `${url}${path.slice(1)}` : `${url}/api/v1${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(how.bare ? {} : { Origin: url, 'Content-Type': 'application/json' }),
        ...(cookie === '' ? {} : { Cookie: cookie }),
        ...how.headers,
      },
      ...(content === undefined ? {} : { body: content }),
    });
    const setCookies = response.headers.getSetCookie();
    for (const line of setCookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/Max-Age=0/.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const text = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: (json ? JSON.parse(text) : {}) as T,
      location: response.headers.get('location'),
      setCookies,
    };
  };
  return {
    cookies,
    send,
    post: (path, fields, how = {}) =>
      send('POST', `/${path}`, undefined, {
        bare: true,
        raw: new URLSearchParams(fields).toString(),
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: url, ...how.headers },
      }),
  };
}

export const SESSION = 'caseclock-session';
export const DEVICE = 'caseclock-device';
