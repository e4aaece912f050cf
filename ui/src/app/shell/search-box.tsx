/** The way into search from every page: looks like a field, opens the palette. */
import { ActionIcon } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { openSearch } from './search-palette';
import classes from './search-box.module.css';

export function SearchBox() {
  return (
    <>
      <button type="button" className={classes.box} onClick={openSearch}>
        <IconSearch size={16} aria-hidden />
        <span className={classes.words}>Search claim, worker, adjuster</span>
        <kbd>Ctrl K</kbd>
      </button>
      <ActionIcon
        className={classes.small}
        aria-label="Search claim, worker, adjuster"
        size={44}
        variant="subtle"
        onClick={openSearch}
      >
        <IconSearch size={22} aria-hidden />
      </ActionIcon>
    </>
  );
}
