/** The second factor: set up with its first code, its recovery codes made anew, removed where the roles allow it. */
import { Button, Group, Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../../api/client';
import type { components } from '../../api/generated/schema';
import { Card } from '../../components/card';
import { FactList } from '../../components/fact-list';
import { accountQuery, useProveAgain } from '../../components/prove-again';
import { SaveError } from '../../components/save-error';
import { ShownOnce } from '../../components/shown-once';
import { StatusBadge } from '../../components/status-badge';
import { EnrolFactor } from './enrol-factor';
import classes from './account.module.css';

type Account = components['schemas']['Account'];

export function SecondFactorCard({ account }: { account: Account }) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [enrolling, setEnrolling] = useState<{ secret: string; uri: string } | null>(null);
  const [removing, setRemoving] = useState(false);
  const { withProof, dialog } = useProveAgain();
  const queryClient = useQueryClient();
  const again = () => queryClient.invalidateQueries({ queryKey: accountQuery.queryKey, exact: true });
  const begin = useMutation({
    mutationFn: () => withProof(() => unwrap(api.POST('/account/second-factor'))),
    onSuccess: (begun) => setEnrolling(begun),
  });
  const renew = useMutation({
    mutationFn: () => withProof(() => unwrap(api.POST('/account/second-factor/recovery-codes'))),
    onSuccess: async (made) => {
      if (made === null) return;
      setCodes(made.recoveryCodes);
      await again();
    },
  });
  const remove = useMutation({
    mutationFn: () => withProof(() => unwrap(api.DELETE('/account/second-factor')).then(() => true)),
    onSuccess: async (done) => {
      if (done === null) return;
      setRemoving(false);
      await again();
    },
  });
  const { hasSecondFactor, needsSecondFactor, recoveryCodesLeft } = account;
  return (
    <Card
      title="Second factor"
      note={<StatusBadge tone={hasSecondFactor ? 'green' : 'amber'}>{hasSecondFactor ? 'Set up' : 'None'}</StatusBadge>}
    >
      <div className={classes.form}>
        {hasSecondFactor ? (
          <>
            <FactList facts={[['Recovery codes left', `${recoveryCodesLeft} of 10`]]} />
            {recoveryCodesLeft < 3 ? (
              <p className={classes.text}>
                Make new ones before they run out: they let you in when your telephone is lost.
              </p>
            ) : null}
            <div className={classes.line}>
              <Button variant="default" loading={renew.isPending} onClick={() => renew.mutate()}>
                Make new recovery codes
              </Button>
              {needsSecondFactor ? null : (
                <Button variant="default" onClick={() => setRemoving(true)}>
                  Remove the second factor
                </Button>
              )}
            </div>
          </>
        ) : (
          <>
            <p className={classes.text}>
              A code from an authenticator application on your telephone, after the password. Whoever learns your
              password alone does not get in.
            </p>
            <div>
              <Button loading={begin.isPending} onClick={() => begin.mutate()}>
                Set up a second factor
              </Button>
            </div>
          </>
        )}
        <SaveError error={begin.error ?? renew.error} what="Nothing was changed." />
      </div>
      <Modal
        opened={enrolling !== null}
        onClose={() => setEnrolling(null)}
        title="Set up your second factor"
        closeOnClickOutside={false}
      >
        {enrolling === null ? null : (
          <EnrolFactor
            enrolment={enrolling}
            onDone={(made) => {
              setEnrolling(null);
              setCodes(made);
              void again();
            }}
          />
        )}
      </Modal>
      <Modal
        opened={codes !== null}
        onClose={() => setCodes(null)}
        title="Keep your recovery codes"
        closeOnClickOutside={false}
        closeOnEscape={false}
      >
        <div className={classes.form}>
          <ShownOnce what="The recovery codes" lines={codes ?? []}>
            Each of these lets you in once when your telephone is not at hand. Earlier ones no longer work, and these
            are not shown again.
          </ShownOnce>
          <Group justify="flex-end">
            <Button onClick={() => setCodes(null)}>I have kept them</Button>
          </Group>
        </div>
      </Modal>
      <Modal opened={removing} onClose={() => setRemoving(false)} title="Remove the second factor">
        <div className={classes.form}>
          <p className={classes.text}>From then on your password alone lets in. The recovery codes go with it.</p>
          <SaveError error={remove.error} what="The second factor is still there." />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setRemoving(false)}>
              Cancel
            </Button>
            <Button color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
              Remove it
            </Button>
          </Group>
        </div>
      </Modal>
      {dialog}
    </Card>
  );
}
