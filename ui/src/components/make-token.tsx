/** Makes an API token: what for and how long; whoever asks proves again who they are; the token is shown once. */
import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { useProveAgain } from './prove-again';
import { SaveError } from './save-error';
import { ShownOnce } from './shown-once';

interface Props {
  /** How long it may work, shortest first; `ever`: until it is revoked. */
  readonly lives: readonly { readonly value: string; readonly label: string }[];
  /** The one chosen at first. */
  readonly usual: string;
  /** Between the fields and the buttons. */
  readonly children?: ReactNode;
  /** @param days null: until it is revoked. */
  make(this: void, token: { name: string; days: number | null }): Promise<{ token: string }>;
  onMade(this: void): unknown;
  onClose(this: void): void;
}

export function MakeToken({ lives, usual, children, make: send, onMade, onClose }: Props) {
  const [name, setName] = useState('');
  const [life, setLife] = useState(usual);
  const { withProof, dialog } = useProveAgain();
  const make = useMutation({
    mutationFn: () => withProof(() => send({ name: name.trim(), days: life === 'ever' ? null : Number(life) })),
    onSuccess: onMade,
  });
  if (make.data) {
    return (
      <Stack gap={14}>
        <ShownOnce what="The token" lines={[make.data.token]} />
        <Group justify="flex-end">
          <Button onClick={onClose}>Done</Button>
        </Group>
      </Stack>
    );
  }
  return (
    <Stack
      component="form"
      gap={14}
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <TextInput
        label="What it is for"
        required
        maxLength={120}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label="Works for"
        data={[...lives]}
        value={life}
        onChange={(value) => setLife(value ?? life)}
        allowDeselect={false}
      />
      {children}
      <SaveError error={make.error} what="No token was made." />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={make.isPending}>
          Make the token
        </Button>
      </Group>
      {dialog}
    </Stack>
  );
}
