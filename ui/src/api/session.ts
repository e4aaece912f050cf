/** Who is signed in, and what that person may do. The server decides; this only keeps its answer at hand. */
import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { api, unwrap } from './client';
import type { components } from './generated/schema';

export type Me = components['schemas']['Me'];
export type Permission = Me['permissions'][number];

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: () => unwrap(api.GET('/me')), staleTime: 60_000 });

/** Inside the shell there always is one. */
export const useMe = (): Me => useSuspenseQuery(meQuery).data;

export function useMay(permission: Permission): boolean {
  return useMe().permissions.includes(permission);
}

/** The zone of the reader's place of work, such as `America/Los_Angeles`. */
export const useZone = (): string => useMe().zone;

const minutes = 5 * 60_000;
export const practicesQuery = queryOptions({
  queryKey: ['practices'],
  queryFn: () => unwrap(api.GET('/practices')),
  staleTime: minutes,
});
export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: () => unwrap(api.GET('/users')),
  staleTime: minutes,
});
export const teamsQuery = queryOptions({
  queryKey: ['teams'],
  queryFn: () => unwrap(api.GET('/teams')),
  staleTime: minutes,
});

export const usePractices = () => useQuery(practicesQuery);
export const useUsers = () => useQuery(usersQuery);
export const useTeams = () => useQuery(teamsQuery);
