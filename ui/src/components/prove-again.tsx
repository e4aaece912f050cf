/** Asks again who sits there, where the server wants a sign-in of the last ten minutes, and goes on with what was begun. */
import { Button, Group, Modal, PasswordInput, TextInput } from '@mantine/core';
import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { useRef, useState, type ReactNode } from 'react';
import { api, unwrap } from '../api/client';
import { ApiProblem } from '../api/problem';
import { SaveError } from './save-error';
import classes from './prove-again.module.css';

export const accountQuery = queryOptions({ queryKey: ['account'], queryFn: () => unwrap(api.GET('/account')) });

interface ProveAgain {
  /** Runs it, asking for a proof when the server wants one; null when the person gives up. */
  withProof<T>(this: void, work: () => Promise<T>): Promise<T | null>;
  /** Put it anywhere in the page. */
  readonly dialog: ReactNode;
}

const wantsProof = (error: unknown): boolean => error instanceof ApiProblem && error.code === 'reauthentication_needed';

export function useProveAgain(): ProveAgain {
  const [opened, setOpened] = useState(false);
  const answer = useRef<(proven: boolean) => void>(() => undefined);
  const ask = () =>
    new Promise<boolean>((resolve) => {
      answer.current = resolve;
      setOpened(true);
    });
  const end = (proven: boolean) => {
    setOpened(false);
    answer.current(proven);
  };
  return {
    async withProof(work) {
      for (;;) {
        try {
          return await work();
        } catch (error) {
          if (!wantsProof(error)) throw error;
          if (!(await ask())) return null;
        }
      }
    },
    dialog: (
      <Modal opened={opened} onClose={() => end(false)} title="Prove that it is you">
        {opened ? <ProofForm onProven={() => end(true)} onGiveUp={() => end(false)} /> : null}
      </Modal>
    ),
  };
}

function ProofForm({ onProven, onGiveUp }: { onProven(): void; onGiveUp(): void }) {
  const { data: account } = useQuery(accountQuery);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const prove = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/session/reauthentication', {
          body: { password, ...(account?.hasSecondFactor ? { code: code.trim() } : {}) },
        }),
      ),
    onSuccess: onProven,
    // A code is good once.
    onError: () => setCode(''),
  });
  if (account && !account.signsInWith.includes('password')) return <ByProvider onDone={onProven} onGiveUp={onGiveUp} />;
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    // The dialog may stand inside the form that needs the proof.
    event.stopPropagation();
    prove.mutate();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <p className={classes.words}>
        You signed in more than ten minutes ago. This change asks for your password again; what you typed stays.
      </p>
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        required
        data-autofocus
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {account?.hasSecondFactor ? (
        <TextInput
          label="Code"
          description="The six digits that your authenticator application shows now"
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={7}
          required
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      ) : null}
      <SaveError error={prove.error} what="That was not accepted." />
      <Group justify="flex-end">
        <Button variant="default" onClick={onGiveUp}>
          Cancel
        </Button>
        <Button type="submit" loading={prove.isPending}>
          Go on
        </Button>
      </Group>
    </form>
  );
}

/** Who has no password proves it where they sign in; this page stays as it is meanwhile. */
function ByProvider({ onDone, onGiveUp }: { onDone(): void; onGiveUp(): void }) {
  return (
    <div className={classes.form}>
      <p className={classes.words}>
        You sign in through your organization. Prove it there in a new tab, then come back and go on.
      </p>
      <Group justify="flex-end">
        <Button variant="default" onClick={onGiveUp}>
          Cancel
        </Button>
        <Button
          component="a"
          variant="default"
          href="/sign-in/oidc?fresh=true&next=%2Faccount"
          target="_blank"
          rel="opener"
        >
          Open the sign-in
        </Button>
        <Button onClick={onDone}>Go on</Button>
      </Group>
    </div>
  );
}
