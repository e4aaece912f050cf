/** Picks a saved view of a page, keeps the present one under a name, shares it with a team. */
import { Button, Menu, Popover, Select, TextInput } from '@mantine/core';
import { IconBookmark, IconCheck, IconChevronDown, IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { api, unwrap } from '../api/client';
import {
  isSameState,
  savedViewsQuery,
  stateOf,
  type SavedPage,
  type SavedView,
  type ViewState,
} from '../api/saved-views';
import { useMe } from '../api/session';
import classes from './filter-bar.module.css';
import { announce } from './live-region';
import { SaveError } from './save-error';

export interface SavedViewsProps {
  readonly page: SavedPage;
  readonly current: ViewState;
  /** The view that was picked; what is shown may differ from it by now. */
  readonly viewId: string | null;
  onPick(this: void, view: SavedView | null): void;
}

/** Stands in a FilterBar, as its `after`. */
export function SavedViews({ page, current, viewId, onPick }: SavedViewsProps) {
  const { data } = useQuery(savedViewsQuery);
  const views = (data?.items ?? []).filter((view) => view.page === page);
  const picked = views.find(({ id }) => id === viewId);
  const changed = picked !== undefined && !isSameState(current, stateOf(picked));
  return (
    <>
      {views.length > 0 && <ViewMenu views={views} picked={picked} changed={changed} onPick={onPick} />}
      {changed && picked.mine && <KeepChanges view={picked} current={current} />}
      {(picked === undefined || changed) && <SaveView page={page} current={current} onSaved={onPick} />}
    </>
  );
}

interface MenuProps {
  readonly views: readonly SavedView[];
  readonly picked: SavedView | undefined;
  readonly changed: boolean;
  onPick(this: void, view: SavedView | null): void;
}

function ViewMenu({ views, picked, changed, onPick }: MenuProps) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: (id: string) => unwrap(api.DELETE('/saved-views/{id}', { params: { path: { id } } })),
    onSuccess: async () => {
      announce('The view is deleted.');
      onPick(null);
      await queryClient.invalidateQueries({ queryKey: savedViewsQuery.queryKey });
    },
  });
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <button type="button" className={classes.add}>
          <IconBookmark size={14} aria-hidden /> {picked ? nameOf(picked) : 'Saved views'}
          {changed && ' (changed)'} <IconChevronDown size={13} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {views.map((view) => (
          <Menu.Item
            key={view.id}
            disabled={!view.usable}
            leftSection={view.id === picked?.id ? <IconCheck size={14} /> : <span className={classes.noMark} />}
            onClick={() => onPick(view)}
          >
            {nameOf(view)}
            {!view.usable && <small> needs fields that your roles do not show</small>}
            {view.usable && view.team && (
              <small> {view.mine ? `shared with ${view.team.name}` : view.owner.name}</small>
            )}
          </Menu.Item>
        ))}
        {picked && (
          <>
            <Menu.Divider />
            <Menu.Item onClick={() => onPick(null)}>Leave this view</Menu.Item>
            {picked.mine && (
              <Menu.Item color="red" leftSection={<IconTrash size={14} />} onClick={() => remove.mutate(picked.id)}>
                Delete this view
              </Menu.Item>
            )}
          </>
        )}
        <SaveError error={remove.error} what="Could not delete the view." />
      </Menu.Dropdown>
    </Menu>
  );
}

const nameOf = (view: SavedView): string => view.name ?? `View of ${view.owner.name}`;

function KeepChanges({ view, current }: { readonly view: SavedView; readonly current: ViewState }) {
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: () =>
      unwrap(api.PATCH('/saved-views/{id}', { params: { path: { id: view.id } }, body: bodyOf(current) })),
    onSuccess: async () => {
      announce('The view is saved.');
      await queryClient.invalidateQueries({ queryKey: savedViewsQuery.queryKey });
    },
  });
  return (
    <>
      <button type="button" className={classes.plain} disabled={save.isPending} onClick={() => save.mutate()}>
        Save changes
      </button>
      <SaveError error={save.error} what="Could not save the view." />
    </>
  );
}

const bodyOf = ({ tab, filter, sort, hidden }: ViewState) => ({
  tab: tab ?? null,
  filter: { ...filter },
  sort,
  hidden: [...hidden],
});

interface SaveProps {
  readonly page: SavedPage;
  readonly current: ViewState;
  onSaved(this: void, view: SavedView): void;
}

function SaveView({ page, current, onSaved }: SaveProps) {
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [teamId, setTeamId] = useState<string | null>(null);
  const { teams } = useMe();
  const queryClient = useQueryClient();
  const save = useMutation({
    mutationFn: () =>
      unwrap(api.POST('/saved-views', { body: { page, name: name.trim(), teamId, ...bodyOf(current) } })),
    onSuccess: async (view) => {
      announce(`The view is saved as ${name.trim()}.`);
      setOpen(false);
      setName('');
      await queryClient.invalidateQueries({ queryKey: savedViewsQuery.queryKey });
      onSaved(view);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') save.mutate();
  };
  return (
    <Popover opened={open} onChange={setOpen} trapFocus position="bottom-start" width={300}>
      <Popover.Target>
        <button type="button" className={classes.add} aria-expanded={open} onClick={() => setOpen(!open)}>
          <IconPlus size={14} aria-hidden /> Save view
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.editor}>
        <form className={classes.form} onSubmit={submit}>
          <TextInput label="Name of the view" maxLength={60} value={name} onChange={(e) => setName(e.target.value)} />
          {teams.length > 0 && (
            <Select
              label="Share with"
              placeholder="Only you"
              clearable
              data={teams.map((team) => ({ value: team.id, label: team.name }))}
              value={teamId}
              onChange={setTeamId}
            />
          )}
          <SaveError error={save.error} what="Could not save the view." />
          <Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>
            Save view
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
