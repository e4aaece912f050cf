/** The past, the story and the untouched future of a case in a real browser against the real stack. */
import { eventually } from '../support/eventually';
import { startApp, type AppUnderTest, type OpenPage } from './support/app';
import { violationsOf } from './support/axe';

const TEMPORAL = 'http://127.0.0.1:9';
let app: AppUnderTest;
let manager: { userId: string; token: string };
let caseId: string;

/** A follow-up within the time that is run forward. */
const soon = new Date(Date.now() + 21 * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  app = await startApp({}, { temporalUiOrigins: [TEMPORAL] });
  manager = await app.user(['manager']);
  ({ caseId } = await app.openDenial({ owner: { userId: manager.userId } }));
  await send('work.started');
  await send('followUp.set', { on: soon });
  await send('work.resumed', {}, 409);
}, 240_000);
afterAll(() => app?.stop());

async function send(type: string, data: object = {}, status = 200) {
  const reply = await app.ask('POST', `/cases/${caseId}/events`, { type, data }, { token: manager.token });
  expect([type, reply.status]).toEqual([type, status]);
}

/** Each page is another manager's: a person with a second factor signs in with it once. */
async function openHistory(look = {}): Promise<OpenPage> {
  const page = await app.pageOf(await app.someone(['manager']), look);
  await page.goto(`/cases/${caseId}/history`);
  await page.getByRole('slider', { name: 'Moment of the case' }).waitFor();
  return page;
}

test('N06 a manager travels back in time by the keys and sees the earlier stage and its clocks, then is back at now', async () => {
  const page = await openHistory();
  const slider = page.getByRole('slider', { name: 'Moment of the case' });
  await page.locator('[role=slider][aria-valuetext="Now, event 3 of 3"]').waitFor();
  await slider.focus();
  await page.keyboard.press('Home');
  const travel = page.getByRole('region', { name: 'Time travel' });
  await travel.getByText(/You are looking at .*event 1 of 3/).waitFor();
  await page.getByRole('heading', { name: 'Event 1: Case opened' }).waitFor();
  const stood = page.getByRole('region', { name: 'Stood then' });
  await stood.filter({ hasText: /StageNew/ }).waitFor();
  await stood.getByText('1 event, each did what the timeline says').waitFor();
  const clocks = page.getByRole('region', { name: 'Clocks' });
  const then = await clocks.textContent();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('heading', { name: 'Event 2: Start work' }).waitFor();
  await eventually(
    () => clocks.textContent(),
    (now) => now !== then,
  );
  // The moment is in the address: it can be shown to somebody else, and the way back leads out of it.
  expect(page.url()).toMatch(/\?event=2$/);
  await travel.getByText('Back to now').first().click();
  await page.getByRole('region', { name: 'What the workflow did' }).waitFor();
  await page.locator('[role=slider][aria-valuetext="Now, event 3 of 3"]').waitFor();
  expect(page.faults).toEqual([]);
});

test('M4 the workflow reads as a story, with what was refused and why, and leads to the same run in Temporal', async () => {
  const page = await openHistory();
  const story = page.getByRole('region', { name: 'What the workflow did' });
  await story.getByText('The workflow started').waitFor();
  await story.getByText('Written: Start work').waitFor();
  await story.getByText('Refused before it could change anything.').waitFor();
  const href = await page
    .getByRole('link', { name: /Open in Temporal/ })
    .first()
    .getAttribute('href');
  expect(href).toMatch(new RegExp(`^${TEMPORAL}/namespaces/default/workflows/denial%3A${caseId}/[0-9a-f-]+/history$`));
  await story.getByText('Trouble', { exact: true }).click();
  await story.getByText('No trouble').waitFor();
  await story.getByText('All', { exact: true }).click();
  await story.getByRole('button', { name: 'Event 2' }).first().click();
  await page.getByRole('heading', { name: 'Event 2: Start work' }).waitFor();
  expect(page.faults).toEqual([]);
});

test('N07 running forward names the days on which the case would act by itself', async () => {
  const page = await openHistory();
  await page.getByRole('button', { name: /Run forward/ }).click();
  const panel = page.getByRole('dialog', { name: 'If nobody acts' });
  await panel.getByText('90 days').click();
  await panel.getByText(/It would do \d+ things? by itself/).waitFor();
  const days = await panel.getByRole('heading', { level: 3 }).allTextContents();
  expect(days.length).toBeGreaterThan(0);
  for (const day of days) expect(day).toMatch(/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{1,2} [A-Z][a-z]{2}( \d{4})?$/);
  expect(page.faults).toEqual([]);
});

test('M4 whoever may not read histories travels in time all the same', async () => {
  const page = await app.pageOf(await app.someone(['coordinator']));
  await page.goto(`/cases/${caseId}/history`);
  await page.getByRole('heading', { name: 'Event 3: Set follow-up date' }).waitFor();
  expect(await page.getByText('Workflow story').count()).toBe(0);
  expect(page.faults).toEqual([]);
});

test.each(['light', 'dark'] as const)(
  'the story, a past moment and the run forward keep WCAG 2.2 AA in %s, on a desk and on a phone',
  async (scheme) => {
    for (const width of [1440, 390]) {
      const page = await openHistory({ scheme, width });
      await page.getByText('The workflow started').waitFor();
      expect([width, 'story', await violationsOf(page)]).toEqual([width, 'story', []]);
      await page.goto(`/cases/${caseId}/history?event=2`);
      await page.getByRole('heading', { name: 'Event 2: Start work' }).waitFor();
      expect([width, 'moment', await violationsOf(page)]).toEqual([width, 'moment', []]);
      await page.getByRole('button', { name: /60 days/ }).click();
      await page.getByRole('dialog', { name: 'If nobody acts' }).getByRole('heading', { level: 3 }).first().waitFor();
      expect([width, 'forward', await violationsOf(page)]).toEqual([width, 'forward', []]);
      expect(page.faults).toEqual([]);
    }
  },
  180_000,
);
