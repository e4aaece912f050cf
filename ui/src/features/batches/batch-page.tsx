/** One change to many cases: how far it is, what came of each case and why, stop and go on (R13, R24). */
import { Button, Progress } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { batchQuery, batchTitle, hasEnded, itemsQuery, type Batch, type ItemState } from '../../api/batches';
import { api, unwrap } from '../../api/client';
import type { components } from '../../api/generated/schema';
import { useMay, useZone } from '../../api/session';
import { ListTabs } from '../../components/case-list/list-tabs';
import { codeWords } from '../../components/code-words';
import { DataTable, type DataColumn } from '../../components/data-table';
import { instantText } from '../../components/dates';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { countText, many } from '../../components/numbers';
import { Page } from '../../components/page';
import { usePeopleNames } from '../../components/people-names';
import { SaveError } from '../../components/save-error';
import { SkeletonRows } from '../../components/skeleton-rows';
import { StatusBadge, type Tone } from '../../components/status-badge';
import { BatchState } from './batch-state';
import classes from './batches.module.css';

type Item = components['schemas']['BatchItem'];

export function BatchPage() {
  const { id = '' } = useParams();
  const { data: batch, error, refetch } = useQuery(batchQuery(id));
  if (batch) return <Shown batch={batch} />;
  return (
    <Page title="Change to many cases">
      {error ? (
        <ErrorState error={error} what="This change could not be shown." onRetry={refetch} />
      ) : (
        <SkeletonRows rows={12} />
      )}
    </Page>
  );
}

const words: Readonly<Record<ItemState, readonly [words: string, tone: Tone]>> = {
  waiting: ['Waits', 'neutral'],
  pending: ['Sent', 'accent'],
  applied: ['Done', 'green'],
  skipped: ['Nothing to do', 'neutral'],
  refused: ['Failed', 'red'],
};

const shownStates = { refused: 'Failed', applied: 'Done', skipped: 'Nothing to do', waiting: 'Waiting' } as const;

const columns: DataColumn<Item>[] = [
  {
    id: 'case',
    head: 'Case',
    width: 190,
    names: true,
    cell: ({ caseId, kind }) => (
      <Link to={`/cases/${caseId}`}>
        {kind === 'wc' ? 'WC case' : `${codeWords(kind ?? 'case')} case`} {caseId.slice(0, 8)}
      </Link>
    ),
  },
  {
    id: 'state',
    head: 'Result',
    width: 130,
    cell: ({ state }) => <StatusBadge tone={words[state][1]}>{words[state][0]}</StatusBadge>,
  },
  {
    id: 'why',
    head: 'Reason',
    minWidth: 240,
    cell: ({ refusal, state }) =>
      refusal ? (
        <span title={refusal.why ?? ''}>{refusal.why ?? 'The reason is not for your roles.'}</span>
      ) : state === 'skipped' ? (
        'It was so already, or the case has closed.'
      ) : (
        ''
      ),
  },
];
const idOf = (item: Item): string => item.caseId;

function Shown({ batch }: { readonly batch: Batch }) {
  const [search] = useSearchParams();
  const zone = useZone();
  const nameOf = usePeopleNames();
  const navigate = useNavigate();
  const wanted = search.get('tab') as ItemState | 'all' | null;
  // Failures first: they are what a person has to do something about.
  const tab = wanted ?? (batch.failed > 0 ? 'refused' : 'all');
  const items = useInfiniteQuery(itemsQuery(batch.id, tab === 'all' ? null : tab, batch.done + batch.failed));
  const rows = useMemo(() => items.data?.pages.flatMap((page) => page.items) ?? [], [items.data]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = items;
  const fetchMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const to = `/batches/${batch.id}`;
  return (
    <Page
      title={batchTitle(batch)}
      subtitle={`${many(batch.total, 'case')}, ${countText(batch.done)} done, ${countText(batch.failed)} failed`}
      actions={<Controls batch={batch} />}
      bar={
        <div className={classes.progress}>
          <BatchState batch={batch} />
          <Progress.Root className={classes.bar ?? ''}>
            <Progress.Section value={share(batch.done, batch.total)} color="green" aria-label="Done" />
            <Progress.Section value={share(batch.failed, batch.total)} color="red" aria-label="Failed" />
          </Progress.Root>
          <span>
            Started {instantText(batch.createdAt, zone)} by {nameOf(batch.createdBy) ?? 'somebody you do not work with'}
            {batch.finishedAt !== null && `, ended ${instantText(batch.finishedAt, zone)}`}
          </span>
        </div>
      }
      tabs={
        <ListTabs
          label="Results"
          current={tab}
          tabs={[
            { id: 'all', name: 'All', to, tab: 'all', count: batch.total },
            ...Object.entries(shownStates).map(([id, name]) => ({
              id,
              name,
              to,
              tab: id,
              count:
                id === 'refused'
                  ? batch.failed
                  : id === 'waiting'
                    ? batch.total - batch.done - batch.failed
                    : undefined,
            })),
          ]}
        />
      }
    >
      {items.isPending ? (
        <SkeletonRows rows={12} />
      ) : items.error && rows.length === 0 ? (
        <ErrorState error={items.error} what="The results could not be shown." onRetry={items.refetch} />
      ) : rows.length === 0 ? (
        <EmptyState title={tab === 'refused' ? 'Nothing failed' : 'No case here'}>
          {hasEnded(batch) ? 'Every case has its result under All.' : 'Results come in while it runs.'}
        </EmptyState>
      ) : (
        <DataTable
          label="Results by case"
          columns={columns}
          rows={rows}
          rowId={idOf}
          onOpen={({ caseId }) => void navigate(`/cases/${caseId}`)}
          hasMore={items.hasNextPage}
          fetchMore={fetchMore}
        />
      )}
    </Page>
  );
}

const share = (part: number, total: number): number => (total === 0 ? 0 : (part / total) * 100);

/** Stopping keeps what is done; going on takes up the rest. */
function Controls({ batch }: { readonly batch: Batch }) {
  const may = useMay('batch.run');
  const queries = useQueryClient();
  const params = { params: { path: { id: batch.id } } };
  const keep = (next: Batch) => queries.setQueryData(batchQuery(batch.id).queryKey, next);
  const stop = useMutation({ mutationFn: () => unwrap(api.POST('/batches/{id}/stop', params)), onSuccess: keep });
  const resume = useMutation({ mutationFn: () => unwrap(api.POST('/batches/{id}/resume', params)), onSuccess: keep });
  if (!may || batch.type === 'rules' || batch.state === 'finished') return null;
  return (
    <>
      <SaveError error={stop.error ?? resume.error} what="That did not work." />
      {batch.state === 'stopped' ? (
        <Button leftSection={<IconPlayerPlay size={15} />} loading={resume.isPending} onClick={() => resume.mutate()}>
          Go on
        </Button>
      ) : (
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={15} />}
          loading={stop.isPending}
          disabled={batch.state === 'stopping'}
          onClick={() => stop.mutate()}
        >
          Stop
        </Button>
      )}
    </>
  );
}
