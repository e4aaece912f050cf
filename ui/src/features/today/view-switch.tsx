/** Whose work is shown: what is urgent, mine, my team's, everything, and the queue of each colleague who is away. */
import { SegmentedControl } from '@mantine/core';
import { useMe } from '../../api/session';
import { countText } from '../../components/numbers';
import type { BoardSummary } from './board-query';
import classes from './view-switch.module.css';

interface Props {
  readonly view: string;
  readonly counts: BoardSummary['views'];
  onView(this: void, view: string): void;
}

export function ViewSwitch({ view, counts, onView }: Props) {
  const { teams } = useMe();
  const views: readonly (readonly [value: string, name: string, n: number])[] = [
    ['urgent', 'Urgent', counts.urgent],
    ['mine', 'Mine', counts.mine],
    ...(teams.length === 0 ? [] : [['team', 'Team', counts.team] as const]),
    ...counts.covers.map(({ id, name, n }) => [id, `${name.split(' ')[0] ?? name} is away`, n] as const),
    ['all', 'All', counts.all],
  ];
  return (
    <SegmentedControl
      className={classes.switch ?? ''}
      size="xs"
      aria-label="Whose cases"
      value={view}
      onChange={onView}
      data={views.map(([value, name, n]) => ({ value, label: `${name} ${countText(n)}` }))}
    />
  );
}
