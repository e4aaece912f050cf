/** Which view of the board is open and how it is narrowed: kept in the address, where nothing names a person. */
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { ViewState as KeptState } from '../../api/saved-views';
import type { BoardFilter, Section } from './board-query';

export interface View {
  /** urgent, mine, team, all, or the id of an absent colleague whose queue one works. */
  readonly view: string;
  readonly owner: string | null;
  readonly within: number | null;
  readonly flag: string | null;
  readonly payerId: string | null;
  readonly followUp: 'due' | 'overdue' | 'none' | 'set' | null;
  readonly section: Section | null;
  /** The saved view that was picked, by its id. */
  readonly saved: string | null;
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
      payerId: read.get('payerId'),
      followUp: read.get('followUp') as View['followUp'],
      section: read.get('section') as Section | null,
      saved: read.get('saved'),
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

function filterOf({ view, owner, within, flag, payerId, followUp, section }: View): BoardFilter {
  const whose = view === 'mine' ? 'me' : view === 'team' ? 'team' : view === 'urgent' || view === 'all' ? null : view;
  // To the hour, so that the question stays the same while it is asked.
  const before = within === null ? null : new Date((Math.floor(Date.now() / HOUR_MS) + 1) * HOUR_MS + within * DAY_MS);
  return {
    ...(view === 'urgent' ? { attention: 'true' as const } : {}),
    ...(owner !== null ? { owner } : whose !== null ? { owner: whose } : {}),
    ...(before === null ? {} : { dueBefore: before.toISOString() }),
    ...(flag === null ? {} : { flag }),
    ...(payerId === null ? {} : { payerId }),
    ...(followUp === null ? {} : { followUp }),
    ...(section === null ? {} : { section }),
  } as BoardFilter;
}

/** Everything that narrows a view, taken away. */
export const NO_FILTER = {
  owner: null,
  within: null,
  flag: null,
  payerId: null,
  followUp: null,
  section: null,
} as const;

export const isNarrowed = ({ owner, within, flag, payerId, followUp, section }: View): boolean =>
  [owner, within, flag, payerId, followUp, section].some((part) => part !== null);

const tabs: readonly string[] = ['urgent', 'mine', 'team', 'all'];

/** As a saved view keeps it. A colleague's queue is kept as its owner's: the absence ends, the view stays. */
export function keptOf({ view, owner, within, flag, payerId, followUp, section }: View): KeptState {
  const whose = owner ?? (tabs.includes(view) ? null : view);
  return {
    tab: tabs.includes(view) ? view : 'all',
    filter: {
      ...(whose === null ? {} : { owner: whose }),
      ...(within === null ? {} : { withinDays: within }),
      ...(flag === null ? {} : { flag }),
      ...(payerId === null ? {} : { payerId }),
      ...(followUp === null ? {} : { followUp }),
      ...(section === null ? {} : { section }),
    },
    sort: null,
    hidden: [],
  };
}

/** What picking a saved view changes. */
export function pickedOf(id: string, { tab, filter }: KeptState): View {
  const text = (name: string) => (typeof filter[name] === 'string' ? filter[name] : null);
  return {
    view: tab ?? 'urgent',
    owner: text('owner'),
    within: typeof filter['withinDays'] === 'number' ? filter['withinDays'] : null,
    flag: text('flag'),
    payerId: text('payerId'),
    followUp: text('followUp') as View['followUp'],
    section: text('section') as Section | null,
    saved: id,
  };
}
