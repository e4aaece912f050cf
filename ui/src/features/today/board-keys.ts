/** The keys of the board. While a form is open they are its own. */
import { useNavigate } from 'react-router';
import { useHotkeys, type Bound } from '../../app/hotkeys';
import type { ActKey } from '../../components/do-next';
import type { BoardRow } from './board-query';

export interface BoardKeys {
  readonly rows: readonly BoardRow[];
  readonly active: string | null;
  readonly busy: boolean;
  go(this: void, id: string): void;
  preview(this: void, id: string): void;
  toggle(this: void, id: string): void;
  range(this: void, id: string): void;
  all(this: void): void;
  open(this: void, id: string, key: ActKey): void;
  undo(this: void): void;
}

const group = 'Today';

export function useBoardKeys(keys: BoardKeys): void {
  const navigate = useNavigate();
  const { rows, active } = keys;
  const at = rows.findIndex(({ id }) => id === active);
  const step = (by: number) => {
    const row = rows[Math.max(0, Math.min(at + by, rows.length - 1))];
    if (row) keys.go(row.id);
  };
  const bind = (at: string, label: string, run: () => void): Bound => ({
    keys: at,
    label,
    group,
    run: () => {
      if (!keys.busy) run();
    },
  });
  const row = (key: string, label: string, run: (id: string) => void) =>
    bind(key, label, () => active !== null && run(active));
  useHotkeys([
    bind('j', 'Next case', () => step(1)),
    bind('k', 'Previous case', () => step(-1)),
    row('Enter', 'Open case', (id) => void navigate(`/cases/${id}`)),
    row('Space', 'Preview', keys.preview),
    row('x', 'Select', keys.toggle),
    row('shift+x', 'Select from the last one to here', keys.range),
    bind('mod+a', 'Select all that match', keys.all),
    row('e', 'Do next', (id) => press(id, 'do-next')),
    row('l', 'Log contact', (id) => keys.open(id, 'log')),
    row('c', 'Log a call', (id) => keys.open(id, 'call-adjuster')),
    row('n', 'Write a note', (id) => keys.open(id, 'note')),
    row('o', 'Change owner', (id) => keys.open(id, 'owner')),
    row('d', 'Move follow-up date', (id) => keys.open(id, 'date')),
    bind('z', 'Undo', keys.undo),
  ]);
}

/** The button knows what it does: some act at once, some open a form, some go to the case. */
function press(id: string, what: string): void {
  document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"] [data-${what}]`)?.click();
}
