/** Adds Caseclock to an authenticator application, by its key or by a link, and takes the first code. */
import { Button, Group, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import { useProveAgain } from '../../components/prove-again';
import { SaveError } from '../../components/save-error';
import { QrCode } from './qr-code';
import classes from './account.module.css';

interface Props {
  readonly enrolment: { readonly secret: string; readonly uri: string };
  onDone(this: void, recoveryCodes: readonly string[]): void;
}

/** In groups of four, as people type. */
const grouped = (secret: string): string => secret.match(/.{1,4}/g)?.join(' ') ?? secret;

export function EnrolFactor({ enrolment, onDone }: Props) {
  const [code, setCode] = useState('');
  const { withProof, dialog } = useProveAgain();
  const confirm = useMutation({
    mutationFn: () =>
      withProof(() => unwrap(api.POST('/account/second-factor/confirm', { body: { code: code.trim() } }))),
    onSuccess: (made) => {
      if (made !== null) onDone(made.recoveryCodes);
    },
  });
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate();
      }}
    >
      <p className={classes.text}>
        Scan this with your authenticator application, <a href={enrolment.uri}>open it on this device</a>, or type the
        key into it.
      </p>
      <QrCode text={enrolment.uri} label="QR code that adds Caseclock to an authenticator application" />
      <code className={classes.secret}>{grouped(enrolment.secret)}</code>
      <TextInput
        label="Code"
        description="The six digits that the application shows now"
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={7}
        required
        data-autofocus
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <SaveError error={confirm.error} what="The second factor is not set up yet." />
      <Group justify="flex-end">
        <Button type="submit" loading={confirm.isPending}>
          Confirm
        </Button>
      </Group>
      {dialog}
    </form>
  );
}
