/** What publishing a draft does to the live cases, in one sentence. */
import { many } from '../../components/numbers';
import type { Summary } from './queries';

/** "Publish moves 64 clocks in 58 cases and opens 5 tasks." */
export function sentenceOf({ clocks, opened, closed, changed }: Summary): string {
  if (changed === 0) return 'Publish changes nothing today.';
  const parts = [
    clocks.moved > 0 ? `moves ${many(clocks.moved, 'clock')} in ${many(clocks.cases, 'case')}` : null,
    opened > 0 ? `opens ${many(opened, 'task')}` : null,
    closed > 0 ? `closes ${many(closed, 'task')}` : null,
  ].filter((part) => part !== null);
  const last = parts.pop();
  return `Publish ${parts.length === 0 ? '' : `${parts.join(', ')} and `}${last ?? 'changes flags only'}.`;
}
