/**
 * Every page, with the demo's cases: light and dark, desk and phone. `SHOTS=<folder> npx jest test/e2e/every-page` also
 * writes a picture of each.
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Look } from './support/app';
import { violationsOf } from './support/axe';
import { startDemoApp, type DemoApp } from './support/demo-app';
import { everyPage } from './support/pages';
import { settled } from './support/settled';

const looks: readonly (Look & { name: string })[] = [
  { name: 'desk-light', scheme: 'light', width: 1440, height: 1000 },
  { name: 'desk-dark', scheme: 'dark', width: 1280, height: 900 },
  { name: 'phone-light', scheme: 'light', width: 390, height: 844 },
  { name: 'phone-dark', scheme: 'dark', width: 390, height: 844 },
];
const shots = process.env['SHOTS'];

let app: DemoApp;
beforeAll(async () => {
  app = await startDemoApp();
  if (shots) mkdirSync(shots, { recursive: true });
}, 300_000);
afterAll(() => app?.stop());

test.each(looks)(
  'every page keeps WCAG 2.2 AA, has one heading, logs no fault and scrolls sideways nowhere: $name',
  async (look) => {
    const page = await app.pageOf(app.everybody, look);
    const faults: Record<string, unknown> = {};
    for (const { name, address } of everyPage(app)) {
      page.faults.length = 0;
      await page.goto(address);
      await settled(page);
      if (shots) await page.screenshot({ path: path.join(shots, `${name}-${look.name}.png`) });
      const found = [
        ...(await violationsOf(page)),
        ...page.faults,
        ...((await page.getByRole('heading', { level: 1 }).count()) === 1 ? [] : ['not one h1']),
        ...((await widerThanTheScreen(page)) ? ['scrolls sideways'] : []),
      ];
      if (found.length > 0) faults[`${name} ${address}`] = found;
    }
    expect(faults).toEqual({});
  },
  600_000,
);

const widerThanTheScreen = (page: Awaited<ReturnType<DemoApp['pageOf']>>): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth + 1);
