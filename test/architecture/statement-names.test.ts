/** Prepared statements are kept by name on each connection: two texts under one name refuse whoever comes second. */
import { sources } from '../support/source-files';

test('no two prepared statements have the same name', () => {
  const names = sources.flatMap(({ text }) => [...text.matchAll(/name: '([^']+)',\s*text:/g)].map((match) => match[1]));
  expect(names.length).toBeGreaterThan(3);
  expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([]);
});
