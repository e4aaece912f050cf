/** Says what was done, and offers to take it back where that is possible: by the notice or by Z. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useCallback, useRef } from 'react';
import { newKey, unwrapWith } from '../../api/client';
import { wordsOf } from '../../api/problem';
import { eventOf } from '../../components/case-event';
import type { Done } from '../../components/do-next';
import { announce } from '../../components/live-region';

const SHOWN_MS = 10_000;

interface Undoable {
  readonly id: string;
  readonly notice: string;
  run(this: void): Promise<void>;
}

/** @param settle called when it is taken back. */
export function useUndo(settle: (id: string) => void) {
  const last = useRef<Undoable | null>(null);
  const undo = useCallback(() => void last.current?.run(), []);
  const say = useCallback(
    (id: string, name: string, { words, undo: event }: Done) => {
      announce(`${words}: ${name}`);
      const notice = newKey();
      last.current = null;
      if (event) {
        const key = newKey();
        const run = async () => {
          last.current = null;
          notifications.hide(notice);
          try {
            await unwrapWith(eventOf(id, event).send(key));
            notifications.show({ message: `Taken back: ${words.toLowerCase()}`, autoClose: SHOWN_MS });
            announce(`Taken back: ${words}`);
          } catch (error) {
            const { title, detail } = wordsOf(error);
            notifications.show({
              color: 'red',
              title: `Could not take it back. ${title}`,
              message: detail,
              autoClose: false,
            });
          }
          settle(id);
        };
        last.current = { id, notice, run };
      }
      notifications.show({
        id: notice,
        autoClose: SHOWN_MS,
        withBorder: true,
        message: (
          <span style={{ display: 'flex', alignItems: 'center', justifyContent: 'space-between', gap: 12 }}>
            <span>
              <b>{words}</b> {name}
            </span>
            {event ? (
              <Button variant="subtle" onClick={undo} rightSection={<kbd>Z</kbd>}>
                Undo
              </Button>
            ) : null}
          </span>
        ),
      });
    },
    [settle, undo],
  );
  return { say, undo };
}
