/** Shuts somebody out, or lets them in again. Says first how much work stays behind, and who can hand it over (R19). */
import { Button, Group, Modal } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, unwrap } from '../../api/client';
import { useMay } from '../../api/session';
import { Card } from '../../components/card';
import { announce } from '../../components/live-region';
import { many } from '../../components/numbers';
import { SaveError } from '../../components/save-error';
import { workQuery, type Person } from './queries';
import classes from './form.module.css';

export function ShutOut({ person }: { person: Person }) {
  const [opened, setOpened] = useState(false);
  const work = useQuery(workQuery(person.id));
  const queryClient = useQueryClient();
  const change = useMutation({
    mutationFn: (active: boolean) =>
      unwrap(api.PATCH('/people/{id}', { params: { path: { id: person.id } }, body: { active } })),
    onSuccess: async (_done, active) => {
      setOpened(false);
      announce(active ? `${person.name} can sign in again.` : `${person.name} is shut out.`);
      await Promise.all(
        ['people', 'users', 'locations', 'teams'].map((key) => queryClient.invalidateQueries({ queryKey: [key] })),
      );
    },
  });
  const isFeed = person.kind === 'service';
  if (!person.active) {
    return (
      <Card title="Shut out">
        <div className={classes.form}>
          <p className={classes.text}>
            {isFeed ? 'Its tokens no longer work.' : 'Signed out everywhere; tokens and links no longer work.'}
          </p>
          <WorkLeft person={person} work={work.data} />
          <SaveError error={change.error} what="Nothing was changed." />
          <div>
            <Button variant="default" loading={change.isPending} onClick={() => change.mutate(true)}>
              Let in again
            </Button>
          </div>
        </div>
      </Card>
    );
  }
  return (
    <Card title="Shut out">
      <div className={classes.form}>
        <p className={classes.text}>
          {isFeed
            ? 'Ends every token at once. What the feed brought stays.'
            : 'Ends every session, token and link at once. The name stays in every history.'}
        </p>
        <WorkLeft person={person} work={work.data} />
        <div>
          <Button variant="default" color="red" onClick={() => setOpened(true)}>
            Shut out
          </Button>
        </div>
      </div>
      <Modal opened={opened} onClose={() => setOpened(false)} title={`Shut out ${person.name}`}>
        <div className={classes.form}>
          <p className={classes.text}>
            {isFeed
              ? 'The feed stops at once: what it would bring is missed until it has an account again.'
              : 'Whoever works with this account now is out at once.'}
          </p>
          <WorkLeft person={person} work={work.data} />
          <SaveError error={change.error} what="Nobody was shut out." />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setOpened(false)}>
              Cancel
            </Button>
            <Button color="red" loading={change.isPending} onClick={() => change.mutate(false)}>
              Shut out
            </Button>
          </Group>
        </div>
      </Modal>
    </Card>
  );
}

interface Work {
  readonly openCases: number;
  readonly openTasks: number;
}

function WorkLeft({ person, work }: { person: Person; work: Work | undefined }) {
  const mayHandOver = useMay('batch.run');
  if (work === undefined || person.kind === 'service') return null;
  const { openCases, openTasks } = work;
  if (openCases + openTasks === 0)
    return <p className={classes.text}>No open case and no open task is in this name.</p>;
  const what = [
    ...(openCases > 0 ? [many(openCases, 'open case')] : []),
    ...(openTasks > 0 ? [many(openTasks, 'open task')] : []),
  ].join(' and ');
  return (
    <p className={classes.text}>
      <strong>
        {what} {openCases + openTasks === 1 ? 'is' : 'are'} in this name and stay there until they are handed over.
      </strong>{' '}
      {mayHandOver ? (
        <Link to="/people/covers">Hand them over</Link>
      ) : (
        'Managers, coordinators and billers see them under Covers, as work without an active owner, and hand them over.'
      )}
    </p>
  );
}
