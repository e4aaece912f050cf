/** The frame around every page, in a real browser against the real stack. */
import { startApp, type AppUnderTest } from './support/app';
import { violationsOf } from './support/axe';

let app: AppUnderTest;
beforeAll(async () => {
  app = await startApp();
}, 240_000);
afterAll(() => app?.stop());

test('G17 whoever is not signed in is led to sign-in, and told nothing on the way', async () => {
  const page = await app.page();
  await page.goto('/clocks');
  await page.waitForURL(/\/sign-in/);
  expect(await page.locator('h1').textContent()).toMatch(/sign in/i);
});

test('M5 a person sees the places of their roles and no others', async () => {
  const biller = await app.pageOf(await app.someone(['biller']));
  await biller.goto('/nowhere');
  const places = biller.getByRole('navigation', { name: 'Places', exact: true });
  await places.getByText('Today').waitFor();
  expect(await places.getByText('Audit').count()).toBe(0);
  const auditor = await app.pageOf(await app.someone(['auditor']));
  await auditor.goto('/nowhere');
  await auditor.getByRole('navigation', { name: 'Places', exact: true }).getByText('Audit').waitFor();
  expect([...biller.faults, ...auditor.faults]).toEqual([]);
});

test('the page runs under a policy that allows no script and no style of unknown origin', async () => {
  const page = await app.pageOf(await app.someone(['coordinator']));
  const answer = await page.goto('/nowhere');
  const policy = answer?.headers()['content-security-policy'] ?? '';
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toMatch(/unsafe-/);
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(page.faults).toEqual([]);
});

test.each(['light', 'dark'] as const)(
  'the frame keeps WCAG 2.2 AA in %s, on a desk and on a phone',
  async (scheme) => {
    const person = await app.someone(['manager']);
    for (const width of [1440, 800, 390]) {
      const page = await app.pageOf(person, { scheme, width });
      await page.goto('/nowhere');
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect([width, await violationsOf(page)]).toEqual([width, []]);
      expect(page.faults).toEqual([]);
    }
  },
  120_000,
);

test('every key is listed at "?", and G then a letter goes to a place', async () => {
  const page = await app.pageOf(await app.someone(['coordinator']));
  await page.goto('/nowhere');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'All keys' });
  await sheet.getByText('Go to Clocks').waitFor();
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'hidden' });
  await page.keyboard.press('g');
  await page.keyboard.press('l');
  await page.waitForURL(/\/clocks$/);
});
