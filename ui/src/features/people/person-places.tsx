/** Where somebody works and whose team they are in: both decide which cases they reach. */
import { Button, Group, MultiSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { Card } from '../../components/card';
import { ErrorState } from '../../components/error-state';
import { announce } from '../../components/live-region';
import { SaveError } from '../../components/save-error';
import { SkeletonRows } from '../../components/skeleton-rows';
import { PlaceChoice, type Whereabouts } from './place-choice';
import { locationsQuery, teamListQuery, type Person, type Team } from './queries';
import classes from './form.module.css';

export function PersonPlaces({ person }: { person: Person }) {
  const locations = useQuery(locationsQuery);
  const teams = useQuery(teamListQuery);
  if (!locations.data || !teams.data) {
    const failed = locations.error ?? teams.error;
    return (
      <Card title="Locations and teams">
        {failed ? (
          <ErrorState error={failed} what="Locations and teams could not be shown." onRetry={locations.refetch} />
        ) : (
          <SkeletonRows rows={3} />
        )}
      </Card>
    );
  }
  const { items, everywhere } = locations.data;
  const where: Whereabouts = {
    allLocations: everywhere.includes(person.id),
    locationIds: items.filter(({ userIds }) => userIds.includes(person.id)).map(({ id }) => id),
  };
  const mine = teams.data.items.filter(({ memberIds }) => memberIds.includes(person.id)).map(({ id }) => id);
  if (!person.active) {
    return (
      <Card title="Locations and teams">
        <p className={classes.text}>Whoever is shut out reaches nothing. Let them in first.</p>
      </Card>
    );
  }
  return (
    <Card title="Locations and teams">
      <PlacesForm key={person.id} person={person} where={where} mine={mine} teams={teams.data.items} />
    </Card>
  );
}

interface FormProps {
  readonly person: Person;
  readonly where: Whereabouts;
  readonly mine: readonly string[];
  readonly teams: readonly Team[];
}

const same = (a: readonly string[], b: readonly string[]): boolean => a.toSorted().join() === b.toSorted().join();

function PlacesForm({ person, where, mine, teams }: FormProps) {
  const [places, setPlaces] = useState(where);
  const [chosen, setChosen] = useState<string[]>([...mine]);
  const queryClient = useQueryClient();
  const moved = places.allLocations !== where.allLocations || !same(places.locationIds, where.locationIds);
  const joined = !same(chosen, mine);
  const save = useMutation({
    mutationFn: async () => {
      const id = person.id;
      if (moved) await unwrap(api.PUT('/users/{id}/locations', { params: { path: { id } }, body: places }));
      for (const team of chosen.filter((one) => !mine.includes(one))) {
        await unwrap(api.PUT('/teams/{id}/members/{userId}', { params: { path: { id: team, userId: id } } }));
      }
      for (const team of mine.filter((one) => !chosen.includes(one))) {
        await unwrap(api.DELETE('/teams/{id}/members/{userId}', { params: { path: { id: team, userId: id } } }));
      }
    },
    onSuccess: () => announce('Saved.'),
    // A part may have been saved before another failed.
    onSettled: () =>
      Promise.all(['locations', 'teams', 'users'].map((key) => queryClient.invalidateQueries({ queryKey: [key] }))),
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <PlaceChoice value={places} onChange={setPlaces} />
      <MultiSelect
        label="Teams"
        description="Coders and case managers reach the cases of their teams"
        placeholder={chosen.length === 0 ? 'No team' : ''}
        searchable
        clearable
        data={teams.map(({ id, name }) => ({ value: id, label: name }))}
        value={chosen}
        onChange={setChosen}
      />
      <SaveError error={save.error} what="Not everything was saved." />
      <Group justify="flex-end">
        <Button type="submit" loading={save.isPending} disabled={!moved && !joined}>
          Save
        </Button>
      </Group>
    </form>
  );
}
