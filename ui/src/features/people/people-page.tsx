/** Everybody who has an account, and feeds' accounts: found by name, invited, opened. */
import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { Link, Navigate, useNavigate } from 'react-router';
import { useMay } from '../../api/session';
import { useHotkey } from '../../app/hotkeys';
import { DataTable, type DataColumn } from '../../components/data-table';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { NoAccess } from '../../components/no-access';
import { many } from '../../components/numbers';
import { OwnerAvatar } from '../../components/owner-avatar';
import { listOf, roleName } from '../../components/role-words';
import { SkeletonRows } from '../../components/skeleton-rows';
import { StatusBadge } from '../../components/status-badge';
import { AddFeed } from './add-feed';
import { Invite } from './invite';
import { PeopleFrame } from './people-frame';
import { everybodyQuery, type Person } from './queries';
import { standingOf } from './person-words';
import classes from './people-page.module.css';

export function PeoplePage() {
  const mayManage = useMay('people.manage');
  const mayReview = useMay('break-glass.review');
  if (mayManage) return <People />;
  if (mayReview) return <Navigate to="/people/covers" replace />;
  return (
    <NoAccess title="People" who="administrators" to="/people/covers" action="Arrange a cover for yourself">
      Accounts and roles decide who reads what, so few change them.
    </NoAccess>
  );
}

const sorts = ['working', 'feeds', 'gone'] as const;
type Sort = (typeof sorts)[number];
const isOf: Readonly<Record<Sort, (person: Person) => boolean>> = {
  working: ({ kind, active }) => kind === 'person' && active,
  feeds: ({ kind, active }) => kind === 'service' && active,
  gone: ({ active }) => !active,
};

function People() {
  const everybody = useQuery(everybodyQuery);
  const [sort, setSort] = useState<Sort>('working');
  const [text, setText] = useState('');
  const [dialog, setDialog] = useState<'invite' | 'feed' | null>(null);
  const navigate = useNavigate();
  useHotkey('n', () => setDialog('invite'), 'Invite a person');
  const all = everybody.data;
  const rows = useMemo(() => {
    const words = text.trim().toLowerCase();
    const fits = ({ name, email }: Person) => words === '' || `${name} ${email}`.toLowerCase().includes(words);
    return (all ?? []).filter((person) => isOf[sort](person) && fits(person));
  }, [all, sort, text]);
  const count = (one: Sort) => (all === undefined ? '' : ` ${all.filter(isOf[one]).length}`);
  return (
    <PeopleFrame
      title="People"
      subtitle={
        all === undefined ? undefined : `${many(all.filter(isOf.working).length, 'person', 'people')} work here`
      }
      actions={
        <>
          <Button className={classes.feed} variant="default" onClick={() => setDialog('feed')}>
            Add a feed
          </Button>
          <Button leftSection={<IconPlus size={16} />} onClick={() => setDialog('invite')}>
            Invite
          </Button>
        </>
      }
      padded={false}
      bar={
        <div className={classes.bar}>
          <TextInput
            aria-label="Find a person by name or e-mail address"
            placeholder="Find by name or e-mail address"
            leftSection={<IconSearch size={16} />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <SegmentedControl
            aria-label="Which to show"
            value={sort}
            onChange={(value) => setSort(value as Sort)}
            data={[
              { value: 'working', label: `People${count('working')}` },
              { value: 'feeds', label: `Feeds${count('feeds')}` },
              { value: 'gone', label: `Shut out${count('gone')}` },
            ]}
          />
        </div>
      }
    >
      <Rows
        everybody={everybody}
        rows={rows}
        searched={text.trim() !== ''}
        onOpen={(id) => void navigate(`/people/${id}`)}
      />
      <Invite opened={dialog === 'invite'} onClose={() => setDialog(null)} />
      <AddFeed opened={dialog === 'feed'} onClose={() => setDialog(null)} />
    </PeopleFrame>
  );
}

interface RowsProps {
  readonly everybody: { isPending: boolean; error: unknown; refetch(): unknown };
  readonly rows: readonly Person[];
  readonly searched: boolean;
  onOpen(this: void, id: string): void;
}

function Rows({ everybody, rows, searched, onOpen }: RowsProps) {
  if (everybody.isPending) return <SkeletonRows />;
  if (everybody.error && rows.length === 0) {
    return <ErrorState error={everybody.error} what="The people could not be shown." onRetry={everybody.refetch} />;
  }
  if (rows.length === 0) {
    return (
      <EmptyState title={searched ? 'Nobody has this name or address' : 'Nobody here'}>
        {searched ? 'Look among feeds and those who are shut out as well.' : 'Nobody is in this list at the moment.'}
      </EmptyState>
    );
  }
  return (
    <DataTable
      label="People by name"
      columns={columns}
      rows={rows}
      total={rows.length}
      rowId={({ id }) => id}
      rowLabel={({ name }) => name}
      onOpen={({ id }) => onOpen(id)}
      phoneCard={(person) => (
        <Link to={`/people/${person.id}`} className={classes.card}>
          <OwnerAvatar owner={person} withName />
          <Standing person={person} />
          <span className={classes.second}>{listOf(person.roles.map(roleName))}</span>
        </Link>
      )}
    />
  );
}

const columns: DataColumn<Person>[] = [
  {
    id: 'name',
    head: 'Name',
    minWidth: 200,
    names: true,
    always: true,
    cell: (person) => (
      <Link to={`/people/${person.id}`} className={classes.name}>
        <OwnerAvatar owner={person} withName />
      </Link>
    ),
  },
  { id: 'roles', head: 'Roles', minWidth: 220, cell: ({ roles }) => listOf(roles.map(roleName)) },
  { id: 'standing', head: 'Sign-in', width: 200, cell: (person) => <Standing person={person} /> },
  {
    id: 'email',
    head: 'E-mail address',
    minWidth: 200,
    from: 900,
    cell: ({ kind, email }) => (kind === 'service' ? 'none' : email),
  },
];

function Standing({ person }: { person: Person }) {
  const [words, tone] = standingOf(person);
  return <StatusBadge tone={tone}>{words}</StatusBadge>;
}
