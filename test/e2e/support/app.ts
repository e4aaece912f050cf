/** The whole product for one browser test: real servers, a real worker, the built web app, people who sign in. */
import { randomUUID } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { hashPassword } from '../../../api/sign-in/passwords';
import type { Role } from '../../../domain/effects';
import type { ApiParts } from '../../../api/server';
import type { StackOptions } from '../../support/stack';
import { browserOf, codeForNow, PASSWORD, TEST_COST, type Person } from '../../api/auth/browser';
import { startApiUnderTest, type ApiUnderTest } from '../../api/running-api';
import { launchChromium } from './chromium';

export interface Look {
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
}

export interface AppUnderTest extends ApiUnderTest {
  readonly browser: Browser;
  /** Somebody with a password, at the stack's practice. */
  someone(roles: readonly Role[], name?: string): Promise<Person>;
  /** A page in which the person is signed in. What it logs as an error, and what it throws, ends up in `faults`. */
  pageOf(person: Person, look?: Look): Promise<OpenPage>;
  /** A page in which nobody is signed in. */
  page(look?: Look): Promise<OpenPage>;
}

export interface OpenPage extends Page {
  /** Errors of the page that no test asked for: they are asserted to be none when the app stops. */
  readonly faults: string[];
}

export async function startApp(stack: StackOptions = {}, parts: Partial<ApiParts> = {}): Promise<AppUnderTest> {
  const t = await startApiUnderTest(stack, { signIn: { passwordCost: TEST_COST }, ...parts });
  const browser = await launchChromium().catch(async (error: unknown) => {
    await t.stop();
    throw error;
  });
  const contexts: BrowserContext[] = [];
  // A second factor is enrolled once, and its codes work once: a person's pages share one session.
  const sessions = new Map<string, Promise<ReadonlyMap<string, string>>>();
  const open = async (look: Look, cookies: ReadonlyMap<string, string>): Promise<OpenPage> => {
    const context = await browser.newContext({
      baseURL: t.api.url,
      colorScheme: look.scheme ?? 'light',
      viewport: { width: look.width ?? 1440, height: look.height ?? 900 },
      timezoneId: 'America/Los_Angeles',
      reducedMotion: 'reduce',
    });
    contexts.push(context);
    await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: t.api.url })));
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(`thrown: ${error.message}`));
    page.on('console', (message) => {
      // An answer that says no is logged by the browser itself; what the page makes of it is what tests look at.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        faults.push(message.text());
    });
    return Object.assign(page, { faults });
  };
  return {
    ...t,
    browser,
    async someone(roles, name = 'Robin Test') {
      const email = `${randomUUID()}@example.test`;
      const { prisma } = t.stack.db;
      const { id: userId } = await prisma.user.create({
        data: {
          email,
          displayName: name,
          roles: [...roles],
          locations: { create: { practiceId: t.stack.practiceId } },
        },
      });
      const hash = await hashPassword(PASSWORD, TEST_COST);
      await prisma.authPassword.create({ data: { userId, hash, changedAt: new Date() } });
      return { userId, email };
    },
    async pageOf({ email }, look = {}) {
      const session = sessions.get(email) ?? sessionOf(t.api.url, email);
      sessions.set(email, session);
      return open(look, await session);
    },
    page: (look = {}) => open(look, new Map()),
    async stop() {
      for (const context of contexts) await context.close();
      await browser.close();
      await t.stop();
    },
  };
}

/** The cookies of somebody who signed in, with a second factor where the roles ask for one. */
async function sessionOf(url: string, email: string): Promise<ReadonlyMap<string, string>> {
  const browser = browserOf(url);
  const { body } = await browser.send<{ stage: string }>('POST', '/session', { email, password: PASSWORD });
  if (body.stage === 'complete') return browser.cookies;
  const { body: enrolment } = await browser.send<{ secret: string }>('POST', '/session/enrolment');
  const { status } = await browser.send('POST', '/session/enrolment/confirm', {
    code: await codeForNow(enrolment.secret, 2_000),
  });
  if (status !== 200) throw new Error(`${email} could not confirm a second factor: ${status}`);
  return browser.cookies;
}
