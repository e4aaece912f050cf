/** Everything works without a pointer (WCAG 2.2 AA 2.1.1, 2.1.2, 2.4.7, 2.4.11): every page by Tab, and a morning by keys. */
import { remittance } from '../activities/imports/remittance-file';
import { publishDraft } from '../api/rules/asking';
import { startDemoApp, type DemoApp } from './support/demo-app';
import { pagesByLinks } from './support/crawl';
import { dropFile } from './support/drop-file';
import { keyboardFaultsOf } from './support/keyboard-walk';
import { everyPage, everyPattern } from './support/pages';
import { settled } from './support/settled';

let app: DemoApp;
beforeAll(async () => {
  app = await startDemoApp();
}, 300_000);
afterAll(() => app?.stop());

test.each([
  { name: 'desk', width: 1440, height: 1000 },
  { name: 'phone', width: 390, height: 844 },
])(
  'on every page Tab reaches every control, shows where it is, and is held nowhere: $name',
  async (look) => {
    const page = await app.pageOf(app.everybody, look);
    const faults: Record<string, unknown> = {};
    for (const { name, address } of everyPage(app)) {
      await page.goto(address);
      await settled(page);
      const found = await keyboardFaultsOf(page);
      if (found.length > 0) faults[`${name} ${address}`] = found;
    }
    expect(faults).toEqual({});
  },
  600_000,
);

/** Pages that a control inside a page leads to, once it is there: the tests that go there this way. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  '/clocks/:id': 'from the preview of a task: test/e2e/tasks-and-clocks',
  '/rules/what-if/:whatIfId': 'from the cases of a draft: test/e2e/rules',
  '/notices': 'from the bell: test/e2e/tasks-and-clocks',
};

test('every page is reached by links from Today', async () => {
  // A version of the rules and the change it made to every case; a file that was checked.
  const { token } = await app.user(['manager']);
  const changes = [{ ruleId: 'wc.visit-cap', params: { margin: 3 } }];
  await publishDraft(app, token, { scope: 'default', changes });
  const page = await app.pageOf(app.everybody);
  await page.goto('/imports');
  await settled(page);
  await dropFile(page, 'november.835', remittance([{ trace: 'LINKS', claims: [] }]));
  await page.getByRole('button', { name: 'Check the file' }).click();
  await page.waitForURL(/\/imports\/[0-9a-f-]{36}/);

  const found = await pagesByLinks(page, '/today', everyPattern());
  expect(everyPattern().filter((pattern) => !found.has(pattern) && !(pattern in ELSEWHERE))).toEqual([]);
}, 600_000);
