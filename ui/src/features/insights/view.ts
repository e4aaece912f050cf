/** What is looked at, kept in the address: the period, the place, whose cases, and which bar is open beside the figures. */
import { useSearchParams } from 'react-router';
import type { Behind } from './queries';

export interface View {
  /** Undefined: the server's own period. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly practiceId: string | undefined;
  readonly owner: string | undefined;
  readonly step: 'month' | 'week';
  readonly goLiveOn: string | undefined;
  /** The bar whose cases are shown, and its name. */
  readonly open: { readonly behind: Behind; readonly title: string } | null;
}

export type Choice = Partial<Record<'from' | 'to' | 'practiceId' | 'owner' | 'step' | 'goLiveOn', string | undefined>>;

/** A period, a place and a person go with the reader from tab to tab. */
const CARRIED = ['from', 'to', 'practiceId', 'owner'] as const;

export function useView() {
  const [params, setParams] = useSearchParams();
  const given = (name: string) => params.get(name) ?? undefined;
  const view: View = {
    from: given('from'),
    to: given('to'),
    practiceId: given('practiceId'),
    owner: given('owner'),
    step: params.get('step') === 'week' ? 'week' : 'month',
    goLiveOn: given('goLiveOn'),
    open: openIn(params),
  };
  /** What is chosen anew closes the open bar: it counted something else. */
  const choose = (choice: Choice) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      for (const [name, value] of Object.entries(choice)) {
        if (value === undefined) next.delete(name);
        else next.set(name, value);
      }
      next.delete('bar');
      next.delete('behind');
      return next;
    });
  const open = (title: string, behind: Behind) =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      next.set('bar', title);
      next.set('behind', textOf(behind));
      return next;
    });
  const close = () =>
    setParams((before) => {
      const next = new URLSearchParams(before);
      next.delete('bar');
      next.delete('behind');
      return next;
    });
  const carried = new URLSearchParams(
    CARRIED.flatMap((name) => (params.has(name) ? [[name, params.get(name) ?? '']] : [])),
  );
  return { view, choose, open, close, carried: carried.size === 0 ? '' : `?${carried.toString()}` };
}

/** Fields that the server knows as lists. */
const LISTS = new Set(['stage', 'carc', 'subjectCode']);

/** Without what is undefined, in a fixed order. */
function textOf(behind: Behind): string {
  const fields = Object.entries(behind).flatMap(([name, value]) =>
    [value].flat().flatMap((one) => (one === undefined ? [] : [[name, String(one)]])),
  );
  return new URLSearchParams(fields).toString();
}

function openIn(params: URLSearchParams): View['open'] {
  const text = params.get('behind');
  if (text === null) return null;
  const fields = new URLSearchParams(text);
  const behind = Object.fromEntries(
    [...new Set(fields.keys())].map((name) => [name, LISTS.has(name) ? fields.getAll(name) : fields.get(name)]),
  );
  // Whatever a mistyped address holds is answered by the server with what is wrong.
  return { behind: behind as Behind, title: params.get('bar') ?? 'Cases' };
}

/** Leaves out what was not chosen: the server knows what it is then. */
export function chosen<T extends Readonly<Record<string, unknown>>>(fields: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
