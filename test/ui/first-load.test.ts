/** What a browser loads before a page shows: script, as it is sent. Charts and forms come when they are asked for. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const dist = path.resolve(__dirname, '../../ui/dist');
const MOST_BYTES = 300_000;

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
}

const chunks = JSON.parse(readFileSync(path.join(dist, '.vite/manifest.json'), 'utf8')) as Record<string, Chunk>;

function withImports(name: string, seen: Set<string>): Set<string> {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const other of chunks[name]?.imports ?? []) withImports(other, seen);
  return seen;
}

const sentBytes = (name: string): number => {
  const file = path.join(dist, chunks[name]?.file ?? '');
  return statSync(existsSync(`${file}.gz`) ? `${file}.gz` : file).size;
};

const entry = Object.keys(chunks).find((name) => chunks[name]?.isEntry) ?? '';
const pages = Object.keys(chunks).filter((name) => name.endsWith('-page.tsx'));

test('the built app has its pages in files of their own', () => {
  expect(entry).not.toBe('');
  expect(pages.length).toBeGreaterThan(20);
});

test.each(pages)('the first load of %s is at most 300 kB of script, pressed', (page) => {
  const loaded = withImports(page, withImports(entry, new Set()));
  const bytes = [...loaded].reduce((sum, name) => sum + sentBytes(name), 0);
  expect(bytes).toBeGreaterThan(100_000);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
});
