/** The page of the day in a real browser: most urgent first, the next action done in place, keys, undo, a still list. */
import { inDays } from '../support/days';
import { startApp, type AppUnderTest, type OpenPage } from './support/app';
import { violationsOf } from './support/axe';
import { settled } from './support/settled';
import { eventually } from '../support/eventually';
import { authorization, openWcCase, silence } from '../support/wc-opening';
import type { Person } from '../api/auth/browser';

let app: AppUnderTest;
let coordinator: Person;
beforeAll(async () => {
  app = await startApp();
  coordinator = await app.someone(['coordinator'], 'Wren Holloway');
}, 240_000);
afterAll(() => app?.stop());

const openWc = (name: string, data: Record<string, unknown>, owned = true): Promise<string> =>
  openWcCase(
    app,
    {
      ...(owned ? { owner: { userId: coordinator.userId } } : {}),
      ...{ lastContactOn: inDays(0), authorizations: [authorization()] },
      ...data,
    },
    { patient: { name }, claimNumber: `WC-${name.replace(' ', '-')}`, adjuster: { name: 'Odette Fable' } },
  );

async function today(look: Parameters<AppUnderTest['pageOf']>[1] = {}): Promise<OpenPage> {
  const page = await app.pageOf(coordinator, look);
  await page.goto('/today');
  await settled(page);
  return page;
}
const names = (page: OpenPage) => page.locator('tr[data-row] th a').allTextContents();

test('A18 the most urgent case stands first, and the next thing done takes the case off the list', async () => {
  await openWc('Quiet Quill', {});
  await openWc('Silent Sorrel', silence(40));
  await openWc('Ending Elder', { authorizations: [authorization({ endsOn: inDays(1) })] });
  const page = await today();
  expect(await names(page)).toEqual(['Ending Elder', 'Silent Sorrel']);
  await page.getByText('Ends tomorrow').waitFor();

  const row = page.locator('tr[data-row]', { hasText: 'Silent Sorrel' });
  await row.getByRole('button', { name: 'Call adjuster' }).click();
  const form = page.getByRole('form', { name: 'Log contact' });
  await form.getByLabel('What was said, if anything').fill('Will call back on Monday');
  await form.getByRole('button', { name: 'Reached' }).click();
  await row.waitFor({ state: 'detached' });
  expect(await names(page)).toEqual(['Ending Elder']);
  await page.getByText('No silent adjusters.').waitFor();
  expect(page.faults).toEqual([]);
}, 60_000);

test('E2 a case that nobody owns stands on the urgent list until somebody takes it, and taking it can be undone', async () => {
  await openWc('Nobody Nettle', {}, false);
  const page = await today();
  const row = page.locator('tr[data-row]', { hasText: 'Nobody Nettle' });
  await row.getByRole('button', { name: 'Take case' }).click();
  await row.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /Undo/ }).click();
  await row.getByRole('button', { name: 'Take case' }).waitFor();
  expect(page.faults).toEqual([]);
}, 60_000);

test('the board is worked by keys alone: move, preview, do next, and back', async () => {
  await openWc('Silent Sage', silence(33));
  await openWc('Silent Thyme', silence(32));
  const page = await today();
  const at = () => page.evaluate(() => document.activeElement?.querySelector('th a')?.textContent);
  await page.keyboard.press('j');
  const second = (await names(page))[1];
  await eventually(at, (name) => name === second);
  await page.keyboard.press('Space');
  await page.getByRole('complementary', { name: /Preview/ }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('complementary', { name: /Preview/ }).waitFor({ state: 'detached' });
  await page.keyboard.press('l');
  await page.getByRole('form', { name: 'Log contact' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('form', { name: 'Log contact' }).waitFor({ state: 'detached' });
  expect(page.faults).toEqual([]);
}, 60_000);

test('rows stay where they are while somebody works in them; new ones wait behind a button', async () => {
  const page = await today();
  await page.keyboard.press('j');
  const before = await names(page);
  await openWc('Ended Early', { authorizations: [authorization({ endsOn: inDays(-2) })] });
  await page.getByRole('button', { name: /1 new, show/ }).waitFor({ timeout: 15_000 });
  expect(await names(page)).toEqual(before);
  await page.getByRole('button', { name: /1 new, show/ }).click();
  await page.locator('tr[data-row]', { hasText: 'Ended Early' }).waitFor();
  expect((await names(page))[0]).toBe('Ended Early');
}, 60_000);

test('R24 a follow-up date is set on many cases at once, and what came of each is said', async () => {
  const page = await today();
  const boxes = page.locator('tr[data-row] input[type=checkbox]');
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  const bar = page.getByRole('region', { name: 'Selected rows' });
  await bar.getByRole('button', { name: 'Follow up by' }).click();
  await page.getByRole('textbox', { name: 'Follow up by' }).fill(inDays(7));
  await page.getByRole('button', { name: 'Set follow-up date on 2 cases' }).click();
  await page.getByRole('region', { name: 'Progress of the change' }).getByText('2 cases done').waitFor();
}, 60_000);

test.each(['light', 'dark'] as const)(
  'the board keeps WCAG 2.2 AA in %s, on a desk and on a phone',
  async (scheme) => {
    for (const width of [1440, 1280, 390]) {
      const page = await today({ scheme, width });
      expect([width, await violationsOf(page)]).toEqual([width, []]);
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect([width, wide]).toEqual([width, 0]);
    }
  },
  120_000,
);
