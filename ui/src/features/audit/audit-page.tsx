/** The audit trail: who read or changed what, why and with what outcome; found, shown in full, checked, taken out. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useMay, useZone } from '../../api/session';
import { DataTable, type DataColumn } from '../../components/data-table';
import { InstantText } from '../../components/date-text';
import { instantText } from '../../components/dates';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { NoAccess } from '../../components/no-access';
import { countText, many } from '../../components/numbers';
import { Page } from '../../components/page';
import { SkeletonRows } from '../../components/skeleton-rows';
import { StatusBadge } from '../../components/status-badge';
import { AuditDetail } from './audit-detail';
import { AuditFilterBar } from './audit-filter-bar';
import { actionWords, actorName, outcomeOf, purposeWords } from './audit-words';
import { ChainCheck } from './chain-check';
import { ExportMenu } from './export-menu';
import { askedIn, filterOf, searchOf, type Asked } from './filter';
import { auditQuery, type AuditEntry } from './queries';
import classes from './audit-page.module.css';

export function AuditPage() {
  const may = useMay('audit.read');
  if (may) return <Trail />;
  return (
    <NoAccess title="Audit" who="compliance and auditors">
      The trail says who looked at whom.
    </NoAccess>
  );
}

function Trail() {
  const [search, setSearch] = useSearchParams();
  const zone = useZone();
  const asked = useMemo(() => askedIn(search), [search]);
  const filter = useMemo(() => filterOf(asked, zone), [asked, zone]);
  const found = useInfiniteQuery(auditQuery(filter));
  const rows = found.data?.pages.flatMap(({ items }) => items) ?? [];
  const [open, setOpen] = useState<string | null>(null);
  const index = rows.findIndex(({ id }) => id === open);
  const shown = rows[index];
  const change = (part: Partial<Asked>) => setSearch(searchOf({ ...asked, ...part }), { replace: true });
  const step = (by: number) => {
    const next = rows[index + by];
    return next === undefined ? undefined : () => setOpen(next.id);
  };
  return (
    <Page
      title="Audit"
      subtitle="Who read or changed what, and why"
      actions={<ExportMenu filter={filter} />}
      bar={
        <>
          <ChainCheck />
          <AuditFilterBar asked={asked} onChange={change} />
        </>
      }
      side={
        shown ? (
          <AuditDetail
            entry={shown}
            onPrevious={step(-1)}
            onNext={step(1)}
            onClose={() => setOpen(null)}
            onFilter={change}
          />
        ) : null
      }
    >
      {found.isPending ? <SkeletonRows rows={14} /> : null}
      {found.isError && rows.length === 0 ? (
        <ErrorState error={found.error} what="The trail could not be shown." onRetry={found.refetch} />
      ) : null}
      {found.isSuccess && rows.length === 0 ? (
        <EmptyState title="Nothing on record fits">
          Take a filter off. A case or patient is found by its id, or by the address of its page.
        </EmptyState>
      ) : null}
      {rows.length > 0 ? (
        <DataTable
          label="The audit trail, newest first"
          columns={columns}
          rows={rows}
          rowId={({ id }) => id}
          rowLabel={(row) => `${actorName(row)}, ${actionWords(row.action)}`}
          active={open ?? undefined}
          onActive={(id) => (open === null ? undefined : setOpen(id))}
          onOpen={({ id }) => setOpen(id)}
          onPreview={({ id }) => setOpen((now) => (now === id ? null : id))}
          hasMore={found.hasNextPage}
          fetchMore={() => void found.fetchNextPage()}
          phoneCard={(row) => <EntryCard row={row} zone={zone} onOpen={() => setOpen(row.id)} />}
        />
      ) : null}
    </Page>
  );
}

const columns: DataColumn<AuditEntry>[] = [
  { id: 'at', head: 'When', width: 176, always: true, cell: ({ at }) => <InstantText at={at} /> },
  { id: 'who', head: 'Who', minWidth: 150, names: true, always: true, cell: actorName },
  { id: 'action', head: 'Did', minWidth: 190, cell: ({ action }) => <span title={action}>{actionWords(action)}</span> },
  { id: 'outcome', head: 'Outcome', width: 150, cell: (row) => <Outcome row={row} /> },
  { id: 'purpose', head: 'Purpose', width: 110, from: 900, cell: ({ purpose }) => <PurposeText purpose={purpose} /> },
  { id: 'about', head: 'About', width: 150, from: 1_000, cell: aboutOf },
  { id: 'row', head: 'Row', width: 90, align: 'end', from: 1_200, cell: ({ id }) => countText(Number(id)) },
];

function Outcome({ row }: { row: AuditEntry }) {
  const [words, tone] = outcomeOf(row.outcome);
  return <StatusBadge tone={tone}>{words}</StatusBadge>;
}

function PurposeText({ purpose }: { purpose: AuditEntry['purpose'] }) {
  return purpose === 'emergency' ? <StatusBadge tone="red">Emergency</StatusBadge> : <>{purposeWords[purpose]}</>;
}

/** "1 case, 1 patient": which they are stands in the detail. */
function aboutOf({ cases, patients, case: about }: AuditEntry): string {
  const n = new Set([...cases, ...(about === null ? [] : [about])]).size;
  const parts = [n > 0 ? many(n, 'case') : '', patients.length > 0 ? many(patients.length, 'patient') : ''];
  return parts.filter(Boolean).join(', ') || 'none';
}

function EntryCard({ row, zone, onOpen }: { row: AuditEntry; zone: string; onOpen(): void }) {
  return (
    <button type="button" className={classes.card} onClick={onOpen}>
      <strong>{actorName(row)}</strong>
      <Outcome row={row} />
      <span className={classes.second}>{actionWords(row.action)}</span>
      <span className={classes.second}>{instantText(row.at, zone)}</span>
    </button>
  );
}
