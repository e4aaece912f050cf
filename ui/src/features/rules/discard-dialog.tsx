/** Asks before a draft is forgotten: it cannot be had back. */
import { Button, Group, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { announce } from '../../components/live-region';
import { many } from '../../components/numbers';
import { SaveError } from '../../components/save-error';
import { draftsQuery } from './queries';
import type { DraftState } from './use-draft';

interface Props {
  readonly draft: DraftState;
  readonly scope: string;
  readonly onClose: () => void;
}

export function DiscardDialog({ draft, scope, onClose }: Props) {
  const queryClient = useQueryClient();
  const discard = useMutation({
    mutationFn: () =>
      unwrap(api.DELETE('/rules/drafts', { params: { query: { scope } } })).catch((error: unknown) => {
        // It is gone already, which is what was asked for.
        if (!(error instanceof ApiProblem && error.status === 404)) throw error;
      }),
    onSuccess: () => {
      draft.keeper.forget();
      announce('The draft is discarded.');
      void queryClient.invalidateQueries({ queryKey: draftsQuery.queryKey });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title="Discard the draft?">
      <p>
        The draft changes {many(draft.changes.length, 'rule')}. Nothing of it was published; discarding forgets all of
        it.
      </p>
      <SaveError error={discard.error} what="The draft could not be discarded." />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Keep the draft
        </Button>
        <Button color="red" loading={discard.isPending} onClick={() => discard.mutate()}>
          Discard the draft
        </Button>
      </Group>
    </Modal>
  );
}
