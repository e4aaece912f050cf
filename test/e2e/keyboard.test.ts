/** Everything works without a pointer (WCAG 2.2 AA 2.1.1, 2.1.2, 2.4.7, 2.4.11): every page by Tab, and a morning by keys. */
import { startDemoApp, type DemoApp } from './support/demo-app';
import { pagesByLinks } from './support/crawl';
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

test('every page is reached by links from Today', async () => {
  const page = await app.pageOf(app.everybody);
  const found = await pagesByLinks(page, '/today', everyPattern());
  expect(everyPattern().filter((pattern) => !found.has(pattern))).toEqual([]);
}, 600_000);
