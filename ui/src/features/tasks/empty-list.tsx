/** An empty list of tasks: what would be here, or that filters hide it. */
import { Button } from '@mantine/core';
import { EmptyState } from '../../components/empty-state';
import { tabs, type TabId } from './tabs';

export function EmptyList({
  tab,
  filtered,
  onClear,
}: {
  readonly tab: TabId;
  readonly filtered: boolean;
  onClear(this: void): void;
}) {
  const { title, text } = tabs[tab].empty;
  return filtered ? (
    <EmptyState
      title="No task fits these filters"
      action={
        <Button variant="default" onClick={onClear}>
          Clear the filters
        </Button>
      }
    >
      Others may be there without them.
    </EmptyState>
  ) : (
    <EmptyState title={title}>{text}</EmptyState>
  );
}
