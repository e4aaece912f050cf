/** People in a real browser: invited, let in, given a cover, shut out; the account of one's own; who sees none of it. */
import { codeForNow, PASSWORD } from '../api/auth/browser';
import { someClaims, denialData } from '../support/stack';
import { startApp, type AppUnderTest, type OpenPage } from './support/app';
import { violationsOf } from './support/axe';

let app: AppUnderTest;
let admin: OpenPage;
beforeAll(async () => {
  app = await startApp();
  admin = await app.pageOf(await app.someone(['administrator'], 'Ada Test'));
}, 240_000);
afterAll(() => app?.stop());

test('M5 an invited person chooses a password, sets up a second factor, and comes in as what they are', async () => {
  await admin.goto('/people');
  await admin.getByRole('button', { name: 'Invite' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Invite a person' });
  await dialog.getByLabel('Name').fill('Lou Reed');
  await dialog.getByLabel('E-mail address').fill('lou@example.test');
  await dialog.getByRole('checkbox', { name: 'Manager', exact: true }).check();
  await dialog.getByRole('checkbox', { name: /every location/ }).check();
  expect(await violationsOf(admin)).toEqual([]);
  await dialog.getByRole('button', { name: 'Invite' }).click();
  const link = (await dialog.locator('code').textContent()) ?? '';
  expect(link).toContain('/link/');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await admin.getByRole('row', { name: /Lou Reed.*Invited, not here yet/ }).waitFor();

  const lou = await app.page();
  await lou.goto(link);
  expect(await violationsOf(lou)).toEqual([]);
  await lou.getByLabel('New password').fill(PASSWORD);
  await lou.getByRole('button', { name: 'Accept the invitation' }).click();
  await lou.getByLabel('E-mail address').fill('lou@example.test');
  await lou.getByLabel('Password').fill(PASSWORD);
  await lou.getByRole('button', { name: 'Sign in' }).click();
  await lou.getByRole('button', { name: 'Begin' }).click();
  const secret = ((await lou.locator('code').textContent()) ?? '').replaceAll(' ', '');
  await lou.getByRole('textbox', { name: 'Code' }).fill(await codeForNow(secret));
  await lou.getByRole('button', { name: 'Confirm' }).click();
  await lou.getByRole('link', { name: 'I have kept them' }).click();
  await lou.waitForURL(/\/today$/);
  await lou.getByRole('navigation', { name: 'Places', exact: true }).getByText('Lou Reed').first().waitFor();
  expect([...admin.faults, ...lou.faults]).toEqual([]);
}, 180_000);

test('M5 a biller has no People in the navigation, and a direct address says who has it', async () => {
  const biller = await app.pageOf(await app.someone(['biller']));
  await biller.goto('/people');
  await biller.getByText('Only administrators see this page').waitFor();
  const places = biller.getByRole('navigation', { name: 'Places', exact: true });
  expect(await places.getByText('People').count()).toBe(0);
  for (const [address, who] of [
    ['/people/teams', 'administrators'],
    ['/people/emergency-access', 'managers and compliance'],
    ['/audit', 'compliance and auditors'],
    ['/system', 'managers, compliance, auditors and administrators'],
  ] as const) {
    await biller.goto(address);
    await biller.getByText(`Only ${who} see this page`).waitFor();
  }
  expect(biller.faults).toEqual([]);
});

test('E4 a person arranges a cover, the cover sees a banner, and it ends when it is taken back', async () => {
  const away = await app.pageOf(await app.someone(['biller'], 'Ann Way'));
  const cover = await app.pageOf(await app.someone(['biller'], 'Cal Cover'));
  await away.goto('/people/covers');
  await away.getByRole('button', { name: 'Arrange a cover' }).first().click();
  const dialog = away.getByRole('dialog', { name: 'Arrange a cover' });
  await dialog.getByRole('combobox', { name: 'Who covers' }).fill('Cal');
  await away.getByRole('option', { name: 'Cal Cover' }).click();
  await dialog.getByLabel('Last day').fill('2099-01-31');
  await dialog.getByText('From now to the end of Sat 31 Jan 2099').waitFor();
  await dialog.getByRole('button', { name: 'Arrange the cover' }).click();
  await away.getByRole('table', { name: 'Covers' }).getByText('Cal Cover').first().waitFor();
  expect(await violationsOf(away)).toEqual([]);
  await cover.goto('/account');
  await cover
    .getByText(/You cover for Ann Way until/)
    .first()
    .waitFor();
  await away.getByRole('button', { name: 'End now' }).click();
  await away.getByText('Nobody is covered').waitFor();
  expect([...away.faults, ...cover.faults]).toEqual([]);
}, 120_000);

test('R19 shutting somebody out says what stays behind, and a manager hands all of it over at once', async () => {
  const leaver = await app.someone(['biller'], 'Lee Ver');
  const manager = await app.pageOf(await app.someone(['manager'], 'Max Test'));
  const claims = await someClaims(app.stack, 1);
  await app.ask('POST', '/cases', { kind: 'denial', data: denialData(claims, { owner: { userId: leaver.userId } }) });
  await admin.goto(`/people/${leaver.userId}`);
  await admin
    .getByText(/1 open case is in this name/)
    .first()
    .waitFor();
  await admin.getByRole('button', { name: 'Shut out' }).click();
  await admin.getByRole('dialog').getByRole('button', { name: 'Shut out' }).click();
  await admin.getByRole('button', { name: 'Let in again' }).waitFor();

  await manager.goto('/people/covers');
  const table = manager.getByRole('table', { name: 'Work of people who are not active' });
  await table.getByText('Lee Ver').waitFor();
  await table.getByRole('button', { name: 'Hand over' }).click();
  const dialog = manager.getByRole('dialog', { name: /Hand over the cases of Lee Ver/ });
  await dialog.getByRole('combobox', { name: 'To whom' }).fill('Max');
  await manager.getByRole('option', { name: 'Max Test' }).click();
  await dialog.getByRole('button', { name: 'Hand over' }).click();
  await dialog.getByText('1 case handed over').waitFor({ timeout: 60_000 });
  await dialog.getByRole('button', { name: 'Done' }).click();
  await table.waitFor({ state: 'hidden' });
  expect([...admin.faults, ...manager.faults]).toEqual([]);
}, 180_000);
