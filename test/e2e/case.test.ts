/** The page of a case in a real browser: what is not allowed says why, two people edit one case, a visit past the end is blocked. */
import { randomUUID } from 'node:crypto';
import { inDays } from '../support/days';
import { shortDay } from '../../ui/src/components/dates';
import { eventually } from '../support/eventually';
import { startApp, type AppUnderTest, type OpenPage } from './support/app';
import { violationsOf } from './support/axe';

let app: AppUnderTest;
beforeAll(async () => {
  app = await startApp();
}, 240_000);
afterAll(() => app?.stop());

/** One authorization of eight visits, from a month ago to a month ahead. */
async function openWc(): Promise<string> {
  const reply = await app.ask<{ caseId: string }>('POST', '/cases', {
    kind: 'wc',
    data: {
      authorizations: [
        { authorizationId: randomUUID(), startsOn: inDays(-30), endsOn: inDays(30), visitsLimit: 8, source: 'portal' },
      ],
      lastContactOn: inDays(-1),
    },
    details: { patient: { name: 'Synthetic Worker' }, employer: 'Old Employer', bodyPart: 'knee' },
  });
  if (reply.status !== 201) throw new Error(`The case was not opened: ${reply.text}`);
  return reply.body.caseId;
}

async function visit(path: string, name = 'Robin Test'): Promise<OpenPage> {
  const page = await app.pageOf(await app.someone(['coordinator'], name));
  await page.goto(path);
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

test('N08 an action that is not allowed says what is missing, and the chart lights where the case is', async () => {
  const page = await visit(`/cases/${await openWc()}`);
  await page.getByRole('button', { name: /more that are not possible now/ }).click();
  const locked = page.getByText('Record claim denied is not possible now:');
  await locked.waitFor();
  await page.getByText('No claim was submitted yet.').waitFor();
  const stages = page.getByRole('list', { name: 'Stages' });
  await stages.locator('[aria-current=step]', { hasText: 'In Progress' }).waitFor();
  await page.getByText(/^Next by itself: Adjuster silent/).waitFor();
  await page.getByRole('button', { name: 'As text' }).click();
  await page
    .getByText('to Awaiting Payment: by itself once treatment is complete and all of it is on a claim')
    .waitFor();
  expect(page.faults).toEqual([]);
}, 120_000);

test('M2 H17 an action opens its form in place, is sent once, and shows on the timeline without a reload', async () => {
  const { caseId } = await app.openDenial();
  const page = await visit(`/cases/${caseId}`);
  await page.getByRole('button', { name: 'Record the action taken' }).first().click();
  const form = page.getByRole('form', { name: 'Record the action taken' });
  await form.getByRole('button', { name: 'Record the action taken' }).click();
  await form.getByText('Choose one.').waitFor();
  await form.getByLabel('What was done').click();
  await page.getByRole('option', { name: 'Appeal sent' }).click();
  await form.getByLabel('Reference number, whom you spoke to').fill('Sent by courier');
  await form.getByRole('button', { name: 'Record the action taken' }).click();
  await form.waitFor({ state: 'detached' });
  await page.getByText('Awaiting Payment since today').waitFor();
  await page.getByText('Sent by courier').waitFor();
  expect(page.faults).toEqual([]);
}, 120_000);

test('two people edit one case: the later one sees both values, who and when, and loses nothing', async () => {
  const caseId = await openWc();
  const [first, second] = [
    await visit(`/cases/${caseId}`, 'Avery First'),
    await visit(`/cases/${caseId}`, 'Blake Second'),
  ];
  for (const page of [first, second]) await page.getByRole('button', { name: 'Edit', exact: true }).click();
  const formOf = (page: OpenPage) => page.getByRole('form', { name: 'Edit details' });
  await formOf(second).getByLabel('Employer', { exact: true }).fill('Second Employer');
  await formOf(second).getByLabel('Body part').fill('shoulder');
  await formOf(first).getByLabel('Employer', { exact: true }).fill('First Employer');
  await formOf(first).getByRole('button', { name: 'Save details' }).click();
  await formOf(first).waitFor({ state: 'detached' });

  await formOf(second).getByRole('button', { name: 'Save details' }).click();
  const question = second.getByRole('dialog', { name: 'It changed while you were editing' });
  await question.getByRole('row', { name: /Employer Second Employer First Employer/ }).waitFor();
  await question.getByText(/Avery First/).waitFor();
  await question.getByRole('button', { name: 'Keep mine' }).click();
  await formOf(second).waitFor({ state: 'detached' });
  const { body } = await app.ask<{ details: object }>('GET', `/cases/${caseId}`);
  expect(body.details).toMatchObject({ employer: 'Second Employer', bodyPart: 'shoulder' });
  expect([...first.faults, ...second.faults]).toEqual([]);
}, 120_000);

test('C03 C09 a visit past the end is blocked with the reason; the authorization is extended, and the visit is booked', async () => {
  const caseId = await openWc();
  const page = await visit(`/cases/${caseId}`);
  await page.getByLabel('May a visit be booked on').fill(inDays(40));
  await page.getByText('This visit is not covered. It is held until an authorization covers it.').waitFor();
  await page.getByText(/The authorization ended on/).waitFor();
  await page.getByRole('button', { name: 'Book this visit' }).click();
  const booking = page.getByRole('form', { name: 'Book visit' });
  await booking.getByRole('button', { name: 'Book visit' }).click();
  await booking.getByText(/Get it authorized first, choose another day/).waitFor();

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Change authorization' }).click();
  const change = page.getByRole('form', { name: 'Change authorization' });
  await change.getByLabel('Last authorized day').fill(inDays(60));
  await change.getByRole('button', { name: 'Change authorization' }).click();
  await change.waitFor({ state: 'detached' });

  await booking.getByText(/This visit may be booked/).waitFor();
  await booking.getByRole('button', { name: 'Book visit' }).click();
  await booking.waitFor({ state: 'detached' });
  await page.getByRole('list', { name: 'Booked visits' }).getByText('covered').waitFor();
  expect(page.faults).toEqual([]);
}, 120_000);

test('A17 one page answers whether a day is covered, when the next visit is, and why treatment is not billed yet', async () => {
  const caseId = await openWc();
  const send = async (type: string, data: object) => {
    const { status, text } = await app.ask('POST', `/cases/${caseId}/events`, { type, data });
    expect([status, text]).toEqual([200, text]);
  };
  const [visitId, visitOn] = [randomUUID(), inDays(6)];
  await send('visit.completed', { visitId: randomUUID(), on: inDays(-20) });
  await send('visit.booked', { visitId, on: visitOn });
  const page = await visit(`/cases/${caseId}`);
  await page.getByLabel('May a visit be booked on').fill(inDays(1));
  await page.getByText('This visit may be booked').waitFor();
  const next = page.getByRole('list', { name: 'Booked visits' }).getByRole('listitem').first();
  await next.getByText(shortDay(visitOn)).waitFor();
  await next.getByText('covered').waitFor();

  // The patient is well again: what was given waits for its claim, and the page says since when.
  await send('visit.canceled', { visitId });
  await send('treatment.completed', { on: inDays(-18) });
  const billing = page.getByRole('list', { name: 'Billing' });
  await billing.locator('[aria-current=true]', { hasText: 'unbilled' }).waitFor();
  await page
    .getByRole('region', { name: 'Tasks' })
    .getByText(/has no claim/)
    .first()
    .waitFor();
  expect(page.faults).toEqual([]);
}, 120_000);

test('R02 a running deadline is moved with a reason, which stays on the timeline', async () => {
  const caseId = await openWc();
  const page = await visit(`/cases/${caseId}`);
  await page.getByRole('button', { name: 'Move Adjuster silent' }).click();
  const form = page.getByRole('form', { name: 'Move Adjuster silent' });
  await form.getByLabel('New day and time').fill(`${inDays(45)}T09:30`);
  await form.getByRole('button', { name: 'Move deadline' }).click();
  await form.getByText('Write why it is moved').waitFor();
  await form.getByLabel('Reason').fill('The adjuster is on leave until then');
  await form.getByRole('button', { name: 'Move deadline' }).click();
  await form.waitFor({ state: 'detached' });
  await page.getByText('The adjuster is on leave until then').waitFor();
  await page
    .getByRole('article', { name: 'Adjuster silent' })
    .getByText(/9:30 am/)
    .waitFor();
}, 120_000);

test('a change by somebody else comes in by itself and leaves what is being typed alone', async () => {
  const { caseId } = await app.openDenial();
  const page = await visit(`/cases/${caseId}`);
  await page.getByRole('button', { name: 'Record a payment' }).click();
  const form = page.getByRole('form', { name: 'Record a payment' });
  await form.getByLabel('Note').fill('Half of it');
  await app.ask('POST', `/cases/${caseId}/events`, { type: 'work.started' });
  await page.getByText('In Progress since today').waitFor();
  expect(await form.getByLabel('Note').inputValue()).toBe('Half of it');
  await form.getByText('The case has changed since you opened this').waitFor();
}, 120_000);

test('a case that is not yours tells nothing of itself, and how to ask for it', async () => {
  const page = await visit(`/cases/${randomUUID()}`);
  await page.getByText('There is no such case among yours').waitFor();
  await page.getByRole('button', { name: 'Ask for emergency access' }).click();
  const form = page.getByRole('form', { name: 'Emergency access' });
  await form.getByRole('button', { name: 'Open for reading' }).click();
  await form.getByText('Write why now').waitFor();
}, 120_000);

test('H18 a WC case and a denial case are opened from their forms', async () => {
  const page = await visit('/cases/new');
  await page.getByLabel('Injured worker').fill('Synthetic Newcomer');
  await page.getByLabel('Visits authorized').fill('6');
  await page.getByRole('button', { name: 'Open case' }).click();
  await page.getByText('Choose the first authorized day').waitFor();
  await page.getByLabel('First authorized day').fill(inDays(-1));
  await page.getByRole('button', { name: 'Open case' }).click();
  await page.getByRole('heading', { level: 1, name: 'Synthetic Newcomer' }).waitFor();
  await page.getByRole('img', { name: /0 of 6 visits used/ }).waitFor();

  await page.goto('/cases/new?kind=denial');
  await page.getByRole('button', { name: 'Create a claim that is not listed' }).click();
  const claim = page.getByRole('group', { name: 'New claim' });
  await claim.getByLabel('Claim number').fill('E2E-1');
  await claim.getByLabel('Patient').fill('Synthetic Patient');
  await claim.getByLabel('Outstanding').fill('250.00');
  await claim.getByRole('button', { name: 'Create claim' }).click();
  await page.getByRole('combobox', { name: 'CARC codes' }).fill('co-16');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Open case' }).click();
  await page.getByRole('heading', { level: 1, name: 'Synthetic Patient' }).waitFor();
  await page.getByText('$250.00').first().waitFor();
  expect(page.faults).toEqual([]);
}, 120_000);

test.each(['light', 'dark'] as const)(
  'the page of a case keeps WCAG 2.2 AA in %s, on a desk and on a phone',
  async (scheme) => {
    const paths = [
      `/cases/${await openWc()}`,
      `/cases/${(await app.openDenial()).caseId}`,
      '/cases/new',
      '/cases/new?kind=denial',
    ];
    for (const width of [1440, 390]) {
      const page = await app.pageOf(await app.someone(['coordinator', 'biller']), { scheme, width });
      for (const path of paths) {
        await page.goto(path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        if (path.includes('new')) await page.getByRole('button', { name: 'Open case' }).waitFor();
        else await page.getByText('Case opened', { exact: true }).waitFor();
        expect([width, path, await violationsOf(page)]).toEqual([width, path, []]);
      }
      expect(page.faults).toEqual([]);
    }
  },
  180_000,
);

test('the case opened from a list knows its place in it, and a key goes on to the next', async () => {
  for (let n = 0; n < 2; n += 1) await app.openDenial();
  const page = await visit('/denials/open');
  await page.getByRole('table').getByRole('link').first().or(page.getByRole('row').nth(1)).first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/cases\/[0-9a-f-]{36}/);
  const place = page.getByText(/^\d+ of \d+ in Denials$/);
  await place.waitFor();
  const before = [page.url(), await place.innerText()];
  const forward = await page.getByRole('button', { name: 'Next case' }).isEnabled();
  await page.keyboard.press(forward ? ']' : '[');
  await page.waitForURL((url) => url.href !== before[0]);
  await eventually(
    () => place.innerText(),
    (text) => text !== before[1],
  );
}, 120_000);
