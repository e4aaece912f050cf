/** Figures in a real browser: a bar opens exactly the cases it counts, by mouse and by keyboard. */
import { eventually } from '../support/eventually';
import { violationsOf } from './support/axe';
import { startApp, type AppUnderTest, type OpenPage } from './support/app';
import { playFigures } from './support/figures';

let app: AppUnderTest;
beforeAll(async () => {
  app = await startApp();
  await playFigures(app.stack, 18);
}, 300_000);
afterAll(() => app?.stop());

const pageAt = async (path: string, roles: Parameters<AppUnderTest['someone']>[0] = ['manager']): Promise<OpenPage> => {
  const page = await app.pageOf(await app.someone(roles));
  await page.goto(path);
  return page;
};
const beside = (page: OpenPage) => page.getByRole('complementary', { name: 'Cases behind the bar' });
const bars = (page: OpenPage, tile: string) =>
  page.getByRole('region', { name: tile, exact: true }).getByRole('button', { name: /: [\d,]+ cases?$/ });
const countIn = (text: string | null) => Number(/: ([\d,]+) cases?$/.exec(text ?? '')?.[1]?.replaceAll(',', ''));

test('R29 a bar opens exactly the cases that it counts', async () => {
  const page = await pageAt('/insights');
  const tile = bars(page, 'Open cases by payer and subject');
  await tile.first().waitFor();
  const parts = await tile.count();
  expect(parts).toBeGreaterThan(3);
  let all = 0;
  for (let n = 0; n < parts; n += 1) {
    const name = await tile.nth(n).getAttribute('aria-label');
    await tile.nth(n).click();
    await beside(page)
      .getByRole('heading', { name: name?.replace(/: [\d,]+ cases?$/, '') ?? '' })
      .waitFor();
    await beside(page)
      .getByText(`${countIn(name)} case`)
      .first()
      .waitFor();
    await eventually(
      () => beside(page).getByRole('listitem').count(),
      (listed) => listed === countIn(name),
    );
    all += countIn(name);
  }
  expect(all).toBe(18);
  expect(page.faults).toEqual([]);
}, 120_000);

test('R29 by keyboard: one stop, arrows between the parts, Enter opens, Escape comes back to the bar', async () => {
  const page = await pageAt('/insights');
  const tile = bars(page, 'Open cases by payer and subject');
  await tile.first().waitFor();
  expect(
    await page
      .getByRole('region', { name: 'Open cases by payer and subject' })
      .locator('[data-part][tabindex="0"]')
      .count(),
  ).toBe(1);
  await tile.first().focus();
  await page.keyboard.press('ArrowDown');
  const name = await page.locator(':focus').getAttribute('aria-label');
  expect(name).toMatch(/: [\d,]+ cases?$/);
  await page.keyboard.press('Enter');
  await beside(page)
    .getByText(`${countIn(name)} case`)
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
  await beside(page).waitFor({ state: 'detached' });
  await page.locator(`:focus[aria-label="${name ?? ''}"]`).waitFor();
});

test('H33 the cases of a bar part by owner and by code, and a line narrows the list', async () => {
  const page = await pageAt('/insights');
  await bars(page, 'Open cases by payer and subject').first().click();
  await beside(page).getByText('Owners').click();
  const line = beside(page).getByRole('row').nth(1);
  const cases = await line.getByRole('cell').first().textContent();
  await line.getByRole('button').click();
  await beside(page).getByText(`${cases} case`).first().waitFor();
  await eventually(
    () => beside(page).getByRole('listitem').count(),
    (listed) => listed === Number(cases),
  );
});

test('R29 every tile shows the same figures as a table, and saves them', async () => {
  const page = await pageAt('/insights/measures?from=2026-01-01&to=2026-08-31&goLiveOn=2026-05-01');
  const tile = page.getByRole('region', { name: 'Lapsed-authorization incidents' });
  await tile.getByRole('button', { name: /Show as table/ }).click();
  const rows = await tile.getByRole('row').allTextContents();
  expect(rows.slice(0, 3)).toEqual(['MonthSideIncidentsCases', 'Jan 2026before51', 'Feb 2026before41']);
  const saving = page.waitForEvent('download');
  await tile.getByRole('button', { name: /Save as CSV/ }).click();
  const file = await (await saving).createReadStream();
  let text = '';
  for await (const piece of file) text += String(piece);
  expect(text).toContain('Month,Side,Incidents,Cases\r\n2026-01-01,before,5,1\r\n');
  expect(page.faults).toEqual([]);
});

test('a role without amounts sees counts, and is told that the dollars are withheld', async () => {
  const page = await pageAt('/insights', ['front-desk']);
  const tile = page.getByRole('region', { name: 'Dollars outstanding by payer' });
  await tile.getByText('Your roles do not show amounts. The counts are complete.').waitFor();
  expect(await page.getByText(/\$\d/).count()).toBe(0);
  expect(page.faults).toEqual([]);
});

test('on a phone the cases of a bar cover the page, named and closable', async () => {
  const person = await app.someone(['manager']);
  const page = await app.pageOf(person, { width: 390, height: 844 });
  await page.goto('/insights');
  await bars(page, 'Open cases by payer and subject').first().click();
  const sheet = page.getByRole('dialog', { name: 'Cases behind the bar' });
  await sheet.getByRole('listitem').first().waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await sheet.getByRole('button', { name: 'Close the list of cases' }).click();
  await sheet.waitFor({ state: 'detached' });
  expect(page.faults).toEqual([]);
});
