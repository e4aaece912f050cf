/** The changes that were made to many cases at once, newest first. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from 'react-router';
import { batchTitle, hasEnded, type Batch } from '../../api/batches';
import { api, unwrap } from '../../api/client';
import { useMay, useZone } from '../../api/session';
import { DataTable, type DataColumn } from '../../components/data-table';
import { instantText } from '../../components/dates';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { NoAccess } from '../../components/no-access';
import { countText } from '../../components/numbers';
import { Page } from '../../components/page';
import { usePeopleNames } from '../../components/people-names';
import { SkeletonRows } from '../../components/skeleton-rows';
import { BatchState } from './batch-state';

const idOf = (batch: Batch): string => batch.id;
const LOOK_AGAIN_MS = 3_000;

export function BatchesPage() {
  const may = useMay('batch.read');
  if (may) return <Batches />;
  return (
    <NoAccess title="Bulk changes" who="people who may make them">
      Coordinators, billers, managers and compliance see them.
    </NoAccess>
  );
}

function Batches() {
  const navigate = useNavigate();
  const zone = useZone();
  const nameOf = usePeopleNames();
  const query = useQuery({
    queryKey: ['batches', 'list'],
    queryFn: () => unwrap(api.GET('/batches', { params: { query: { limit: 200 } } })),
    refetchInterval: ({ state }) => (state.data?.items.some((batch) => !hasEnded(batch)) ? LOOK_AGAIN_MS : false),
  });
  const columns: DataColumn<Batch>[] = [
    {
      id: 'what',
      head: 'Change',
      minWidth: 180,
      names: true,
      cell: (batch) => <Link to={`/batches/${batch.id}`}>{batchTitle(batch)}</Link>,
    },
    { id: 'state', head: 'State', width: 120, cell: (batch) => <BatchState batch={batch} /> },
    { id: 'total', head: 'Cases', width: 90, align: 'end', cell: ({ total }) => countText(total) },
    { id: 'done', head: 'Done', width: 90, align: 'end', cell: ({ done }) => countText(done) },
    { id: 'failed', head: 'Failed', width: 90, align: 'end', cell: ({ failed }) => countText(failed) },
    {
      id: 'by',
      head: 'By',
      minWidth: 140,
      from: 720,
      cell: ({ createdBy }) => nameOf(createdBy) ?? 'somebody you do not work with',
    },
    { id: 'at', head: 'Started', width: 180, cell: ({ createdAt }) => instantText(createdAt, zone) },
  ];
  const rows = query.data?.items ?? [];
  return (
    <Page title="Bulk changes" subtitle="Each case by its own rules, with a result of its own">
      {query.isPending ? (
        <SkeletonRows rows={12} />
      ) : query.error ? (
        <ErrorState error={query.error} what="The changes could not be shown." onRetry={query.refetch} />
      ) : rows.length === 0 ? (
        <EmptyState title="Nothing was changed for many cases yet">
          Choose cases in a list, then follow up, assign, set the priority, tag or resolve all of them.
        </EmptyState>
      ) : (
        <DataTable
          label="Bulk changes"
          columns={columns}
          rows={rows}
          rowId={idOf}
          onOpen={({ id }) => void navigate(`/batches/${id}`)}
        />
      )}
    </Page>
  );
}
