/** Keys that work on every page: going places, searching, and the sheet of all keys. */
import { useNavigate } from 'react-router';
import { useHotkeys } from '../hotkeys';
import { manage, work } from './places';

const group = 'Everywhere';

export function useGoKeys({ showKeys, search }: { showKeys(): void; search(): void }): void {
  const go = useNavigate();
  useHotkeys([
    { keys: '?', label: 'All keys', group, run: showKeys },
    { keys: 'mod+k', label: 'Search or run a command', group, run: search },
    { keys: '/', label: 'Search', group, run: search },
    ...[...work, ...manage].map(({ key, to, name }) => ({
      keys: `g ${key ?? ''}`,
      label: `Go to ${name}`,
      group,
      run: () => void go(to),
    })),
  ]);
}
