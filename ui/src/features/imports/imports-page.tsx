/** Imports: where files come in, and every import there was. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { IconFileImport } from '@tabler/icons-react';
import { useMemo } from 'react';
import { Link, useNavigate } from 'react-router';
import { useMay, usePractices, useUsers, useZone } from '../../api/session';
import { DataTable, type DataColumn } from '../../components/data-table';
import { InstantText } from '../../components/date-text';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { instantText } from '../../components/dates';
import { announce } from '../../components/live-region';
import { NoAccess } from '../../components/no-access';
import { many } from '../../components/numbers';
import { Page } from '../../components/page';
import { SkeletonRows } from '../../components/skeleton-rows';
import { StatusBadge } from '../../components/status-badge';
import { ChosenFiles } from './chosen-files';
import { DropZone } from './drop-zone';
import { kindWords } from './file-kind';
import { outcomeCount, outcomes, stateOf } from './import-words';
import { allOf, importsQuery, type ImportView } from './queries';
import { rowCounts } from './summary';
import { useSending } from './use-sending';
import classes from './imports-page.module.css';

export function ImportsPage() {
  const may = useMay('import.read');
  if (may) return <Imports />;
  return (
    <NoAccess title="Imports" who="coordinators, billers, managers and compliance">
      Files of payers and sheets of cases hold what many patients have.
    </NoAccess>
  );
}

function Imports() {
  const mayRun = useMay('import.run');
  const navigate = useNavigate();
  const sending = useSending((imports) => {
    const [only] = imports;
    announce(`${many(imports.length, 'file')} sent.`);
    if (imports.length === 1 && only) void navigate(`/imports/${only.id}`);
  });
  return (
    <Page
      title="Imports"
      subtitle="Remittances and WC audits"
      bar={
        mayRun ? (
          <>
            <DropZone onFiles={(files) => void sending.add(files)} disabled={sending.busy} />
            {sending.files.length === 0 ? null : <ChosenFiles sending={sending} />}
          </>
        ) : null
      }
    >
      <PastImports />
    </Page>
  );
}

function PastImports() {
  const imports = useInfiniteQuery(importsQuery);
  const navigate = useNavigate();
  const columns = useColumns();
  const rows = allOf(imports.data);
  const zone = useZone();
  if (imports.isPending) return <SkeletonRows />;
  if (imports.isError && rows.length === 0) {
    return <ErrorState error={imports.error} what="The imports could not be shown." onRetry={imports.refetch} />;
  }
  if (rows.length === 0) {
    return (
      <EmptyState icon={IconFileImport} title="No file was imported yet">
        Begin with the sheet of open workers’ compensation cases: the audit alone shows which are at risk now.
      </EmptyState>
    );
  }
  return (
    <DataTable
      label="Imports, newest first"
      columns={columns}
      rows={rows}
      rowId={(row) => row.id}
      rowLabel={(row) => row.fileName ?? 'A file'}
      onOpen={(row) => void navigate(`/imports/${row.id}`)}
      hasMore={imports.hasNextPage}
      fetchMore={() => void imports.fetchNextPage()}
      phoneCard={(row) => (
        <Link to={`/imports/${row.id}`} className={classes.card}>
          <span className={classes.name}>{row.fileName ?? 'Name withheld'}</span>
          <State row={row} />
          <span className={classes.second}>
            {kindWords[row.kind]}, {instantText(row.createdAt, zone)}
          </span>
          <span className={classes.second}>{resultOf(row)}</span>
        </Link>
      )}
    />
  );
}

function useColumns(): DataColumn<ImportView>[] {
  const { data: users } = useUsers();
  const { data: practices } = usePractices();
  return useMemo(() => {
    const nameOf = (id: string) => users?.items.find((user) => user.id === id)?.name ?? 'Somebody';
    const placeOf = (id: string) => practices?.items.find((one) => one.id === id)?.name ?? 'A location';
    return [
      {
        id: 'file',
        head: 'File',
        minWidth: 220,
        names: true,
        always: true,
        cell: (row) => <Link to={`/imports/${row.id}`}>{row.fileName ?? 'Name withheld'}</Link>,
      },
      { id: 'kind', head: 'Kind', width: 170, from: 900, cell: (row) => kindWords[row.kind] },
      { id: 'state', head: 'State', width: 170, cell: (row) => <State row={row} /> },
      { id: 'result', head: 'Result', minWidth: 240, cell: resultOf },
      ...((practices?.items.length ?? 0) > 1
        ? [
            {
              id: 'place',
              head: 'Location',
              width: 160,
              from: 1_100,
              cell: (row: ImportView) => placeOf(row.practiceId),
            },
          ]
        : []),
      { id: 'by', head: 'By', width: 150, from: 1_000, cell: (row) => nameOf(row.createdBy) },
      { id: 'at', head: 'When', width: 180, from: 760, cell: (row) => <InstantText at={row.createdAt} /> },
    ];
  }, [users, practices]);
}

function State({ row }: { row: ImportView }) {
  const [words, tone] = stateOf(row);
  return <StatusBadge tone={tone}>{words}</StatusBadge>;
}

/** "180 new cases, 20 rows refused" */
function resultOf(row: ImportView): string {
  const counts = rowCounts(row);
  const parts = outcomes.flatMap((outcome) => {
    const n = counts[outcome] ?? 0;
    return n > 0 ? [outcomeCount(row.kind, outcome, n)] : [];
  });
  if (parts.length > 0) return parts.join(', ');
  return row.error?.message ?? '';
}
