/** The palette: type a part of a word to find a case, a claim, a person or a place, and go there. */
import '@mantine/spotlight/styles.layer.css';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { wordsOf } from '../../api/problem';
import { useMe, useZone } from '../../api/session';
import { dayIn } from '../../components/dates';
import { hitGroups, ownGroups, type Entry } from './entries';
import classes from './palette.module.css';
import { searchQuery } from './queries';
import { useCurrentEntry } from './use-current-entry';

const [store, palette] = createSpotlight();
/** Long enough that a word typed at once is one question, short enough that nobody waits for it. */
const PAUSE_MS = 120;

interface Props {
  readonly opened: boolean;
  onClose(this: void): void;
}

export default function Palette({ opened, onClose }: Props) {
  const go = useNavigate();
  const { permissions } = useMe();
  const zone = useZone();
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const found = useQuery(searchQuery(q));
  useEffect(() => {
    if (opened) palette.open();
    else palette.close();
  }, [opened]);

  const hits = q.length >= 2 && found.data ? hitGroups(found.data, permissions, dayIn(zone)) : [];
  const groups = [...hits, ...ownGroups(typed.trim(), permissions)].filter(({ entries }) => entries.length > 0);
  // Enter opens the likeliest at once; who wants another moves to it.
  const listed = groups.map(({ entries }) => entries.map(({ id }) => id).join()).join();
  const [list, setList] = useState<HTMLElement | null>(null);
  const current = useCurrentEntry(list);
  useEffect(() => {
    if (opened) selectFirst();
  }, [opened, listed]);
  const nothing = groups.length === 0 && q === typed.trim() && !found.isFetching;
  return (
    <Spotlight.Root
      store={store}
      shortcut={null}
      query={typed}
      onQueryChange={setTyped}
      onSpotlightClose={onClose}
      scrollable
      maxHeight="min(460px, 70vh)"
      size={640}
      overlayProps={{ backgroundOpacity: 0.35, blur: 0 }}
      transitionProps={{ duration: 120 }}
      attributes={{ content: { 'aria-label': 'Search and commands' } }}
    >
      <Spotlight.Search
        placeholder="Claim, worker, adjuster, payer, task, or where to go"
        aria-label="Search and commands"
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={groups.length > 0}
        aria-controls={list?.id}
        aria-activedescendant={current}
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList ref={setList} role="listbox" aria-label="Found">
        {groups.map(({ name, entries }) => (
          <Spotlight.ActionsGroup
            key={name}
            role="group"
            aria-label={name}
            label={name}
            className={classes.group ?? ''}
          >
            {entries.map((entry) => (
              <Found key={`${name} ${entry.id}`} entry={entry} onPick={() => void go(entry.to)} />
            ))}
          </Spotlight.ActionsGroup>
        ))}
        {nothing ? (
          <Spotlight.Empty>
            {found.isError
              ? `${wordsOf(found.error).title}. Places and commands still work.`
              : 'Nothing has all these words, of what your roles show.'}
          </Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
      <Spotlight.Footer className={classes.foot}>
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> move
        </span>
        <span>
          <kbd>Enter</kbd> open
        </span>
        <span>
          <kbd>Esc</kbd> close
        </span>
        <span className={classes.state}>{found.isError && !nothing ? 'The search cannot be reached' : ''}</span>
      </Spotlight.Footer>
    </Spotlight.Root>
  );
}

function Found({ entry, onPick }: { readonly entry: Entry; onPick(this: void): void }) {
  const { icon: Icon, label, second, end } = entry;
  return (
    <Spotlight.Action
      role="option"
      className={classes.entry ?? ''}
      onClick={onPick}
      leftSection={<Icon size={18} stroke={1.6} aria-hidden />}
      rightSection={end === undefined ? null : <span className={classes.end}>{end}</span>}
      label={label}
      {...(second === '' ? {} : { description: second })}
    />
  );
}

/** The kit marks the selected entry in the document itself and selects none to begin with. */
function selectFirst(): void {
  const { listId } = store.getState();
  const list = listId === '' ? null : document.getElementById(listId);
  list?.querySelector('[data-selected]')?.removeAttribute('data-selected');
  const first = list?.querySelector('[data-action]');
  first?.setAttribute('data-selected', 'true');
  store.updateState((state) => ({ ...state, selected: first ? 0 : -1 }));
}
