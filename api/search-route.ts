/**
 * Gives a list that can be searched by what may name a person a second route, which takes the whole filter in its body:
 * `GET /cases` with `q` becomes `POST /cases/search` with `{"filter": {"q": "..."}}`, and the GET takes it no longer.
 */
import { z } from 'zod';
import { privateFields } from './input/private-fields';
import type { Route } from './route';

/** The route itself, or both. Permission, audit and answers are the list's own. */
export function withSearch(route: Route): Route[] {
  const fields = Object.entries(route.query?.shape ?? {});
  const open = fields.filter(([name]) => !privateFields.has(name));
  if (route.method !== 'get' || open.length === fields.length) return [route];
  const { query: _query, ...rest } = route;
  const list: Route = { ...rest, query: z.strictObject(Object.fromEntries(open)) };
  const search: Route = {
    ...rest,
    method: 'post',
    path: `${route.path}/search`,
    summary: `${route.summary}, by a filter in the body`,
    description: 'What a search holds may name a person, so it stands in the body and not in the address.',
    body: z.strictObject({ filter: z.strictObject(Object.fromEntries(fields)) }),
    handle: ({ body, ...context }) =>
      route.handle({ ...context, query: (body as { filter: unknown }).filter, body: undefined }),
  };
  return [list, search];
}
