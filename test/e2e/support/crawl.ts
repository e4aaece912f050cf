/** Follows the links of the app from one page, as somebody does who knows no address by heart. */
import type { Page } from 'playwright-core';
import { settled } from './settled';

/** Pages of one kind are visited so often: what they link to is alike. */
const OF_A_KIND = 3;

/**
 * @param patterns such as `/cases/:id`
 * @returns for each pattern that links lead to, the address of the first page found
 */
export async function pagesByLinks(page: Page, start: string, patterns: readonly string[]) {
  const found = new Map<string, string>();
  const visits = new Map<string, number>();
  const seen = new Set<string>();
  const queue = [start];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { pathname } = new URL(next, 'http://caseclock.invalid');
    const pattern = patternOf(pathname, patterns);
    if (pattern === undefined || seen.has(pathname)) continue;
    seen.add(pathname);
    if (!found.has(pattern)) found.set(pattern, pathname);
    const before = visits.get(pattern) ?? 0;
    if (before >= OF_A_KIND) continue;
    visits.set(pattern, before + 1);
    await page.goto(pathname);
    await settled(page);
    queue.push(...(await page.evaluate(linksOf)));
  }
  return found;
}

/** The most exact one: `/cases/new` is no case. */
const patternOf = (pathname: string, patterns: readonly string[]): string | undefined =>
  patterns
    .filter((pattern) => new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`).test(pathname))
    .toSorted((a, b) => a.split(':').length - b.split(':').length)[0];

const linksOf = (): string[] =>
  [...document.querySelectorAll('a[href]')].map((link) => link.getAttribute('href') ?? '');
