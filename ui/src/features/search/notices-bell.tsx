/** The bell: how many notices were not read, and the newest of them. */
import { ActionIcon, Button, Popover } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { wordsOf } from '../../api/problem';
import { NoticeList } from './notice-list';
import { markRead, noticesQuery } from './queries';
import classes from './notices.module.css';

const SHOWN = 12;
const MOST_SHOWN = 99;

export function NoticesBell() {
  const { items, unread, error, read, readAll } = useNotices();
  const [open, setOpen] = useState(false);
  const name = unread === 0 ? 'Notices' : `Notices, ${unread} not read`;
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={360} trapFocus returnFocus shadow="md">
      <Popover.Target>
        <ActionIcon className={classes.bell} aria-label={name} aria-expanded={open} onClick={() => setOpen(!open)}>
          <IconBell size={17} stroke={1.6} aria-hidden />
          {unread === 0 ? null : (
            <span className={classes.unread} aria-hidden>
              {unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread}
            </span>
          )}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Notices">
        <div className={classes.head}>
          <h2>Notices</h2>
          {unread === 0 ? null : (
            <Button size="compact-sm" variant="subtle" onClick={readAll}>
              Mark all as read
            </Button>
          )}
        </div>
        <div className={classes.scroll} tabIndex={-1}>
          {error === null || items.length > 0 ? null : (
            <p className={classes.none} role="alert">
              {wordsOf(error).title}. {wordsOf(error).detail}
            </p>
          )}
          {items.length === 0 && error === null ? (
            <p className={classes.none}>Nothing new. Tasks that others hand to you and finished imports appear here.</p>
          ) : (
            <NoticeList
              notices={items.slice(0, SHOWN)}
              onPick={(notice) => {
                read([notice.id]);
                setOpen(false);
              }}
            />
          )}
        </div>
        <Link className={classes.foot} to="/notices" onClick={() => setOpen(false)}>
          All notices
        </Link>
      </Popover.Dropdown>
    </Popover>
  );
}

/** The notices and their marks. A mark that could not be kept is set again when the notice is opened again. */
export function useNotices() {
  const queries = useQueryClient();
  const notices = useQuery(noticesQuery);
  const items = notices.data?.items ?? [];
  const { mutate } = useMutation({
    mutationFn: markRead,
    onMutate: (ids) => {
      const read = new Set(ids);
      queries.setQueryData(noticesQuery.queryKey, (now) =>
        now === undefined
          ? now
          : {
              items: now.items.map((item) => (read.has(item.id) ? { ...item, read: true } : item)),
              unread: Math.max(0, now.unread - now.items.filter((item) => read.has(item.id) && !item.read).length),
            },
      );
    },
    onSettled: () => queries.invalidateQueries({ queryKey: noticesQuery.queryKey }),
  });
  const unreadIds = items.filter((item) => !item.read).map(({ id }) => id);
  return {
    items,
    unread: notices.data?.unread ?? 0,
    error: notices.error,
    isPending: notices.isPending,
    refetch: notices.refetch,
    read: (ids: readonly string[]) => mutate(ids),
    readAll: () => mutate(unreadIds),
  };
}
