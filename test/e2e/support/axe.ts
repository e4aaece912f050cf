/** Asks axe whether the page as it is now keeps WCAG 2.2 AA; the answer names each violation and where it is. */
import { readFileSync } from 'node:fs';
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export async function violationsOf(page: Page): Promise<string[]> {
  // Injected by the browser's debugger, which the page's policy does not bind.
  await page.evaluate(source);
  const found = await page.evaluate(async (tags) => {
    const { axe: inPage } = globalThis as unknown as { axe: typeof axe };
    const { violations } = await inPage.run({ runOnly: { type: 'tag', values: tags } });
    return violations.map(
      ({ id, help, nodes }) => `${id}: ${help} at ${nodes.map((n) => n.target.join(' ')).join(', ')}`,
    );
  }, TAGS);
  return found;
}
