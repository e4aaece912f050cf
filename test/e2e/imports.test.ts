/** Imports in a real browser: dropped, checked, mapped, imported, stopped by nobody's accident; and what a role may not see. */
import { asRows, auditRecords, toCsv } from '../support/audit-sheet';
import { remittance } from '../activities/imports/remittance-file';
import { startApp, type AppUnderTest, type OpenPage } from './support/app';
import { violationsOf } from './support/axe';
import { dropFile } from './support/drop-file';

let app: AppUnderTest;
let biller: OpenPage;
beforeAll(async () => {
  app = await startApp();
  biller = await app.pageOf(await app.someone(['biller'], 'Bo Test'));
}, 240_000);
afterAll(() => app?.stop());

const claim = (number: string, more: object = {}) => ({
  ...{ number, status: '4', charge: 100, paid: 0, adjustments: ['CO*16*100.00'] },
  ...more,
});

const part = (page: OpenPage, name: string) =>
  page.getByRole('navigation', { name: /^Parts of/ }).getByRole('link', { name: new RegExp(`^${name}`) });

test('R24 a dropped remittance is checked, shows what would happen, is imported, and its denials are cases', async () => {
  await biller.goto('/imports');
  await biller.getByRole('heading', { level: 1, name: 'Imports' }).waitFor();
  await dropFile(biller, 'november.835', remittance([{ trace: 'E2E-1', claims: [claim('E2E-1'), claim('E2E-2')] }]));
  await biller.getByText('It begins as an X12 interchange does.').waitFor();
  await biller.getByRole('button', { name: 'Check the file' }).click();

  await biller.getByText('Checked. Nothing has been written yet.').waitFor({ timeout: 60_000 });
  await biller.getByText('2 denial cases would open').waitFor();
  expect(await app.stack.db.prisma.case.count()).toBe(0);
  expect(await violationsOf(biller)).toEqual([]);

  await biller.getByRole('button', { name: 'Import for real' }).click();
  await biller.getByText('2 denial cases opened').waitFor({ timeout: 60_000 });
  expect(await app.stack.db.prisma.case.count({ where: { kind: 'denial' } })).toBe(2);
  await part(biller, 'Claims').click();
  await biller.getByRole('link', { name: 'Open case' }).first().click();
  await biller.waitForURL(/\/cases\/[0-9a-f-]{36}$/);
  expect(biller.faults).toEqual([]);
}, 180_000);

test('R27 what does not balance stands on the exception list with its difference, and nothing of it is posted', async () => {
  await biller.goto('/imports');
  const odd = remittance([{ trace: 'E2E-ODD', bpr: 50, claims: [claim('E2E-ODD')] }]);
  await biller.locator('input[type=file]').setInputFiles({ name: 'odd.835', mimeType: '', buffer: Buffer.from(odd) });
  await biller.getByRole('button', { name: 'Check the file' }).click();
  await part(biller, 'Exceptions').click({ timeout: 60_000 });
  await biller.getByText('Payment does not balance').waitFor();
  await part(biller, 'Payments').click();
  await biller.getByText('Held, not posted').waitFor();
  expect(biller.faults).toEqual([]);
}, 120_000);

test('R27 an exception found at the very end of a file is shown to whoever watches the list', async () => {
  const page = await app.pageOf(await app.someone(['biller'], 'Bo Test'));
  // As it is for somebody who opens the list a moment before the file has been read to its end.
  let asked = 0;
  await page.route(/\/imports\/[0-9a-f-]{36}$/, async (route) => {
    const answer = await route.fetch();
    const body = (await answer.json()) as object;
    await route.fulfill({ response: answer, json: asked === 0 ? { ...body, state: 'running' } : body });
  });
  await page.route(/\/exceptions\?/, async (route) => {
    asked += 1;
    if (asked === 1) await route.fulfill({ json: { items: [], next: null } });
    else await route.continue();
  });
  await page.goto('/imports');
  const odd = remittance([{ trace: 'E2E-LATE', bpr: 50, claims: [claim('E2E-LATE')] }]);
  await page.locator('input[type=file]').setInputFiles({ name: 'late.835', mimeType: '', buffer: Buffer.from(odd) });
  await page.getByRole('button', { name: 'Check the file' }).click();
  await part(page, 'Exceptions').click();
  await page.getByText('Payment does not balance').waitFor();
}, 120_000);

test('B09 a sheet with odd headers is mapped by hand and checked again without sending it twice', async () => {
  const today = new Date().toISOString().slice(0, 10);
  const records = auditRecords(12, today, 5);
  const sheet = toCsv(asRows(records)).replace(/^[^\n]*/, (line) => line.replace(/claim[^,;]*/i, 'Our ref'));
  const coordinator = await app.pageOf(await app.someone(['coordinator'], 'Co Test'));
  await coordinator.goto('/imports');
  await coordinator
    .locator('input[type=file]')
    .setInputFiles({ name: 'audit.csv', mimeType: 'text/csv', buffer: Buffer.from(sheet) });
  await coordinator.getByRole('button', { name: 'Check the file' }).click();
  await coordinator.getByText('The file cannot be imported as it is').waitFor({ timeout: 60_000 });
  await coordinator.getByRole('link', { name: 'Name the columns' }).click();
  await coordinator.getByRole('combobox', { name: 'Claim number' }).click();
  await coordinator.getByRole('option', { name: 'Our ref' }).click();
  await coordinator.getByRole('button', { name: 'Check again' }).click();
  await coordinator.getByText('Checked. Nothing has been written yet.').waitFor({ timeout: 60_000 });
  await coordinator.getByText('Would be at risk at once').waitFor();
  await coordinator.getByRole('button', { name: /^Import/ }).click();
  await coordinator.getByText('Cases at risk now').waitFor({ timeout: 60_000 });
  await coordinator
    .getByRole('link', { name: /^Case of row/ })
    .first()
    .waitFor();
  expect(coordinator.faults).toEqual([]);
}, 180_000);

test('G17 a file’s name stands in no address', async () => {
  const asked: string[] = [];
  biller.on('request', (request) => asked.push(request.url()));
  await biller.goto('/imports');
  const file = remittance([{ trace: 'E2E-PRIVATE', claims: [claim('E2E-PRIVATE')] }]);
  await biller
    .locator('input[type=file]')
    .setInputFiles({ name: 'Jane Private 1970.835', mimeType: '', buffer: Buffer.from(file) });
  await biller.getByRole('button', { name: 'Check the file' }).click();
  await biller.getByText('Checked. Nothing has been written yet.').waitFor({ timeout: 60_000 });
  await biller.getByText('Jane Private 1970.835').first().waitFor();
  expect(asked.filter((address) => /private/i.test(decodeURIComponent(address)))).toEqual([]);
}, 120_000);

test('M5 front desk sees no Imports in the navigation, and a direct address says who does', async () => {
  const desk = await app.pageOf(await app.someone(['front-desk']));
  await desk.goto('/imports');
  await desk.getByText('Only coordinators, billers, managers and compliance see this page').waitFor();
  const places = desk.getByRole('navigation', { name: 'Places', exact: true });
  expect(await places.getByText('Imports').count()).toBe(0);
  expect(desk.faults).toEqual([]);
});
