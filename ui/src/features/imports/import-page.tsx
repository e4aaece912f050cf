/** One import: how far it is, what it did or would do, and what a person has to decide. */
import { useQuery } from '@tanstack/react-query';
import { IconArrowLeft } from '@tabler/icons-react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useMay } from '../../api/session';
import { ErrorState } from '../../components/error-state';
import { NoAccess } from '../../components/no-access';
import { Page } from '../../components/page';
import { PageTabs } from '../../components/page-tabs';
import { SkeletonRows } from '../../components/skeleton-rows';
import { Exceptions } from './exceptions';
import { kindWords } from './file-kind';
import { ImportActions } from './import-actions';
import { MappingPanel } from './mapping-panel';
import { Overview } from './overview';
import { Payments } from './payments';
import { importQuery, isUnderWay, type ImportView } from './queries';
import { RowReport } from './row-report';
import { Standing } from './standing';
import { mappingOf, numberIn, rowCounts } from './summary';
import classes from './import-page.module.css';

export function ImportPage() {
  const { id = '' } = useParams();
  const may = useMay('import.read');
  if (may) return <Import id={id} />;
  return (
    <NoAccess title="Import" who="coordinators, billers, managers and compliance">
      Files of payers and sheets of cases hold what many patients have.
    </NoAccess>
  );
}

function Import({ id }: { id: string }) {
  const found = useQuery(importQuery(id));
  if (found.data) return <Shown one={found.data} />;
  return (
    <Page title="Import" before={<Back />}>
      {found.isError ? (
        <ErrorState error={found.error} what="This import could not be shown." onRetry={found.refetch} />
      ) : (
        <SkeletonRows />
      )}
    </Page>
  );
}

const tabs = ['overview', 'rows', 'exceptions', 'payments', 'columns'] as const;
type Tab = (typeof tabs)[number];

function Shown({ one }: { one: ImportView }) {
  const [search] = useSearchParams();
  const mapping = mappingOf(one);
  const shown = tabsOf(one, mapping !== null);
  const asked = tabs.find((tab) => tab === search.get('tab'));
  const tab = shown.find(({ value }) => value === asked)?.value ?? 'overview';
  const addressOf = (value: Tab) => ({ search: value === 'overview' ? '' : `?tab=${value}` });
  return (
    <Page
      title="Import"
      subtitle={one.fileName ?? 'Name withheld'}
      before={<Back />}
      bar={<Standing one={one} actions={<ImportActions one={one} />} />}
      tabs={
        <PageTabs
          label={`Parts of the ${kindWords[one.kind]}`}
          tabs={shown.map(({ value, name, count }) => ({ name, count, to: addressOf(value), current: value === tab }))}
        />
      }
      padded={tab === 'overview' || tab === 'columns'}
    >
      {tab === 'overview' ? <Overview one={one} /> : null}
      {tab === 'rows' ? <RowReport one={one} /> : null}
      {tab === 'exceptions' ? <Exceptions one={one} /> : null}
      {tab === 'payments' ? <Payments one={one} /> : null}
      {tab === 'columns' && mapping ? <MappingPanel key={one.id} one={one} mapping={mapping} /> : null}
    </Page>
  );
}

function tabsOf(one: ImportView, hasMapping: boolean): { value: Tab; name: string; count: number | null }[] {
  const rows = Object.values(rowCounts(one)).reduce((sum, n) => sum + n, 0);
  const rowTab = {
    value: 'rows',
    name: one.kind === '835' ? 'Claims' : 'Rows',
    count: isUnderWay(one) ? null : rows,
  } as const;
  const overview = { value: 'overview', name: 'Overview', count: null } as const;
  if (one.kind === 'wc-audit') {
    return [overview, rowTab, ...(hasMapping ? [{ value: 'columns', name: 'Columns', count: null } as const] : [])];
  }
  const exceptions = numberIn(one.summary, 'exceptions');
  return [
    overview,
    rowTab,
    { value: 'payments', name: 'Payments', count: null },
    { value: 'exceptions', name: 'Exceptions', count: exceptions },
  ];
}

const Back = () => (
  <Link to="/imports" className={classes.back} aria-label="Back to all imports">
    <IconArrowLeft size={18} aria-hidden />
  </Link>
);
