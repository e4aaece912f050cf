/** Chooses where somebody works: at every location, also at later ones, or at some. */
import { Checkbox, MultiSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { locationsQuery } from './queries';
import classes from './form.module.css';

export interface Whereabouts {
  readonly allLocations: boolean;
  readonly locationIds: string[];
}

interface Props {
  readonly value: Whereabouts;
  onChange(this: void, where: Whereabouts): void;
}

export function PlaceChoice({ value, onChange }: Props) {
  const { data } = useQuery(locationsQuery);
  return (
    <div className={classes.form}>
      <MultiSelect
        label="Locations"
        description="Whose cases they reach, as far as their roles go"
        placeholder={value.locationIds.length === 0 ? 'Choose locations' : ''}
        searchable
        clearable
        disabled={value.allLocations}
        data={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={[...value.locationIds]}
        onChange={(locationIds) => onChange({ ...value, locationIds })}
      />
      <Checkbox
        label="Works at every location, also at later ones"
        checked={value.allLocations}
        onChange={(event) => onChange({ ...value, allLocations: event.currentTarget.checked })}
      />
    </div>
  );
}
