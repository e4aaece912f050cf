/** Which view of the board is open and how it is narrowed: kept in the address, where nothing names a person. */
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { BoardFilter, Section } from './board-query';

export interface View {
  /** urgent, mine, team, all, or the id of an absent colleague whose queue one works. */
  readonly view: string;
  readonly owner: string | null;
  readonly within: number | null;
  readonly flag: string | null;
  readonly followUp: 'due' | 'overdue' | 'none' | 'set' | null;
  readonly section: Section | null;
}

export interface ViewState extends View {
  readonly filter: BoardFilter;
  /** Leaves out what is null. */
  change(this: void, next: Partial<View>): void;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export function useView(): ViewState {
  const [params, setParams] = useSearchParams();
  const text = params.toString();
  return useMemo(() => {
    const read = new URLSearchParams(text);
    const within = Number(read.get('within'));
    const view: View = {
      view: read.get('view') ?? 'urgent',
      owner: read.get('owner'),
      within: Number.isInteger(within) && within > 0 ? within : null,
      flag: read.get('flag'),
      followUp: read.get('followUp') as View['followUp'],
      section: read.get('section') as Section | null,
    };
    return {
      ...view,
      filter: filterOf(view),
      change(next) {
        const all = {
          ...view,
          ...next,
          view: next.view === 'urgent' ? null : (next.view ?? (view.view === 'urgent' ? null : view.view)),
        };
        const entries = Object.entries(all).flatMap(([key, value]) => (value === null ? [] : [[key, String(value)]]));
        setParams(new URLSearchParams(entries), { replace: true });
      },
    };
  }, [text, setParams]);
}

function filterOf({ view, owner, within, flag, followUp, section }: View): BoardFilter {
  const whose = view === 'mine' ? 'me' : view === 'team' ? 'team' : view === 'urgent' || view === 'all' ? null : view;
  // To the hour, so that the question stays the same while it is asked.
  const before = within === null ? null : new Date((Math.floor(Date.now() / HOUR_MS) + 1) * HOUR_MS + within * DAY_MS);
  return {
    ...(view === 'urgent' ? { attention: 'true' as const } : {}),
    ...(owner !== null ? { owner } : whose !== null ? { owner: whose } : {}),
    ...(before === null ? {} : { dueBefore: before.toISOString() }),
    ...(flag === null ? {} : { flag }),
    ...(followUp === null ? {} : { followUp }),
    ...(section === null ? {} : { section }),
  } as BoardFilter;
}
