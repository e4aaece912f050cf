/** Asks before a version is taken back: its own changes only, and what later versions changed stays. */
import { Button, Group, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, newKey, unwrap } from '../../api/client';
import { announce } from '../../components/live-region';
import { SaveError } from '../../components/save-error';
import type { HistoryEntry, Rule } from './queries';
import { usePublished } from './published';

interface Props {
  readonly rule: Rule;
  readonly entry: HistoryEntry;
  /** The version in force, as the reader saw it. */
  readonly current: number;
  readonly onClose: () => void;
}

export function RevertDialog({ rule, entry, current, onClose }: Props) {
  const queryClient = useQueryClient();
  const { show } = usePublished();
  const [key] = useState(newKey);
  const revert = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/rules/versions/{version}/revert', {
          params: {
            path: { version: entry.version },
            header: { 'If-Match': `"${current}"`, 'Idempotency-Key': key },
          },
          body: {},
        }),
      ),
    onSuccess: (published) => {
      show({ version: published.version, reverts: entry.version });
      announce(`Version ${entry.version} is reverted.`);
      void queryClient.invalidateQueries({ queryKey: ['rules'] });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={`Revert version ${entry.version}?`}>
      <p>
        {rule.title} is as it was before version {entry.version}, and every clock that it moved is dated anew. Clocks
        that have fired stay fired.
      </p>
      {entry.alsoChanges.length === 0 ? null : (
        <p>The version changed {entry.alsoChanges.length + 1} rules; all of them go back.</p>
      )}
      <SaveError error={revert.error} what={`Version ${entry.version} could not be reverted.`} />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Keep version {entry.version}
        </Button>
        <Button loading={revert.isPending} onClick={() => revert.mutate()}>
          Revert version {entry.version}
        </Button>
      </Group>
    </Modal>
  );
}
