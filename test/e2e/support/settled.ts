/** Waits until a page shows what it came to show: its heading, and nothing that says it is still loading. */
import type { Page } from 'playwright-core';

export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await page.waitForFunction(() => document.querySelector('main [aria-busy=true]') === null);
  // Charts and fonts arrive after the answer they draw.
  await page.waitForLoadState('networkidle').catch(() => undefined);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}
