/** Whole pieces of work, from beginning to end, as one person does them in a browser. */
import { inDays } from '../support/days';
import { remittance } from '../activities/imports/remittance-file';
import { PASSWORD } from '../api/auth/browser';
import { eventually } from '../support/eventually';
import { authorization, openWcCase, silence } from '../support/wc-opening';
import { startApp, type AppUnderTest, type OpenPage } from './support/app';
import { dropFile } from './support/drop-file';
import { settled } from './support/settled';

let app: AppUnderTest;
beforeAll(async () => {
  app = await startApp();
}, 240_000);
afterAll(() => app?.stop());

const rowOf = (page: OpenPage, name: string) => page.locator('tr[data-row]', { hasText: name });

test('E1 E2 E3 the morning: signed in, each thing the board surfaced is handled, and nothing urgent is left', async () => {
  const coordinator = await app.someone(['coordinator'], 'Robin Test');
  const own = { owner: { userId: coordinator.userId }, lastContactOn: inDays(0) };
  const named = (name: string) => ({ patient: { name }, adjuster: { name: 'Odette Fable' } });
  await openWcCase(app, { ...own, ...silence(40) }, named('Silent Sorrel'));
  await openWcCase(app, { ...own, authorizations: [authorization({ endsOn: inDays(1) })] }, named('Ending Elder'));
  await openWcCase(app, { lastContactOn: inDays(0), authorizations: [authorization()] }, named('Nobody Nettle'));
  const page = await app.page();
  await page.goto('/today');
  await page.waitForURL(/\/sign-in/);
  await page.getByLabel('E-mail address').fill(coordinator.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(/\/today$/);
  await settled(page);

  await rowOf(page, 'Silent Sorrel').getByRole('button', { name: 'Call adjuster' }).click();
  await page.getByRole('form', { name: 'Log contact' }).getByRole('button', { name: 'Reached' }).click();
  await rowOf(page, 'Silent Sorrel').waitFor({ state: 'detached' });
  await rowOf(page, 'Nobody Nettle').getByRole('button', { name: 'Take case' }).click();
  await rowOf(page, 'Nobody Nettle').waitFor({ state: 'detached' });

  // The adjuster has granted two more months: it is recorded on the case.
  await rowOf(page, 'Ending Elder').getByRole('link', { name: 'Ending Elder' }).click();
  await page.waitForURL(/\/cases\/[0-9a-f-]{36}/);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Change authorization' }).click();
  const change = page.getByRole('form', { name: 'Change authorization' });
  await change.getByLabel('Last authorized day').fill(inDays(60));
  await change.getByRole('button', { name: 'Change authorization' }).click();
  await change.waitFor({ state: 'detached' });
  await page
    .getByRole('navigation', { name: 'Places', exact: true })
    .getByRole('link', { name: /^Today/ })
    .click();
  await page.getByText('Nothing is urgent').waitFor();
  expect(page.faults).toEqual([]);
}, 180_000);

test('H19 H20 H21 a dropped remittance becomes a case that is worked to Awaiting Payment, followed up, and resolved', async () => {
  const page = await app.pageOf(await app.someone(['biller'], 'Bo Test'));
  await page.goto('/imports');
  await page.getByRole('heading', { level: 1, name: 'Imports' }).waitFor();
  const denied = { number: 'JOURNEY-1', status: '4', charge: 100, paid: 0, adjustments: ['CO*16*100.00'] };
  await dropFile(page, 'november.835', remittance([{ trace: 'JOURNEY', claims: [denied] }]));
  await page.getByRole('button', { name: 'Check the file' }).click();
  await page.getByRole('button', { name: 'Import for real' }).click({ timeout: 60_000 });
  await page.getByText('1 denial case opened').waitFor({ timeout: 60_000 });
  await page
    .getByRole('navigation', { name: /^Parts of/ })
    .getByRole('link', { name: /^Claims/ })
    .click();
  await page.getByRole('link', { name: 'Open case' }).first().click();
  await page.waitForURL(/\/cases\/[0-9a-f-]{36}$/);
  const caseId = page.url().split('/').at(-1) ?? '';

  await page.getByRole('button', { name: 'Record the action taken' }).first().click();
  const taken = page.getByRole('form', { name: 'Record the action taken' });
  await taken.getByLabel('What was done').click();
  await page.getByRole('option', { name: 'Appeal sent' }).click();
  await taken.getByRole('button', { name: 'Record the action taken' }).click();
  await taken.waitFor({ state: 'detached' });
  await page.getByText('Awaiting Payment since today').waitFor();

  // The payer's answer is due in days. The clock is moved to now, and fires by itself; the page hears of it.
  const { headers } = await app.ask('GET', `/cases/${caseId}`);
  const moved = await app.ask(
    'POST',
    `/cases/${caseId}/clocks/followUp/move`,
    { dueAt: new Date(Date.now() + 2_000).toISOString(), reason: 'The payer asked to be called today' },
    { headers: { 'If-Match': headers.get('etag') ?? '' } },
  );
  expect([moved.status, moved.text]).toEqual([200, moved.text]);
  const { prisma } = app.stack.db;
  await eventually(
    () => prisma.clockReceipt.count({ where: { caseId, name: 'followUp' } }),
    (fired) => fired === 1,
  );
  await page.getByRole('region', { name: 'Tasks' }).getByText('Follow up').first().waitFor();
  const receipt = await page.getByRole('link', { name: 'Receipt', exact: true }).first().getAttribute('href');
  expect(receipt).toMatch(new RegExp(`^/clocks/${caseId}:\\d+$`));

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Resolve case' }).click();
  const resolve = page.getByRole('form', { name: 'Resolve case' });
  await resolve.getByLabel('Outcome').click();
  await page.getByRole('option', { name: 'Paid', exact: true }).click();
  await resolve.getByRole('button', { name: 'Resolve case' }).click();
  await page.getByText('Resolved since today').waitFor();
  expect(await prisma.clock.count({ where: { caseId } })).toBe(0);
  expect(await prisma.task.count({ where: { caseId, state: 'open' } })).toBe(0);
  expect(page.faults).toEqual([]);
}, 240_000);

test('N03 N05 N06 a manager travels back in time, tries 21 days before saving, publishes, and takes it back', async () => {
  const manager = await app.someone(['manager'], 'Sam Test');
  const willow = { patient: { name: 'Waiting Willow' }, adjuster: { name: 'Odette Fable' } };
  const ending = { authorizations: [authorization({ endsOn: inDays(18) })], lastContactOn: inDays(0) };
  const caseId = await openWcCase(app, { owner: { userId: manager.userId }, ...ending }, willow);
  const called = await app.ask('POST', `/cases/${caseId}/events`, {
    type: 'adjuster.contacted',
    data: { channel: 'call', direction: 'out', on: inDays(0), reached: true },
  });
  expect([called.status, called.text]).toEqual([200, called.text]);
  const isExpiring = async () =>
    (await app.stack.db.prisma.case.findUniqueOrThrow({ where: { id: caseId } })).flags.includes('expiring');
  const page = await app.pageOf(manager);
  await page.goto(`/cases/${caseId}`);
  await page.getByRole('link', { name: 'Workflow history' }).click();
  // The page of the case has a slider of the same name, until the other page is there.
  await page.getByRole('heading', { level: 1, name: 'History of Waiting Willow' }).waitFor();
  const slider = page.getByRole('slider', { name: 'Moment of the case' });
  await slider.focus();
  await page.keyboard.press('Home');
  await page.getByRole('heading', { name: 'Event 1: Case opened' }).waitFor();
  await page.getByRole('region', { name: 'Time travel' }).getByText('Back to now').first().click();
  await page.getByText('The workflow started').waitFor();

  await page
    .getByRole('navigation', { name: 'Places', exact: true })
    .getByRole('link', { name: /^Rules/ })
    .click();
  await page
    .getByRole('link', { name: /Authorization expiring/ })
    .first()
    .click();
  await page.getByLabel('Days before the last authorized day').fill('21');
  await page
    .getByRole('region', { name: 'Would flag today' })
    .getByRole('link', { name: /Waiting Willow/ })
    .waitFor({ timeout: 60_000 });
  expect(await isExpiring()).toBe(false);
  const say = async (what: 'Publish' | 'Revert') => {
    await page.getByRole('button', { name: new RegExp(`^${what} v`) }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: new RegExp(`^${what} version`) })
      .click();
    await page.getByText(/has reached \d+ cases?/).waitFor({ timeout: 90_000 });
  };
  await say('Publish');
  await eventually(isExpiring, (flagged) => flagged);
  await say('Revert');
  await eventually(isExpiring, (flagged) => !flagged);
  expect(page.faults).toEqual([]);
}, 300_000);
