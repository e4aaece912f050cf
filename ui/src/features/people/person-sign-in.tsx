/** How a person signs in, as an administrator can help: a new link, a lost second factor, sessions that must end. */
import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, unwrap } from '../../api/client';
import { Card } from '../../components/card';
import { InstantText } from '../../components/date-text';
import { FactList } from '../../components/fact-list';
import { listOf } from '../../components/role-words';
import { SaveError } from '../../components/save-error';
import { ShownOnce } from '../../components/shown-once';
import { SmallTable, type SmallColumn } from '../../components/small-table';
import { StatusBadge } from '../../components/status-badge';
import { standingOf } from './person-words';
import { sessionsQuery, type Person } from './queries';
import classes from './form.module.css';

const ways = { password: 'password', provider: 'the identity provider' } as const;

export function PersonSignIn({ person, self }: { person: Person; self: boolean }) {
  const queryClient = useQueryClient();
  const again = () => queryClient.invalidateQueries({ queryKey: ['people'] });
  const params = { params: { path: { id: person.id } } };
  const link = useMutation({ mutationFn: () => unwrap(api.POST('/people/{id}/link', params)), onSuccess: again });
  const factor = useMutation({
    mutationFn: () => unwrap(api.DELETE('/people/{id}/second-factor', params)),
    onSuccess: again,
  });
  const [words, tone] = standingOf(person);
  const isNew = person.signsInWith.length === 0;
  return (
    <Card title="Sign-in" note={<StatusBadge tone={tone}>{words}</StatusBadge>}>
      <div className={classes.form}>
        <FactList
          facts={[
            ['Signs in with', isNew ? 'nothing yet: invited' : listOf(person.signsInWith.map((way) => ways[way]))],
            ['Second factor', person.hasSecondFactor ? 'set up' : 'none'],
            ['Account since', <InstantText key="since" at={person.createdAt} />],
          ]}
        />
        {person.active ? (
          <div>
            <Button variant="default" loading={link.isPending} onClick={() => link.mutate()}>
              {isNew ? 'Send a new invitation' : 'Send a link for a new password'}
            </Button>{' '}
            {person.hasSecondFactor && !self ? (
              <Button variant="default" loading={factor.isPending} onClick={() => factor.mutate()}>
                Reset the second factor
              </Button>
            ) : null}
          </div>
        ) : null}
        <SaveError error={link.error ?? factor.error} what="That could not be done." />
        {link.data ? <Sent link={link.data.link} name={person.name} /> : null}
        {factor.isSuccess ? (
          <p className={classes.text} role="status">
            The second factor is gone and the sessions have ended. {person.name} sets up a new one at the next sign-in.
          </p>
        ) : null}
        <Sessions id={person.id} />
      </div>
    </Card>
  );
}

function Sent({ link, name }: { link: string | null; name: string }) {
  if (link === null) {
    return (
      <p className={classes.text} role="status">
        A link is on its way to {name}. Earlier links no longer work.
      </p>
    );
  }
  return (
    <ShownOnce what="The link" lines={[link]}>
      No mail went out. Give {name} this link yourself: it works once, and earlier links no longer do.
    </ShownOnce>
  );
}

function Sessions({ id }: { id: string }) {
  const queryClient = useQueryClient();
  const sessions = useQuery(sessionsQuery(id));
  const again = () => queryClient.invalidateQueries({ queryKey: ['people', id, 'sessions'] });
  const end = useMutation({
    mutationFn: (sessionId: string) =>
      unwrap(api.DELETE('/people/{id}/sessions/{sessionId}', { params: { path: { id, sessionId } } })),
    onSettled: again,
  });
  const endAll = useMutation({
    mutationFn: () => unwrap(api.DELETE('/people/{id}/sessions', { params: { path: { id } } })),
    onSettled: again,
  });
  const rows = sessions.data?.items ?? [];
  if (rows.length === 0) return <p className={classes.text}>Signed in nowhere at the moment.</p>;
  const columns: SmallColumn<(typeof rows)[number]>[] = [
    { id: 'browser', head: 'Signed in', names: true, cell: ({ browser }) => browser },
    { id: 'seen', head: 'Last seen', cell: ({ seenAt }) => <InstantText at={seenAt} /> },
    {
      id: 'end',
      head: 'End',
      quiet: true,
      align: 'end',
      cell: (row) => (
        <Button variant="default" size="compact-sm" onClick={() => end.mutate(row.id)}>
          End
        </Button>
      ),
    },
  ];
  return (
    <>
      <SmallTable label="Sessions" columns={columns} rows={rows} rowId={(row) => row.id} />
      <SaveError error={end.error ?? endAll.error} what="The session was not ended." />
      {rows.length > 1 ? (
        <div>
          <Button variant="default" loading={endAll.isPending} onClick={() => endAll.mutate()}>
            End all sessions
          </Button>
        </div>
      ) : null}
    </>
  );
}
