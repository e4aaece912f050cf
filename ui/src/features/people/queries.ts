/** What the server knows of people and where they belong. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';

const PAGE = 200;
const named = (id: string) => ({ params: { path: { id } } });

const pageOfPeople = (cursor: string | undefined) =>
  unwrap(api.GET('/people', { params: { query: { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) } } }));
export type Person = Awaited<ReturnType<typeof pageOfPeople>>['items'][number];

/** All of them: looking for a name goes on in the page, so that no name stands in an address. */
async function everybody(): Promise<Person[]> {
  const found: Person[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await pageOfPeople(cursor);
    found.push(...items);
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  return found;
}

export const everybodyQuery = queryOptions({ queryKey: ['people', 'all'], queryFn: everybody });
export const personQuery = (id: string) =>
  queryOptions({ queryKey: ['people', id], queryFn: () => unwrap(api.GET('/people/{id}', named(id))) });
export const workQuery = (id: string) =>
  queryOptions({ queryKey: ['people', id, 'work'], queryFn: () => unwrap(api.GET('/people/{id}/work', named(id))) });
export const sessionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['people', id, 'sessions'],
    queryFn: () => unwrap(api.GET('/people/{id}/sessions', named(id))),
  });
export const theirTokensQuery = (id: string) =>
  queryOptions({
    queryKey: ['people', id, 'tokens'],
    queryFn: () => unwrap(api.GET('/people/{id}/tokens', named(id))),
  });

const fetchLocations = () => unwrap(api.GET('/locations'));
export type Location = Awaited<ReturnType<typeof fetchLocations>>['items'][number];
export const locationsQuery = queryOptions({ queryKey: ['locations'], queryFn: fetchLocations });

const fetchTeams = () => unwrap(api.GET('/teams'));
export type Team = Awaited<ReturnType<typeof fetchTeams>>['items'][number];
/** The key is that of the directory: one change reaches both. */
export const teamListQuery = queryOptions({ queryKey: ['teams'], queryFn: fetchTeams });

const fetchCovers = () => unwrap(api.GET('/covers'));
export type Cover = Awaited<ReturnType<typeof fetchCovers>>['items'][number];
export const coversQuery = queryOptions({ queryKey: ['covers'], queryFn: fetchCovers, refetchInterval: 60_000 });

const fetchStranded = () => unwrap(api.GET('/figures/stranded-work'));
export type Stranded = Awaited<ReturnType<typeof fetchStranded>>['items'][number];
export const strandedQuery = queryOptions({ queryKey: ['people', 'stranded'], queryFn: fetchStranded });

const pageOfGlass = (reviewed: boolean, cursor: string | undefined) =>
  unwrap(
    api.GET('/break-glass', {
      params: {
        query: { reviewed: reviewed ? 'true' : 'false', limit: 50, ...(cursor === undefined ? {} : { cursor }) },
      },
    }),
  );
export type Glass = Awaited<ReturnType<typeof pageOfGlass>>['items'][number];
const first = undefined as string | undefined;
export const glassQuery = (reviewed: boolean) =>
  infiniteQueryOptions({
    queryKey: ['break-glass', reviewed],
    queryFn: ({ pageParam }) => pageOfGlass(reviewed, pageParam),
    initialPageParam: first,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
