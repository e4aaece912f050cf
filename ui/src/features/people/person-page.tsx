/** One account: what it may, where it belongs, how it signs in, and the way out. */
import { useQuery } from '@tanstack/react-query';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link, useParams } from 'react-router';
import { useMay, useMe } from '../../api/session';
import { ErrorState } from '../../components/error-state';
import { NoAccess } from '../../components/no-access';
import { Page } from '../../components/page';
import { SkeletonRows } from '../../components/skeleton-rows';
import { FeedTokens } from './feed-tokens';
import { PersonAccess } from './person-access';
import { PersonPlaces } from './person-places';
import { PersonSignIn } from './person-sign-in';
import { personQuery, type Person } from './queries';
import { ShutOut } from './shut-out';
import classes from './form.module.css';
import frame from './person-page.module.css';

export function PersonPage() {
  const { id = '' } = useParams();
  const may = useMay('people.manage');
  if (may) return <OnePerson id={id} />;
  return (
    <NoAccess title="Person" who="administrators" to="/people/covers" action="Arrange a cover for yourself">
      Accounts and roles decide who reads what, so few change them.
    </NoAccess>
  );
}

function OnePerson({ id }: { id: string }) {
  const person = useQuery(personQuery(id));
  if (person.data) return <Shown person={person.data} />;
  return (
    <Page title="Person" before={<Back />} padded>
      {person.isError ? (
        <ErrorState error={person.error} what="This account could not be shown." onRetry={person.refetch} />
      ) : (
        <SkeletonRows />
      )}
    </Page>
  );
}

function Shown({ person }: { person: Person }) {
  const me = useMe();
  const self = me.userId === person.id;
  const isFeed = person.kind === 'service';
  return (
    <Page
      title={person.name}
      tabTitle={isFeed ? 'Feed' : 'Person'}
      subtitle={isFeed ? 'Feed' : person.email}
      before={<Back />}
      padded
    >
      <div className={classes.cards}>
        <div className={classes.column}>
          <PersonAccess key={person.id} person={person} self={self} />
          <PersonPlaces person={person} />
        </div>
        <div className={classes.column}>
          {isFeed ? <FeedTokens person={person} /> : <PersonSignIn person={person} self={self} />}
          {self ? null : <ShutOut person={person} />}
        </div>
      </div>
    </Page>
  );
}

const Back = () => (
  <Link to="/people" className={frame.back} aria-label="Back to all people">
    <IconArrowLeft size={18} aria-hidden />
  </Link>
);
