/** Every entry of the walk. A new area is a file beside this one and a line here. */
import { privateFields } from '../../../../../api/input/private-fields';
import { routes } from '../../../../../api/routes';
import type { Entry } from '../entry';
import { administrationEntries } from './administration';
import { breakGlassEntries } from './break-glass';
import { caseEntries } from './cases';
import { insightEntries } from './insights';
import { oversightEntries } from './oversight';
import { peopleEntries } from './people';
import { placeEntries } from './places';
import { savedViewEntries } from './saved-views';
import { signInEntries } from './sign-in';
import { workEntries } from './work';

const queryOf = (path: string): [string, string][] => [...new URL(path, 'http://walk.test').searchParams];

/** Lists that take their whole filter in a body too (api/search-route.ts). */
const searched = new Set(
  routes
    .filter(({ method, path }) => method === 'post' && path.endsWith('/search'))
    .map(({ path }) => `GET ${path.slice(0, -'/search'.length)}`),
);

/** The list without what may name a person, and its search with everything. */
function bothWays(entry: Entry): Entry[] {
  if (!searched.has(entry.route)) return [entry];
  const isOpen = (path: string) => !queryOf(path).some(([name]) => privateFields.has(name));
  const list: Entry = { ...entry, ask: (it, own) => entry.ask(it, own).filter(({ path }) => isOpen(path)) };
  const search: Entry = {
    ...entry,
    route: `POST ${entry.route.slice('GET '.length)}/search`,
    ask: (it, own) =>
      entry.ask(it, own).map(({ path, ...rest }) => ({
        ...rest,
        path: `${path.split('?')[0] ?? ''}/search`,
        body: { filter: Object.fromEntries(queryOf(path)) },
      })),
  };
  return [list, search];
}

/** Sign-in comes first: what it asks with a session wants one that was just opened. */
export const entries: readonly Entry[] = [
  ...signInEntries,
  ...peopleEntries,
  ...placeEntries,
  ...breakGlassEntries,
  ...caseEntries,
  ...workEntries,
  ...savedViewEntries,
  ...administrationEntries,
  ...oversightEntries,
  ...insightEntries,
]
  .flatMap(bothWays)
  .toSorted((a, b) => Number(a.last ?? false) - Number(b.last ?? false));
