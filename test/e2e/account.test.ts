/** One's own account in a real browser: second factor, proof after ten minutes, tokens, keys and colours. */
import { codeForNow, PASSWORD } from '../api/auth/browser';
import { readQrCode } from '../api/auth/read-qr-code';
import { startApp, type AppUnderTest } from './support/app';
import { violationsOf } from './support/axe';

let app: AppUnderTest;
let minutes = 0;
beforeAll(async () => {
  app = await startApp({}, { now: () => Date.now() + minutes * 60_000 });
}, 240_000);
afterAll(() => app?.stop());

test('G17 a second factor is set up with its first code, and its recovery codes are shown once', async () => {
  const page = await app.pageOf(await app.someone(['coder'], 'Kim Test'));
  await page.goto('/account');
  await page.getByRole('button', { name: 'Set up a second factor' }).click();
  const dialog = page.getByRole('dialog', { name: 'Set up your second factor' });
  const secret = ((await dialog.locator('code').textContent()) ?? '').replaceAll(' ', '');
  expect(await dialog.getByRole('link', { name: 'open it on this device' }).getAttribute('href')).toContain(
    'otpauth://',
  );
  const drawing = await dialog.getByRole('img', { name: /^QR code/ }).evaluate((svg) => svg.outerHTML);
  expect(new URL(readQrCode(drawing)).searchParams.get('secret')).toBe(secret);
  await dialog.getByRole('textbox', { name: 'Code' }).fill(await codeForNow(secret));
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  const codes = page.getByRole('dialog', { name: 'Keep your recovery codes' });
  await codes.getByRole('button', { name: 'Copy' }).waitFor();
  expect(await codes.locator('code span').count()).toBe(10);
  await codes.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByText('10 of 10').waitFor();
  expect(page.faults).toEqual([]);
}, 120_000);

test('G17 what needs a fresh sign-in asks for the password, keeps what was typed, and goes on', async () => {
  const page = await app.pageOf(await app.someone(['coder'], 'Kim Test'));
  await page.goto('/account');
  await page.getByRole('button', { name: 'Make a token' }).click();
  await page.getByLabel('What it is for').fill('My script');
  minutes += 11;
  await page.getByRole('button', { name: 'Make the token' }).click();
  const proof = page.getByRole('dialog', { name: 'Prove that it is you' });
  await proof.getByRole('textbox', { name: 'Password' }).fill('not this one');
  await proof.getByRole('button', { name: 'Go on' }).click();
  await proof.getByText('That was not accepted.').waitFor();
  // Refused is not signed out: the page stays.
  expect(await page.getByText('Your session has ended').count()).toBe(0);
  await proof.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await proof.getByRole('button', { name: 'Go on' }).click();
  const token = (await page.getByRole('group', { name: 'The token' }).locator('code').textContent()) ?? '';
  const reply = await app.ask('GET', '/me', undefined, { token });
  expect(reply).toMatchObject({ status: 200, body: { name: 'Kim Test' } });
  await page.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('table', { name: 'Your tokens, newest first' }).getByText('My script').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  expect(page.faults).toEqual([]);
}, 120_000);

test('single keys are switched off, and the colours chosen, for this browser', async () => {
  const page = await app.pageOf(await app.someone(['coder'], 'Kim Test'));
  await page.goto('/account');
  await page.getByRole('switch', { name: 'Single keys act' }).uncheck();
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await page.getByText('Dark', { exact: true }).click();
  await page.waitForFunction(() => document.documentElement.dataset['mantineColorScheme'] === 'dark');
  expect(page.url()).toMatch(/\/account$/);
  await page.reload();
  await page.getByRole('switch', { name: 'Single keys act' }).waitFor();
  expect(await page.getByRole('switch', { name: 'Single keys act' }).isChecked()).toBe(false);
  expect(await violationsOf(page)).toEqual([]);
}, 120_000);

test('a name is changed everywhere it stands, and signing out everywhere ends on the sign-in page', async () => {
  const person = await app.someone(['coder'], 'Kim Test');
  const page = await app.pageOf(person);
  const other = await app.pageOf(person);
  await page.goto('/account');
  await page.getByLabel('Name', { exact: false }).first().fill('Kim Renamed');
  await page.getByRole('button', { name: 'Save the name' }).click();
  await page.getByRole('navigation', { name: 'Places', exact: true }).getByText('Kim Renamed').first().waitFor();
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.waitForURL(/\/sign-in\?notice=signed-out/);
  await other.goto('/account');
  await other.waitForURL(/\/sign-in/);
}, 120_000);
