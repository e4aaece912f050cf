/** A manager tries a rule before it counts, publishes it and takes it back, in a browser on the demo's cases (N03, N05). */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../support/eventually';
import { openWc } from '../api/rules/asking';
import type { Look, OpenPage } from './support/app';
import { violationsOf } from './support/axe';
import { startDemoApp, type DemoApp } from './support/demo-app';
import { settled } from './support/settled';

const EXPIRING = '/rules/wc.authorization-expiring';
const LEAD = 'Days before the last authorized day';
const looks: readonly (Look & { name: string })[] = [
  { name: 'desk-light', scheme: 'light', width: 1440, height: 1000 },
  { name: 'desk-dark', scheme: 'dark', width: 1440, height: 1000 },
  { name: 'narrow-light', scheme: 'light', width: 1280, height: 900 },
  { name: 'phone-light', scheme: 'light', width: 390, height: 844 },
  { name: 'phone-dark', scheme: 'dark', width: 390, height: 844 },
];
const shots = process.env['SHOTS'];

let app: DemoApp;
let page: OpenPage;
let manager: Awaited<ReturnType<DemoApp['someone']>>;
beforeAll(async () => {
  app = await startDemoApp();
  // Two cases between the live lead and the one that is tried.
  for (const days of [17, 19]) await openWc(app, days);
  manager = await app.someone(['manager']);
  page = await app.pageOf(manager);
  if (shots) mkdirSync(shots, { recursive: true });
}, 300_000);
afterAll(() => app?.stop());

const shot = async (of: OpenPage, name: string) => {
  if (shots) await of.screenshot({ path: path.join(shots, `${name}.png`) });
};

/** The draft is computed to the end: the bar says what publishing does. */
const computed = (of: OpenPage) =>
  of
    .getByText(/^Publish (moves|opens|closes|changes)/)
    .waitFor({ timeout: 60_000 })
    .catch(async (error: unknown) => {
      await shot(of, 'not-computed');
      throw error;
    });

/** The live value stands in the field until the draft was read. */
const leadIs = (of: OpenPage, days: string) =>
  eventually(
    () => of.getByLabel(LEAD).inputValue(),
    (value) => value === days,
  );

test('N03 a manager tries 21 days: the draft stands beside the live value, with the cases it flags and the clocks it moves', async () => {
  await page.goto(EXPIRING);
  await page.getByLabel(LEAD).fill('21');
  await computed(page);
  const chosen = page.getByRole('link', { name: /Authorization expiring/ }).first();
  await chosen.filter({ hasText: /now 14.*draft 21 calendar days/ }).waitFor();
  const flags = page.getByRole('region', { name: 'Would flag today' });
  await flags.getByRole('link').first().waitFor();
  await page.getByRole('region', { name: 'Clocks that move' }).getByRole('link').first().waitFor();
  await page.getByRole('button', { name: 'Show as table: What if: new tasks per day, by owner' }).click();
  await page.getByRole('columnheader', { name: 'Draft' }).waitFor();
  expect(page.faults).toEqual([]);
}, 180_000);

test.each(looks)(
  'the rules with a draft keep WCAG 2.2 AA and fit the screen: $name',
  async (look) => {
    // One person enrols a second factor once.
    const of = await app.pageOf(await app.someone(['manager'], 'Kim Test'), look);
    const faults: Record<string, unknown> = {};
    for (const [name, address] of [
      ['rules', '/rules'],
      ['rule-draft', EXPIRING],
      ['rule-silence', '/rules/wc.adjuster-silence'],
      ['rule-reauthorization', '/rules/wc.reauthorization-overdue'],
      ['holidays', '/rules/holidays'],
    ] as const) {
      await of.goto(address);
      await settled(of);
      if (name === 'rule-draft') await computed(of);
      await shot(of, `${name}-${look.name}`);
      const wide = await of.evaluate(() => document.documentElement.scrollWidth > innerWidth + 1);
      const found = [...(await violationsOf(of)), ...of.faults, ...(wide ? ['scrolls sideways'] : [])];
      if (found.length > 0) faults[name] = found;
      of.faults.length = 0;
    }
    if (shots) {
      await of.goto(EXPIRING);
      await computed(of);
      await of.evaluate(() => {
        for (const one of document.querySelectorAll('main *'))
          if (one.scrollHeight > one.clientHeight + 200) one.scrollTop = 620;
      });
      await shot(of, `rule-draft-below-${look.name}`);
    }
    expect(faults).toEqual({});
  },
  180_000,
);

test('all cases that would be flagged are a link away, each linked to its case', async () => {
  await page.goto(EXPIRING);
  await computed(page);
  await page.getByRole('region', { name: 'Clocks that move' }).getByRole('link', { name: 'See all' }).click();
  await page.waitForURL(/\/rules\/what-if\//);
  await page.getByRole('table', { name: 'Clocks that move' }).waitFor();
  await shot(page, 'what-if-all');
  await page.getByText(/^Would flag today/).click();
  const table = page.getByRole('table', { name: 'Would flag today' });
  await table.waitFor();
  expect(await table.getByRole('link').first().getAttribute('href')).toMatch(/^\/cases\//);
  expect(await violationsOf(page)).toEqual([]);
}, 120_000);

test('a draft is kept on the server: it is there after loading the page again, and for another manager', async () => {
  await page.goto(EXPIRING);
  await leadIs(page, '21');
  const other = await app.pageOf(await app.someone(['manager'], 'Sam Test'));
  await other.goto(EXPIRING);
  await leadIs(other, '21');
  await other
    .getByText(/Robin Test/)
    .first()
    .waitFor();
}, 120_000);

test('what is typed while the server is away is kept, and saved when it is back', async () => {
  await page.goto('/rules/wc.visit-cap');
  await page.getByLabel('Visits left').waitFor();
  await page.route('**/api/v1/rules/drafts', (route) =>
    route.request().method() === 'PUT' ? route.abort() : route.continue(),
  );
  await page.getByLabel('Visits left').fill('3');
  await page.getByText('kept in this browser only').waitFor();
  await page.unroute('**/api/v1/rules/drafts');
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('kept in this browser only').waitFor({ state: 'hidden' });
  await page.reload();
  await page.waitForFunction(
    () => document.querySelector<HTMLInputElement>('input[aria-label="Visits left"]')?.value === '3',
  );
  await page.getByRole('button', { name: 'Discard this change' }).click();
  await page.getByText('1 rule in draft').waitFor();
}, 120_000);

test('a draft that was kept, but whose answer was lost, is nobody’s disagreement', async () => {
  await page.goto('/rules/wc.visit-cap');
  await page.getByLabel('Visits left').waitFor();
  await page.route('**/api/v1/rules/drafts', async (route) => {
    if (route.request().method() !== 'PUT') return route.continue();
    await route.fetch();
    return route.abort();
  });
  await page.getByLabel('Visits left').fill('4');
  await page.getByText('kept in this browser only').waitFor();
  await page.unroute('**/api/v1/rules/drafts');
  await page.reload();
  await page.waitForFunction(
    () => document.querySelector<HTMLInputElement>('input[aria-label="Visits left"]')?.value === '4',
  );
  await computed(page);
  await page.getByRole('button', { name: 'Discard this change' }).click();
  await page.getByText('1 rule in draft').waitFor();
}, 120_000);

test('N03 a what-if whose place another one of the same person took says so, and is computed on request', async () => {
  await page.route(/\/api\/v1\/rules\/what-ifs\/[0-9a-f-]{36}$/, async (route) => {
    const answer = await route.fetch();
    const body = { ...((await answer.json()) as object), state: 'replaced', finishedAt: new Date(), summary: null };
    await route.fulfill({ response: answer, json: body });
  });
  for (const look of looks) {
    await page.setViewportSize({ width: look.width ?? 1440, height: look.height ?? 900 });
    await page.emulateMedia({ colorScheme: look.scheme ?? 'light' });
    await page.goto(EXPIRING);
    await page.getByRole('heading', { name: 'You asked for another what-if meanwhile' }).waitFor();
    await page.getByText('What publishing does was not computed.').waitFor();
    await shot(page, `replaced-${look.name}`);
    expect(await violationsOf(page)).toEqual([]);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(EXPIRING);
  await page.getByRole('button', { name: 'Compute this one' }).waitFor();
  await page.unroute(/\/api\/v1\/rules\/what-ifs\/[0-9a-f-]{36}$/);
  await page.getByRole('button', { name: 'Compute this one' }).click();
  await computed(page);
}, 120_000);

test('N05 publishing says what it moves, reaches every case, and is taken back by one action', async () => {
  const flagged = () => app.stack.db.prisma.case.count({ where: { closedAt: null, flags: { has: 'expiring' } } });
  const before = await flagged();
  await page.goto(EXPIRING);
  await computed(page);
  await page.getByRole('button', { name: /^Publish v/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/Publish moves/).waitFor();
  await shot(page, 'publish-dialog');
  await dialog.getByRole('button', { name: /^Publish version/ }).click();
  await page.getByText(/has reached \d+ cases/).waitFor({ timeout: 90_000 });
  await shot(page, 'published');
  expect(await flagged()).toBeGreaterThan(before);
  await page.getByRole('link', { name: 'See what it did' }).click();
  await page.getByRole('table', { name: 'What it did to each case' }).waitFor();
  await shot(page, 'version');
  expect(await violationsOf(page)).toEqual([]);
  await page.goto(EXPIRING);
  await page.getByRole('button', { name: /^Revert v/ }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Revert version/ })
    .click();
  await page.getByText(/which reverts version \d+, has reached/).waitFor({ timeout: 90_000 });
  await leadIs(page, '14');
  expect(await flagged()).toBe(before);
  expect(page.faults).toEqual([]);
}, 300_000);

test('who may not publish sees the rules in plain words and nothing to type', async () => {
  const biller = await app.pageOf(await app.someone(['biller']));
  await biller.goto(EXPIRING);
  await biller.getByText('Managers change these rules').waitFor();
  expect(await biller.locator('main input').count()).toBe(0);
  await shot(biller, 'rules-reader');
  expect(await violationsOf(biller)).toEqual([]);
}, 60_000);
