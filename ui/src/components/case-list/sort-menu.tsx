/** What a list is sorted by, in words; on a phone the only way to say it. */
import { Menu } from '@mantine/core';
import { IconArrowsSort, IconCheck } from '@tabler/icons-react';
import classes from '../filter-bar.module.css';

interface Props {
  readonly sort: string;
  readonly sorts: readonly (readonly [sort: string, words: string])[];
  onSort(this: void, sort: string): void;
}

export function SortMenu({ sort, sorts, onSort }: Props) {
  const current = sorts.find(([name]) => name === sort)?.[1] ?? 'Sort';
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className={classes.tool} aria-label={`Sorted by ${current}`}>
          <IconArrowsSort size={15} aria-hidden /> {current}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {sorts.map(([name, words]) => (
          <Menu.Item
            key={name}
            leftSection={name === sort ? <IconCheck size={14} /> : <span className={classes.noMark} />}
            onClick={() => onSort(name)}
          >
            {words}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
