/** Adds a day on which nothing is counted, whole or from an hour on. */
import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Link } from 'react-router';
import { api, newKey, unwrap } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { Card } from '../../components/card';
import { announce } from '../../components/live-region';
import { SaveError } from '../../components/save-error';
import { usePublished } from './published';
import classes from './holidays-page.module.css';

interface Props {
  readonly jurisdiction: string;
  readonly year: number;
}

export function AddHoliday({ jurisdiction, year }: Props) {
  const queryClient = useQueryClient();
  const { show } = usePublished();
  const [on, setOn] = useState('');
  const [name, setName] = useState('');
  const [closesAt, setClosesAt] = useState('');
  const [key, setKey] = useState(newKey);
  const [hour, minute] = closesAt.split(':').map(Number);
  const closesAtMinute = closesAt === '' ? null : (hour ?? 0) * 60 + (minute ?? 0);
  const add = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/holidays', {
          params: { header: { 'Idempotency-Key': key } },
          body: { holidays: [{ jurisdiction, on, name: name.trim(), source: 'entered by hand', closesAtMinute }] },
        }),
      ),
    onSuccess: (answer) => {
      if ('version' in answer) show({ version: answer.version, reverts: null });
      announce('The holiday is added.');
      void queryClient.invalidateQueries({ queryKey: ['holidays'] });
      void queryClient.invalidateQueries({ queryKey: ['rules'] });
      setOn('');
      setName('');
      setClosesAt('');
      setKey(newKey());
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  const faultOf = (field: string) => (add.error instanceof ApiProblem ? add.error.faultOf(field) : undefined);
  const added = add.data && 'version' in add.data ? add.data.version : null;
  return (
    <Card title="Add a holiday">
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          type="date"
          label="Day"
          required
          min={`${year}-01-01`}
          max={`${year}-12-31`}
          value={on}
          error={faultOf('on')}
          onChange={(event) => setOn(event.currentTarget.value)}
        />
        <TextInput
          label="Name"
          required
          maxLength={120}
          value={name}
          error={faultOf('name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          type="time"
          label="Closed from"
          description="Empty: all day"
          value={closesAt}
          error={faultOf('closesAtMinute')}
          onChange={(event) => setClosesAt(event.currentTarget.value)}
        />
        <p className={classes.note}>
          It counts for {jurisdiction === 'US' ? 'everybody' : `the cases of ${jurisdiction}`}, and every live clock
          that counts over this day is dated anew.
        </p>
        <SaveError error={add.error} what="The holiday could not be added." />
        <Button type="submit" loading={add.isPending} disabled={on === '' || name.trim() === ''}>
          Add holiday
        </Button>
        {added === null ? null : (
          <p className={classes.note} role="status">
            Added as version {added}. <Link to={`/rules/versions/${added}`}>See which clocks it moves</Link>
          </p>
        )}
      </form>
    </Card>
  );
}
