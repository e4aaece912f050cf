/** Asks before a holiday is removed: clocks that count over the day are dated anew. */
import { Button, Group, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import { useZone } from '../../api/session';
import { dayIn, dayText } from '../../components/dates';
import { announce } from '../../components/live-region';
import { SaveError } from '../../components/save-error';
import { usePublished } from './published';
import type { Holiday } from './queries';

interface Props {
  readonly holiday: Holiday;
  readonly onClose: () => void;
}

export function RemoveHoliday({ holiday, onClose }: Props) {
  const queryClient = useQueryClient();
  const { show } = usePublished();
  const zone = useZone();
  const { jurisdiction, on, name } = holiday;
  const remove = useMutation({
    mutationFn: () => unwrap(api.DELETE('/holidays', { params: { query: { jurisdiction, on, name } } })),
    onSuccess: ({ version }) => {
      show({ version, reverts: null });
      announce(`${name} is removed.`);
      void queryClient.invalidateQueries({ queryKey: ['holidays'] });
      void queryClient.invalidateQueries({ queryKey: ['rules'] });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={`Remove ${name}?`}>
      <p>
        {dayText(on, dayIn(zone))} counts as a business day then, and every live clock that counts over it is dated
        anew. Add it again to go back.
      </p>
      <SaveError error={remove.error} what="The holiday could not be removed." />
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          Keep {name}
        </Button>
        <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
          Remove {name}
        </Button>
      </Group>
    </Modal>
  );
}
