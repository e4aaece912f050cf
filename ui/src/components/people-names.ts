/** Names of the people and teams one works with, by id. */
import { useCallback, useMemo } from 'react';
import { useTeams, useUsers } from '../api/session';

export function usePeopleNames(): (id: string) => string | undefined {
  const users = useUsers().data?.items;
  const teams = useTeams().data?.items;
  const names = useMemo(
    () => new Map([...(users ?? []), ...(teams ?? [])].map(({ id, name }) => [id, name])),
    [users, teams],
  );
  return useCallback((id: string) => names.get(id), [names]);
}
