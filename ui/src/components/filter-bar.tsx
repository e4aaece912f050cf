/** The bar of filters above a list: a pill for each that is set, a menu for those that are not, room for what else acts on the list. */
import { Menu, Popover } from '@mantine/core';
import { IconChevronDown, IconFilter, IconX } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useHotkey } from '../app/hotkeys';
import classes from './filter-bar.module.css';

export interface Filter {
  readonly id: string;
  /** "Payer" */
  readonly label: string;
  /** "any of 7"; null: not set. */
  readonly value: string | null;
  /** Stands in the bar also while it is not set. */
  readonly pinned?: boolean;
  editor(this: void, close: () => void): ReactNode;
  clear(this: void): void;
}

export interface FilterBarProps {
  readonly filters: readonly Filter[];
  /** Before the pills, such as a search field. */
  readonly before?: ReactNode;
  /** After them, such as "Save view". */
  readonly after?: ReactNode;
  /** At the far end: order, columns, export. */
  readonly actions?: ReactNode;
}

export function FilterBar({ filters, before, after, actions }: FilterBarProps) {
  /** The one whose editor is open; one that is not set stands in the bar meanwhile. */
  const [open, setOpen] = useState<string | null>(null);
  const [menu, setMenu] = useState(false);
  useHotkey('f', () => setMenu(true), 'Filter the list');
  const shown = filters.filter(({ id, value, pinned }) => value !== null || pinned || id === open);
  const rest = filters.filter((filter) => !shown.includes(filter));
  const set = filters.filter(({ value }) => value !== null);
  return (
    <div className={classes.bar} role="group" aria-label="Filters">
      {before}
      {shown.map((filter) => (
        <FilterPill
          key={filter.id}
          label={filter.label}
          value={filter.value}
          opened={open === filter.id}
          onOpened={(opened) => setOpen(opened ? filter.id : null)}
          onClear={filter.value === null ? undefined : filter.clear}
        >
          {filter.editor(() => setOpen(null))}
        </FilterPill>
      ))}
      {rest.length > 0 && (
        <Menu opened={menu} onChange={setMenu} position="bottom-start" returnFocus={false}>
          <Menu.Target>
            <button type="button" className={classes.add}>
              <IconFilter size={14} aria-hidden /> Filter <kbd aria-hidden>F</kbd>
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {rest.map(({ id, label }) => (
              <Menu.Item key={id} onClick={() => setOpen(id)}>
                {label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {set.length > 1 && (
        <button type="button" className={classes.plain} onClick={() => set.forEach(({ clear }) => clear())}>
          Clear all
        </button>
      )}
      {after}
      <span className={classes.gap} />
      {actions}
    </div>
  );
}

export interface FilterPillProps {
  readonly label: string;
  readonly value: string | null;
  readonly opened: boolean;
  onOpened(this: void, opened: boolean): void;
  readonly onClear?: (() => void) | undefined;
  readonly children: ReactNode;
}

export function FilterPill({ label, value, opened, onOpened, onClear, children }: FilterPillProps) {
  return (
    <Popover
      opened={opened}
      onChange={onOpened}
      position="bottom-start"
      trapFocus
      returnFocus
      width={300}
      // The button inside says it is expanded; a span must not.
      withRoles={false}
    >
      <Popover.Target>
        <span className={classes.pill}>
          <button type="button" aria-expanded={opened} onClick={() => onOpened(!opened)}>
            <span className={classes.label}>{label}</span> <b>{value ?? 'any'}</b>
            {onClear === undefined && <IconChevronDown size={13} aria-hidden />}
          </button>
          {onClear && (
            <button type="button" aria-label={`Clear filter ${label}`} onClick={onClear}>
              <IconX size={13} aria-hidden />
            </button>
          )}
        </span>
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label={label} className={classes.editor}>
        {children}
      </Popover.Dropdown>
    </Popover>
  );
}
