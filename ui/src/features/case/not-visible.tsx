/** A case one may not see: why that is, whom to ask, and the way in for an emergency, with what it means (break-glass). */
import { Button, NumberInput, Textarea } from '@mantine/core';
import { IconShieldExclamation } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/session';
import { EmptyState } from '../../components/empty-state';
import { SaveError } from '../../components/save-error';
import classes from './not-visible.module.css';

const SHORTEST = 10;
const USUAL_MINUTES = 60;
const LONGEST_MINUTES = 240;

interface Props {
  readonly id: string;
  onOpened(this: void): void;
}

export function NotVisible({ id, onOpened }: Props) {
  const mayBreak = useMay('break-glass.open');
  const [asking, setAsking] = useState(false);
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id);
  return (
    <EmptyState
      icon={IconShieldExclamation}
      title="There is no such case among yours"
      action={
        mayBreak && isId && !asking ? (
          <Button variant="default" onClick={() => setAsking(true)}>
            Ask for emergency access
          </Button>
        ) : null
      }
    >
      <p>
        Either there is no case at this address, or it belongs to a location or a team that is not yours. Its owner or a
        manager can give you a task on it.
      </p>
      {asking ? <EmergencyForm id={id} onOpened={onOpened} onClose={() => setAsking(false)} /> : null}
    </EmptyState>
  );
}

function EmergencyForm({ id, onOpened, onClose }: Props & { onClose(this: void): void }) {
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [minutes, setMinutes] = useState<string | number>(USUAL_MINUTES);
  const [fault, setFault] = useState<string | null>(null);
  const open = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/cases/{id}/break-glass', {
          params: { path: { id } },
          body: { reason: reason.trim(), minutes: Number(minutes) },
        }),
      ),
    onSuccess: async () => {
      // The banner at the top of every page says that it is open.
      await queries.invalidateQueries({ queryKey: ['me'] });
      onOpened();
    },
  });
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    if (reason.trim().length < SHORTEST) return setFault(`Write why now, in at least ${SHORTEST} characters.`);
    open.mutate();
  };
  return (
    <form className={classes.form} aria-label="Emergency access" noValidate onSubmit={send}>
      <p>
        In an emergency you may read this one case for a limited time. Every read is recorded as an emergency, managers
        and compliance are told at once, and one of them reviews your reason. Nothing can be changed.
      </p>
      <Textarea
        label="Why now"
        withAsterisk
        value={reason}
        maxLength={500}
        error={fault}
        autoFocus
        onChange={(e) => {
          setReason(e.currentTarget.value);
          setFault(null);
        }}
      />
      <NumberInput
        label="For how many minutes"
        value={minutes}
        min={1}
        max={LONGEST_MINUTES}
        allowDecimal={false}
        onChange={setMinutes}
      />
      {open.error ? <SaveError error={open.error} what="The case stays closed." /> : null}
      <div className={classes.buttons}>
        <Button type="submit" color="red" loading={open.isPending}>
          Open for reading
        </Button>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
