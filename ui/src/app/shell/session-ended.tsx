/** The session ended under an open page: the page stays as it is, with what was typed, until the person is back. */
import { Button, Group, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isSignedOut } from '../../api/problem';
import { meQuery, useMe } from '../../api/session';
import { sayEnded, useSessionEnded } from '../session-watch';

export function SessionEnded() {
  const ended = useSessionEnded();
  const queryClient = useQueryClient();
  const { userId } = useMe();
  const [still, setStill] = useState(false);
  const goOn = async () => {
    try {
      const me = await queryClient.fetchQuery({ ...meQuery, staleTime: 0 });
      // Somebody else at this desk must not see what the one before had open.
      if (me.userId !== userId) globalThis.location.assign('/today');
      sayEnded(false);
      setStill(false);
      await queryClient.invalidateQueries();
    } catch (error) {
      setStill(isSignedOut(error));
    }
  };
  return (
    <Modal opened={ended} onClose={() => undefined} withCloseButton={false} title="Your session has ended">
      <p>What you typed on this page is still here. Sign in again in a new tab, then go on.</p>
      {still ? <p role="alert">You are not signed in yet.</p> : null}
      <Group>
        <Button component="a" href="/sign-in" target="_blank" rel="opener">
          Sign in again
        </Button>
        <Button variant="default" onClick={() => void goOn()}>
          Go on
        </Button>
      </Group>
    </Modal>
  );
}
