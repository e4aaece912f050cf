/** Above the figures: the period, the place, whose cases. All of it stands in the address. */
import { NativeSelect, TextInput } from '@mantine/core';
import { usePractices, useUsers, useZone } from '../../api/session';
import { dayIn } from '../../components/dates';
import { namedPeriods } from './days';
import type { Choice, View } from './view';
import classes from './insights.module.css';

interface Props {
  readonly view: View;
  /** What the server took for the period, once it has answered. */
  readonly shown: { readonly from: string; readonly to: string } | undefined;
  readonly withOwner?: boolean;
  readonly children?: React.ReactNode;
  choose(choice: Choice): void;
}

const OWN = 'own';

export function PeriodBar({ view, shown, withOwner = false, children, choose }: Props) {
  const today = dayIn(useZone());
  const periods = namedPeriods(today);
  const [from, to] = [view.from ?? shown?.from ?? '', view.to ?? shown?.to ?? ''];
  const named = periods.find((one) => one.from === from && one.to === to);
  const practices = usePractices().data?.items ?? [];
  const users = useUsers().data?.items ?? [];
  return (
    <div className={classes.bar} role="group" aria-label="What the figures cover">
      <NativeSelect
        label="Period"
        value={named?.name ?? OWN}
        data={[...periods.map(({ name }) => name), { value: OWN, label: 'Days of your choice' }]}
        onChange={({ currentTarget: { value } }) => {
          const next = periods.find(({ name }) => name === value);
          if (next) choose({ from: next.from, to: next.to });
        }}
      />
      <TextInput
        label="From"
        type="date"
        value={from}
        max={to}
        onChange={({ currentTarget: { value } }) => value !== '' && choose({ from: value, to })}
      />
      <TextInput
        label="To"
        type="date"
        value={to}
        min={from}
        onChange={({ currentTarget: { value } }) => value !== '' && choose({ from, to: value })}
      />
      {practices.length > 1 ? (
        <NativeSelect
          label="Location"
          value={view.practiceId ?? ''}
          data={[
            { value: '', label: 'All your locations' },
            ...practices.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={({ currentTarget: { value } }) => choose({ practiceId: value === '' ? undefined : value })}
        />
      ) : null}
      {withOwner ? (
        <NativeSelect
          label="Owner"
          value={view.owner ?? ''}
          data={[
            { value: '', label: 'Every owner' },
            { value: 'me', label: 'You' },
            { value: 'none', label: 'No owner' },
            ...users.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={({ currentTarget: { value } }) => choose({ owner: value === '' ? undefined : value })}
        />
      ) : null}
      {children}
    </div>
  );
}
