/** A new password for oneself; every other session ends with it. */
import { Button, Group, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { ApiProblem } from '../../api/problem';
import { useMe } from '../../api/session';
import { Card } from '../../components/card';
import { announce } from '../../components/live-region';
import { SaveError } from '../../components/save-error';
import { accountQuery } from '../../components/prove-again';
import classes from './account.module.css';

export function PasswordCard() {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const { name } = useMe();
  const queryClient = useQueryClient();
  const change = useMutation({
    mutationFn: () => unwrap(api.PUT('/account/password', { body: { currentPassword: current, newPassword: next } })),
    onSuccess: async () => {
      setCurrent('');
      setNext('');
      announce('Your password is changed.');
      await queryClient.invalidateQueries({ queryKey: accountQuery.queryKey });
    },
  });
  const problem = change.error instanceof ApiProblem ? change.error : null;
  const fault = problem?.faultOf('newPassword') ?? problem?.faultOf('password');
  return (
    <Card title="Password" note={change.isSuccess ? 'Changed. Your other sessions have ended.' : undefined}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        {/* Password keepers want to know whose it is. */}
        <input
          className="visually-hidden"
          type="text"
          autoComplete="username"
          value={name}
          readOnly
          tabIndex={-1}
          aria-hidden
        />
        <PasswordInput
          label="Current password"
          autoComplete="current-password"
          required
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          label="New password"
          description="At least 12 characters. A few unrelated words are easy to remember; your name is refused."
          autoComplete="new-password"
          required
          value={next}
          error={fault === undefined ? undefined : `The password ${fault}`}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <SaveError error={change.error} what="Your password is as it was." />
        <Group justify="flex-end">
          <Button type="submit" loading={change.isPending} disabled={current === '' || next === ''}>
            Change the password
          </Button>
        </Group>
      </form>
    </Card>
  );
}
