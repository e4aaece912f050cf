/** Arranges a cover: who is away, who works the queue, from which morning to which evening in the clinic's zone. */
import { Button, Group, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { meQuery, useMe, useUsers, useZone } from '../../api/session';
import { dayIn, dayText } from '../../components/dates';
import { announce } from '../../components/live-region';
import { SaveError } from '../../components/save-error';
import { momentOf } from '../../components/zoned';
import classes from './form.module.css';

export function NewCover({ onClose }: { onClose(): void }) {
  const me = useMe();
  const zone = useZone();
  const { data } = useUsers();
  const today = dayIn(zone);
  const [absent, setAbsent] = useState<string | null>(me.userId);
  const [cover, setCover] = useState<string | null>(null);
  const [from, setFrom] = useState(today);
  const [until, setUntil] = useState('');
  const queryClient = useQueryClient();
  const instantOf = (wall: string) => new Date(momentOf(zone, wall) ?? Date.now()).toISOString();
  const arrange = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/covers', {
          body: {
            coverUserId: cover ?? '',
            ...(absent === null || absent === me.userId ? {} : { absentUserId: absent }),
            // Today means from now on.
            ...(from > today ? { startsAt: instantOf(`${from}T00:00`) } : {}),
            endsAt: instantOf(`${until}T23:59:59`),
          },
        }),
      ),
    onSuccess: async (made) => {
      announce(`${made.cover.name} covers for ${made.absent.name}.`);
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['covers'] }),
        queryClient.invalidateQueries({ queryKey: meQuery.queryKey }),
      ]);
      onClose();
    },
  });
  const people = (data?.items ?? []).filter(({ active }) => active).map(({ id, name }) => ({ value: id, label: name }));
  const isManager = me.roles.includes('manager');
  const fault = (field: string) => {
    const message = arrange.error instanceof ApiProblem ? arrange.error.faultOf(field) : undefined;
    return message === undefined ? undefined : `This ${message}`;
  };
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        arrange.mutate();
      }}
    >
      {isManager ? (
        <Select
          label="Who is away"
          required
          searchable
          allowDeselect={false}
          data={people}
          value={absent}
          error={fault('absentUserId')}
          onChange={setAbsent}
        />
      ) : (
        <p className={classes.text}>You are away, and somebody else works your tasks and cases meanwhile.</p>
      )}
      <Select
        label="Who covers"
        description="Needs a role that may do the work and sees what it needs"
        placeholder="Choose somebody"
        required
        searchable
        data={people.filter(({ value }) => value !== absent)}
        value={cover}
        error={fault('coverUserId')}
        onChange={setCover}
      />
      <div className={classes.two}>
        <TextInput
          label="First day"
          type="date"
          required
          min={today}
          value={from}
          error={fault('startsAt')}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          label="Last day"
          type="date"
          required
          min={from}
          value={until}
          error={fault('endsAt')}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
      </div>
      {until === '' ? null : (
        <p className={classes.text}>
          {from > today ? `From the start of ${dayText(from, today)}` : 'From now'} to the end of{' '}
          {dayText(until, today)}, in the clinic’s time zone.
        </p>
      )}
      <SaveError error={arrange.error} what="No cover was arranged." />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={arrange.isPending} disabled={cover === null || until === ''}>
          Arrange the cover
        </Button>
      </Group>
    </form>
  );
}
