/** Which columns of a table a person wants to see. Kept in the browser, per person and page; saved views keep it for all. */
import { Checkbox, Popover, Stack } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useState } from 'react';
import { useMe } from '../api/session';
import type { DataColumn } from './data-table-types';
import classes from './filter-bar.module.css';

/** The ids of the columns that are switched off, and how to change them. */
export function useColumnChoice(
  page: string,
  usuallyHidden: readonly string[] = [],
): [ReadonlySet<string>, (hidden: ReadonlySet<string>) => void] {
  const { userId } = useMe();
  const key = `caseclock-columns-${page}-${userId}`;
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => new Set(keptIn(key) ?? usuallyHidden));
  return [
    hidden,
    (next) => {
      setHidden(next);
      localStorage.setItem(key, JSON.stringify([...next]));
    },
  ];
}

function keptIn(key: string): string[] | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : null;
  } catch {
    return null;
  }
}

interface Props<R> {
  readonly columns: readonly DataColumn<R>[];
  readonly hidden: ReadonlySet<string>;
  onChange(this: void, hidden: ReadonlySet<string>): void;
}

export function ColumnChoice<R>({ columns, hidden, onChange }: Props<R>) {
  const [open, setOpen] = useState(false);
  const shown = columns.filter(({ id }) => !hidden.has(id));
  const change = (id: string, on: boolean) => {
    const next = new Set(hidden);
    if (on) next.delete(id);
    else next.add(id);
    onChange(next);
  };
  return (
    <Popover opened={open} onChange={setOpen} trapFocus position="bottom-end">
      <Popover.Target>
        <button type="button" className={classes.tool} aria-expanded={open} onClick={() => setOpen(!open)}>
          <IconColumns3 size={15} aria-hidden /> Columns <b>{shown.length}</b>
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.editor}>
        <Stack gap={8}>
          {columns.map(({ id, head, always }) => (
            <Checkbox
              key={id}
              size="xs"
              label={head}
              checked={!hidden.has(id)}
              disabled={always === true}
              onChange={(event) => change(id, event.currentTarget.checked)}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
