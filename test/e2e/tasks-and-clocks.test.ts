/** Tasks, the ledger of clocks, receipts, search and notices, as people use them in a browser. */
import { inDays } from '../support/days';
import { eventually } from '../support/eventually';
import { startApp, type AppUnderTest, type OpenPage } from './support/app';
import { violationsOf } from './support/axe';
import type { Person } from '../api/auth/browser';

let app: AppUnderTest;
let person: Person;
beforeAll(async () => {
  app = await startApp();
  person = await app.someone(['coordinator', 'biller'], 'Robin Rivers');
}, 240_000);
afterAll(() => app?.stop());

async function taskNamed(title: string, more: Record<string, unknown> = {}): Promise<string> {
  const { caseId } = await app.openDenial({ owner: { userId: person.userId }, ...more });
  const added = await app.ask('POST', `/cases/${caseId}/tasks`, { title, dueOn: inDays(1) });
  if (added.status !== 200) throw new Error(added.text);
  return caseId;
}

/** What is said to screen readers stands outside of it. */
const main = (page: OpenPage) => page.locator('#main');
const rowOf = (page: OpenPage, title: string) => page.getByRole('row').filter({ hasText: title });

test('R11 a task is postponed until a day and for a reason: it leaves the list and stands under Postponed', async () => {
  await taskNamed('Fetch the operative report');
  const page = await app.pageOf(person);
  await page.goto('/tasks');
  await rowOf(page, 'Fetch the operative report')
    .getByRole('button', { name: /^Postpone/ })
    .click();
  const form = page.getByRole('complementary', { name: /Postpone/ });
  await form.getByRole('button', { name: 'In a week' }).click();
  await form.getByRole('button', { name: 'Waiting for records' }).click();
  await form.getByRole('button', { name: 'Postpone task' }).click();
  await main(page).getByText('1 postponed until').waitFor();
  await rowOf(page, 'Fetch the operative report').waitFor({ state: 'detached' });
  await page.getByRole('tab', { name: /^Postponed/ }).click();
  const row = rowOf(page, 'Fetch the operative report');
  await row.getByText('Waiting for records').waitFor();
  await row.getByRole('button', { name: 'Take back now' }).click();
  await row.waitFor({ state: 'detached' });
  await page.getByRole('tab', { name: /^Mine/ }).click();
  await rowOf(page, 'Fetch the operative report').waitFor();
  expect(page.faults).toEqual([]);
}, 120_000);

test('R12 several tasks are postponed at once from the keys alone; R25 a completion is undone by Z', async () => {
  await taskNamed('Bulk alpha');
  await taskNamed('Bulk beta');
  const page = await app.pageOf(person);
  await page.goto('/tasks');
  await rowOf(page, 'Bulk alpha').getByRole('checkbox').click();
  await rowOf(page, 'Bulk beta').getByRole('checkbox').click();
  const bar = page.getByRole('region', { name: 'Selected rows' });
  await bar.getByText('2 selected').waitFor();
  await bar.getByRole('button', { name: 'Postpone' }).click();
  const form = page.getByRole('complementary', { name: /Postpone/ });
  await form.getByLabel('Until').fill(inDays(20));
  await form.getByLabel('Why').fill('Year-end closing');
  await form.getByRole('button', { name: 'Postpone 2 tasks' }).click();
  await main(page).getByText('2 postponed until').waitFor();
  await taskNamed('Complete me once');
  await page.reload();
  const row = rowOf(page, 'Complete me once');
  await row.getByText('Complete me once').click();
  await page.keyboard.press('Escape');
  await row.focus();
  await page.keyboard.press('e');
  await main(page).getByText('Done: Complete me once.').waitFor();
  await page.keyboard.press('z');
  await main(page)
    .getByText(/Open again, due today/)
    .waitFor();
  await rowOf(page, 'Complete me once').waitFor();
  expect(page.faults).toEqual([]);
}, 120_000);

test('R11 R19 a task is put off with a reason, taken back and handed over on the page of its case', async () => {
  const caseId = await taskNamed('Ask the payer again');
  const page = await app.pageOf(person);
  await page.goto(`/cases/${caseId}`);
  const tasks = page.getByRole('region', { name: 'Tasks' });
  const menu = async (item: string) => {
    await tasks.getByRole('button', { name: 'More for: Ask the payer again' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  await menu('Postpone');
  const wait = page.getByRole('dialog', { name: 'Postpone: Ask the payer again' });
  await wait.getByRole('button', { name: 'In a week' }).click();
  await wait.getByRole('button', { name: 'Waiting for the payer' }).click();
  await wait.getByRole('button', { name: 'Postpone task' }).click();
  const waits = tasks.getByText(/^Postponed until .+: Waiting for the payer$/);
  await waits.waitFor();
  await menu('Take back from waiting');
  await waits.waitFor({ state: 'detached' });
  await menu('Hand over');
  await page.getByRole('dialog', { name: 'Hand over: Ask the payer again' }).getByRole('combobox').waitFor();
  expect(await violationsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Take it yourself' }).click();
  const assignee = async () =>
    (
      await app.ask<{ items: { title: string; assignee: { userId: string; handedBy: string } }[] }>(
        'GET',
        `/tasks?caseId=${caseId}`,
      )
    ).body.items.find(({ title }) => title === 'Ask the payer again')?.assignee;
  await eventually(assignee, (now) => now?.userId === person.userId && now.handedBy !== null);
  expect(page.faults).toEqual([]);
}, 120_000);

test('N02 a task that a clock opened leads to its receipt, and the receipt verifies', async () => {
  const { caseId } = await app.openDenial({ owner: { userId: person.userId }, followUpOn: inDays(30) });
  const page = await app.pageOf(person);
  const dueAt = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 3_000).toISOString();
  await app.ask('POST', `/cases/${caseId}/clocks/followUp/move`, { dueAt, reason: 'The payer calls back' });
  const receiptId = await eventually(
    async () =>
      (await app.ask<{ items: { receiptId: string | null }[] }>('GET', `/tasks?caseId=${caseId}`)).body.items.find(
        (task) => task.receiptId !== null,
      )?.receiptId ?? '',
    (id) => id !== '',
    60_000,
  );
  await page.goto(`/cases/${caseId}`);
  await page.getByRole('region', { name: 'Tasks' }).getByRole('link', { name: 'by a clock' }).first().click();
  await page.waitForURL(new RegExp(`/clocks/${receiptId}$`));
  await page.getByRole('heading', { level: 1, name: 'Receipt: Follow up by' }).waitFor();
  await page.getByText('“The payer calls back”').waitFor();
  await page.getByRole('button', { name: 'Verify against the history' }).click();
  await main(page)
    .getByText(/^Verified\./)
    .waitFor();
  expect(page.faults).toEqual([]);
}, 180_000);

test('N01 the ledger names every clock, and R02 one is moved with a reason', async () => {
  await app.openDenial({ owner: { userId: person.userId }, followUpOn: inDays(25) });
  const page = await app.pageOf(person);
  await page.goto('/clocks');
  const row = rowOf(page, 'Follow up by').first();
  await row.getByText('Follow up by', { exact: true }).click();
  const side = page.getByRole('complementary');
  await side.getByText('If nobody acts').waitFor();
  await side.getByRole('button', { name: 'Move date' }).click();
  await side.getByLabel('New day and time').fill(`${inDays(40)}T08:00`);
  await side.getByLabel('Reason').fill('The payer asked for more time');
  await side.getByRole('button', { name: 'Move deadline' }).click();
  await side.getByRole('button', { name: 'Move deadline' }).waitFor({ state: 'detached' });
  await page.goto('/clocks?show=moved');
  await rowOf(page, 'Follow up by').first().getByText('Moved', { exact: true }).waitFor();
  expect(page.faults).toEqual([]);
}, 120_000);

test('the palette opens at Ctrl K, finds a worker by part of a name, and goes to the case', async () => {
  const opened = await app.ask<{ caseId: string }>('POST', '/cases', {
    kind: 'wc',
    data: {},
    details: { claimNumber: 'WC-5512-AB', patient: { name: 'Odalys Quintero' } },
  });
  const page = await app.pageOf(person);
  await page.goto('/tasks');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('Control+k');
  const box = page.getByRole('combobox', { name: 'Search and commands' });
  await box.fill('quinter');
  await page.getByText('Odalys Quintero').first().waitFor();
  // What a screen reader says: the entry that Enter would open.
  const said = () =>
    box.evaluate((one) => document.getElementById(one.getAttribute('aria-activedescendant') ?? '')?.textContent);
  await eventually(said, (text) => text?.includes('Odalys Quintero') === true);
  await eventually(
    () => page.getByRole('option', { selected: true }).count(),
    (selected) => selected === 1,
  );
  expect(await violationsOf(page)).toEqual([]);
  const first = await said();
  await page.keyboard.press('ArrowDown');
  await eventually(said, (text) => typeof text === 'string' && text !== first);
  await page.keyboard.press('ArrowUp');
  await eventually(said, (text) => text === first);
  await page.keyboard.press('Enter');
  await page.waitForURL(new RegExp(`/cases/${opened.body.caseId}$`));
}, 120_000);

test('a task that a colleague hands over shows at the bell', async () => {
  const other = await app.user(['manager']);
  await taskNamed('Call the surgeon');
  const { body } = await app.ask<{ items: { id: string; title: string }[] }>('GET', '/tasks?limit=200');
  const task = body.items.find(({ title }) => title === 'Call the surgeon');
  await app.ask('POST', '/tasks/assign', { tasks: [task?.id], userId: person.userId }, { token: other.token });
  const page = await app.pageOf(person);
  await page.goto('/tasks');
  await page.getByRole('button', { name: /Notices, \d+ not read/ }).click();
  await page.getByText('Task handed to you').first().waitFor();
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await page.getByRole('button', { name: 'Notices', exact: true }).waitFor();
  await page.getByRole('link', { name: 'All notices' }).click();
  await page.waitForURL(/\/notices$/);
  expect(page.faults).toEqual([]);
}, 120_000);

test.each(['light', 'dark'] as const)(
  'tasks and clocks keep WCAG 2.2 AA in %s, on a desk and on a phone',
  async (scheme) => {
    await taskNamed(`Looked at in ${scheme}`);
    for (const width of [1440, 390]) {
      const page = await app.pageOf(person, { scheme, width });
      for (const path of ['/tasks', '/tasks?tab=postponed', '/clocks', '/notices']) {
        await page.goto(path);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await page.locator('#main :is([data-row], li, h2, article)').first().waitFor();
        expect([path, width, await violationsOf(page)]).toEqual([path, width, []]);
      }
      expect(page.faults).toEqual([]);
    }
  },
  180_000,
);
