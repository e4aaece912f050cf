/** Wrong, slow and absent servers: each page says so, and recovers by itself. */
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
  }
  expect(silent).toEqual([]);
}, 600_000);

test('a slow server shows the shape of what comes, not an empty page', async () => {
  const page = await app.pageOf(app.everybody);
  let answer: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(/\/api\/v1\/views\/denials/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/denials/open');
  await page.locator('main [aria-busy=true]').first().waitFor();
  answer();
  await settled(page);
  expect(page.faults).toEqual([]);
});
