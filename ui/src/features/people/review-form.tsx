/** Judges an emergency access; one that is still open ends with it. */
import { Button, Group, Radio, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { announce } from '../../components/live-region';
import { SaveError } from '../../components/save-error';
import classes from './form.module.css';

type Finding = 'justified' | 'not-justified';

export function ReviewForm({ id, open }: { id: string; open: boolean }) {
  const [finding, setFinding] = useState<Finding | null>(null);
  const [note, setNote] = useState('');
  const queryClient = useQueryClient();
  const review = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/break-glass/{id}/review', {
          params: { path: { id } },
          body: { finding: finding ?? 'justified', ...(note.trim() === '' ? {} : { note: note.trim() }) },
        }),
      ),
    onSuccess: async () => {
      announce('The review is saved.');
      await queryClient.invalidateQueries({ queryKey: ['break-glass'] });
    },
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        review.mutate();
      }}
    >
      <Radio.Group
        label="Was it justified?"
        value={finding ?? ''}
        onChange={(value) => setFinding(value as Finding)}
        required
      >
        <Group mt={6}>
          <Radio value="justified" label="Justified" />
          <Radio value="not-justified" label="Not justified" />
        </Group>
      </Radio.Group>
      <Textarea
        label="Note"
        description="What you looked at and found; kept with the review"
        maxLength={1_000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <SaveError error={review.error} what="The review was not saved." />
      <Group justify="flex-end">
        <Button type="submit" loading={review.isPending} disabled={finding === null}>
          {open ? 'Save and end the access' : 'Save the review'}
        </Button>
      </Group>
    </form>
  );
}
