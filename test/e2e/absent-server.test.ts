/** Wrong, slow and absent servers: each page says so, and recovers by itself. */
import { violationsOf } from './support/axe';
import { startDemoApp, type DemoApp } from './support/demo-app';
import { everyPage } from './support/pages';
import { settled } from './support/settled';

let app: DemoApp;
beforeAll(async () => {
  app = await startDemoApp();
}, 300_000);
afterAll(() => app?.stop());

/** Pages that ask the server for nothing but who is there; the last is no number of a version, so it asks for none. */
const ASK_NOTHING = new Set(['nowhere', 'rules-versions-version-absent']);

test('a page whose server is away says so in place, and shows itself once the server is back', async () => {
  const page = await app.pageOf(app.everybody);
  const silent: string[] = [];
  for (const { name, address } of everyPage(app)) {
    if (ASK_NOTHING.has(name) || name.endsWith('absent')) continue;
    // Who is there is known, and then nothing answers any more.
    await page.route(/\/api\/v1\/(?!me$)/, (route) => route.abort());
    await page.goto(address);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    const said = page.getByText(/cannot be reached|tries again|Not live since/i).first();
    const shown = await said.waitFor({ timeout: 15_000 }).then(
      () => true,
      () => false,
    );
    if (!shown) silent.push(`${name}: says nothing`);
    await page.unroute(/\/api\/v1\/(?!me$)/);
    const recovered = await page
      .waitForFunction(() => document.querySelector('main [role=alert]') === null, null, { timeout: 20_000 })
      .then(
        () => true,
        () => false,
      );
    if (!recovered) silent.push(`${name}: does not recover`);
  }
  expect(silent).toEqual([]);
}, 600_000);

test('a page whose server fails says that it is not the reader’s fault', async () => {
  const page = await app.pageOf(app.everybody);
  const silent: string[] = [];
  const failure = {
    status: 500,
    contentType: 'application/problem+json',
    body: JSON.stringify({
      type: 'urn:caseclock:problem:internal',
      title: 'x',
      status: 500,
      detail: 'x',
      code: 'internal',
    }),
  };
  await page.route(/\/api\/v1\/(?!me$|events)/, (route) => route.fulfill(failure));
  for (const { name, address } of everyPage(app)) {
    if (ASK_NOTHING.has(name)) continue;
    await page.goto(address);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    const shown = await page
      .getByText(/went wrong on our side/i)
      .first()
      .waitFor({ timeout: 15_000 })
      .then(
        () => true,
        () => false,
      );
    if (!shown) silent.push(name);
    silent.push(...(await violationsOf(page)).map((fault) => `${name}: ${fault}`));
  }
  expect(silent).toEqual([]);
}, 600_000);

/** What waits for `opened` goes on after `open`. */
function gate(): { readonly opened: Promise<void>; open(): void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

test('a slow server shows the shape of what comes, not an empty page, and keeps WCAG 2.2 AA meanwhile', async () => {
  const page = await app.pageOf(app.everybody);
  const bare: string[] = [];
  let answer = gate();
  await page.route(/\/api\/v1\/(?!me$|events)/, async (route) => {
    await answer.opened;
    await route.continue().catch(() => undefined);
  });
  for (const { name, address } of everyPage(app)) {
    // Forms and settings need no answer to be there.
    if (ASK_NOTHING.has(name) || name === 'cases-new') continue;
    answer = gate();
    await page.goto(address);
    // Before it the page's own script is on its way, which this server does not hold back.
    await page.getByRole('heading', { level: 1 }).waitFor();
    const shape = page.locator('main [aria-busy=true]').first();
    const shown = await shape.waitFor({ timeout: 15_000 }).then(
      () => true,
      () => false,
    );
    if (!shown) bare.push(`${name}: empty`);
    bare.push(...(await violationsOf(page)).map((fault) => `${name}: ${fault}`));
    answer.open();
    await settled(page);
  }
  expect([bare, page.faults]).toEqual([[], []]);
}, 600_000);
