/** Locations: where cases are treated and who works there. A location's zone decides its days, its state its rules. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useMay, useUsers } from '../../api/session';
import { Card } from '../../components/card';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { FactList } from '../../components/fact-list';
import { NoAccess } from '../../components/no-access';
import { many } from '../../components/numbers';
import { OwnerAvatar } from '../../components/owner-avatar';
import { SkeletonRows } from '../../components/skeleton-rows';
import { PeopleFrame } from './people-frame';
import { locationsQuery } from './queries';
import form from './form.module.css';
import classes from './members.module.css';

export function LocationsPage() {
  const may = useMay('people.manage');
  if (may) return <Locations />;
  return (
    <NoAccess title="Locations" who="administrators" to="/people/covers" action="Arrange a cover for yourself">
      Who works where decides who reaches which cases.
    </NoAccess>
  );
}

function Locations() {
  const locations = useQuery(locationsQuery);
  const items = locations.data?.items ?? [];
  const everywhere = locations.data?.everywhere ?? [];
  return (
    <PeopleFrame title="Locations" subtitle={locations.data ? many(items.length, 'location') : undefined}>
      {locations.isPending ? <SkeletonRows /> : null}
      {locations.isError && items.length === 0 ? (
        <ErrorState error={locations.error} what="The locations could not be shown." onRetry={locations.refetch} />
      ) : null}
      {locations.isSuccess && items.length === 0 ? (
        <EmptyState title="No location yet">A location is entered when the practice is set up.</EmptyState>
      ) : null}
      <div className={classes.grid}>
        {items.map(({ id, name, zone, jurisdiction, userIds }) => (
          <Card key={id} title={name} note={many(userIds.length, 'person works', 'people work') + ' here'}>
            <div className={form.form}>
              <FactList
                facts={[
                  ['Time zone', zone.replaceAll('_', ' ')],
                  ['Jurisdiction', jurisdiction],
                ]}
              />
              <Members ids={userIds} nobody="Nobody works only here." />
            </div>
          </Card>
        ))}
        {everywhere.length === 0 ? null : (
          <Card
            title="Every location"
            note={many(everywhere.length, 'person works', 'people work') + ' at all of them'}
          >
            <Members ids={everywhere} nobody="" />
          </Card>
        )}
      </div>
    </PeopleFrame>
  );
}

function Members({ ids, nobody }: { ids: readonly string[]; nobody: string }) {
  const { data } = useUsers();
  if (ids.length === 0) return <p className={form.text}>{nobody}</p>;
  return (
    <ul className={classes.members}>
      {ids.map((id) => (
        <li key={id}>
          <Link to={`/people/${id}`} className={classes.person}>
            <OwnerAvatar
              owner={{ id, name: data?.items.find((user) => user.id === id)?.name ?? 'Somebody' }}
              withName
            />
          </Link>
        </li>
      ))}
    </ul>
  );
}
