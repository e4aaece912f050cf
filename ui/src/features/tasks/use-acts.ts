/** What is done to single tasks from a list: the row leaves at once, comes back when it failed, and can be undone. */
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import { newKey } from '../../api/client';
import { useZone } from '../../api/session';
import { postpone, takeBack, type TaskOutcomes } from '../../api/tasks';
import { dayIn, dayText } from '../../components/dates';
import { announce } from '../../components/live-region';
import { complete, reopen, type Task } from './queries';
import { titleOf } from './task-words';

/** What the page says above the list after something was done. */
export interface Said {
  readonly text: string;
  readonly bad: boolean;
  /** One line for each that was refused. */
  readonly why: readonly string[];
  /** The task that can be opened again by one press. */
  readonly undo: Task | null;
}

export interface Acts {
  readonly busy: ReadonlySet<string>;
  /** Rows that are no longer what the list asks for. */
  readonly gone: ReadonlySet<string>;
  readonly said: Said | null;
  readonly error: { readonly what: string; readonly error: unknown } | null;
  complete(this: void, task: Task): void;
  completeAll(this: void, tasks: readonly Task[]): Promise<void>;
  again(this: void, task: Task): void;
  takeBack(this: void, task: Task): void;
  reopen(this: void, task: Task): void;
  /** After a form of the page has done its work. */
  told(this: void, what: string, outcomes: TaskOutcomes, ids: readonly string[]): void;
  hush(this: void): void;
}

const AT_ONCE = 4;

export function useActs(): Acts {
  const queries = useQueryClient();
  const zone = useZone();
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState<Said | null>(null);
  const [error, setError] = useState<Acts['error']>(null);
  /** A task keeps its key while the same thing is tried again. */
  const keys = useRef(new Map<string, string>());
  const keyOf = (what: string) => {
    const known = keys.current.get(what) ?? newKey();
    keys.current.set(what, known);
    return known;
  };

  const say = useCallback((next: Said) => {
    setSaid(next);
    announce([next.text, ...next.why].join(' '));
  }, []);
  const refresh = useCallback(async () => {
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['tasks'] }),
      queries.invalidateQueries({ queryKey: ['counts'] }),
    ]);
    setGone(new Set());
  }, [queries]);

  const run = useCallback(
    async (task: Task, what: string, act: () => Promise<unknown>, done: string, undo: boolean) => {
      setError(null);
      setBusy((ids) => new Set([...ids, task.id]));
      try {
        const answer = await act();
        const refused = refusedIn(answer);
        keys.current.delete(`${what}:${task.id}`);
        if (refused === null) setGone((ids) => new Set([...ids, task.id]));
        say({
          text: refused === null ? done : `${titleOf(task)}: not changed.`,
          bad: refused !== null,
          why: refused === null ? [] : [refused],
          undo: undo ? task : null,
        });
        await refresh();
      } catch (failure) {
        setError({ what: `Could not ${what} “${titleOf(task)}”.`, error: failure });
      } finally {
        setBusy((ids) => new Set([...ids].filter((id) => id !== task.id)));
      }
    },
    [refresh, say],
  );

  const completeAll = useCallback(
    async (tasks: readonly Task[]) => {
      setError(null);
      const why: string[] = [];
      const left = [...tasks];
      const work = async () => {
        for (let task = left.shift(); task !== undefined; task = left.shift()) {
          const { id } = task;
          try {
            await complete(id, keyOf(`complete:${id}`), '');
            keys.current.delete(`complete:${id}`);
            setGone((ids) => new Set([...ids, id]));
          } catch (failure) {
            why.push(
              `${titleOf(task)}: ${failure instanceof Error && 'detail' in failure ? String(failure.detail) : 'the server is away; try again'}`,
            );
          }
        }
      };
      setBusy(new Set(tasks.map(({ id }) => id)));
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      setBusy(new Set());
      say({
        text: `${tasks.length - why.length} of ${tasks.length} completed.`,
        bad: why.length > 0,
        why: why.slice(0, 5),
        undo: null,
      });
      await refresh();
    },
    [refresh, say],
  );

  return useMemo(
    () => ({
      busy,
      gone,
      said,
      error,
      completeAll,
      complete: (task) =>
        void run(
          task,
          'complete',
          () => complete(task.id, keyOf(`complete:${task.id}`), ''),
          `Done: ${titleOf(task)}.`,
          true,
        ),
      again: (task) =>
        void run(
          task,
          'postpone',
          () => postpone({ ids: [task.id] }, 'again'),
          `Postponed again: ${titleOf(task)}.`,
          false,
        ),
      takeBack: (task) =>
        void run(task, 'take back', () => takeBack({ ids: [task.id] }), `Back in its list: ${titleOf(task)}.`, false),
      reopen: (task) =>
        void run(
          task,
          'reopen',
          () => reopen(task.id, keyOf(`reopen:${task.id}`)),
          `Open again, due today: ${titleOf(task)}.`,
          false,
        ),
      told: (what, outcomes, ids) => {
        const refused = outcomes.items.filter(({ state }) => state === 'refused');
        const until = outcomes.items.find((item) => item.until !== null)?.until;
        setGone(new Set(ids.filter((id) => !refused.some(({ taskId }) => taskId === id))));
        say({
          text: `${outcomes.changed} ${what}${until === undefined || until === null ? '' : ` until ${dayText(until, dayIn(zone))}`}.`,
          bad: refused.length > 0,
          why: [...new Set(refused.map(({ why }) => why ?? 'Refused.'))].slice(0, 5),
          undo: null,
        });
        void refresh();
      },
      hush: () => {
        setSaid(null);
        setError(null);
      },
    }),
    [busy, gone, said, error, completeAll, run, refresh, say, zone],
  );
}

/** The reason of an answer that changed nothing, or null. */
function refusedIn(answer: unknown): string | null {
  const items = (answer as Partial<TaskOutcomes> | null)?.items;
  const first = items?.[0];
  return first?.state === 'refused' ? (first.why ?? 'It was refused.') : null;
}
