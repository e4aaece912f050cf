/** One published version: what it changed, who published it and why, and what it did to each live case (N05). */
import { Button } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { usePractices, useUsers, useZone } from '../../api/session';
import { Card } from '../../components/card';
import { instantText } from '../../components/dates';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { countText, many } from '../../components/numbers';
import { Page } from '../../components/page';
import { SkeletonRows } from '../../components/skeleton-rows';
import { ClockMove } from './cases-table';
import { flagText } from './flag-words';
import { effectsQuery, rulesQuery, versionQuery, type ParamValue, type Rule } from './queries';
import { publisherText, scopeText, settingLines } from './values';
import table from './cases-table.module.css';
import classes from './what-if-page.module.css';

const PAGE = 50;

export function VersionPage() {
  const params = useParams();
  const version = /^[1-9]\d{0,8}$/.test(params['version'] ?? '') ? Number(params['version']) : 0;
  const zone = useZone();
  const rules = useQuery(rulesQuery);
  const users = useUsers();
  const practices = usePractices();
  const head = useQuery({ ...versionQuery(version), enabled: version > 0 });
  const effects = useInfiniteQuery({ ...effectsQuery(version, PAGE), enabled: version > 0 && head.isSuccess });
  const totals = effects.data?.pages[0]?.totals;
  const rows = effects.data?.pages.flatMap(({ items }) => items) ?? [];
  const who =
    users.data?.items.find(({ id }) => id === head.data?.publishedBy)?.name ??
    publisherText(head.data?.publishedBy ?? '');
  return (
    <Page
      title={version === 0 ? 'Version' : `Version ${version}`}
      subtitle={head.data ? `${who ?? ''}, ${instantText(head.data.publishedAt, zone)}` : undefined}
      padded
      before={
        <Link className={classes.back} to="/rules" aria-label="Back to the rules">
          <IconChevronLeft size={18} aria-hidden />
        </Link>
      }
    >
      {version === 0 ? (
        <EmptyState title="There is no such version">Versions have numbers, from 1 on.</EmptyState>
      ) : head.error && !head.data ? (
        <ErrorState error={head.error} what="The version could not be shown." onRetry={() => head.refetch()} />
      ) : head.isPending ? (
        <SkeletonRows rows={6} />
      ) : (
        <div className={classes.cards}>
          <Card title="What it changed">
            <p className={classes.totals}>{head.data.note ?? 'No reason was given.'}</p>
            <ul className={classes.list}>
              {head.data.changes.map((change) => (
                <li key={`${change.scope} ${change.ruleId}`}>
                  {lineOf(change, rules.data?.rules, practices.data?.items)}
                </li>
              ))}
              {head.data.changes.length === 0 ? <li>The calendar: holidays, hours or zone.</li> : null}
            </ul>
          </Card>
          <Card
            title="What it did"
            flush
            note={
              totals
                ? `${many(totals.applied, 'case')} follow it, something changed on ${countText(totals.changed)}${totals.toCome > 0 ? `, ${countText(totals.toCome)} to come` : ''}`
                : undefined
            }
          >
            {effects.isPending ? (
              <SkeletonRows rows={8} />
            ) : effects.error && !effects.data ? (
              <ErrorState
                error={effects.error}
                what="Its effects could not be shown."
                onRetry={() => effects.refetch()}
              />
            ) : rows.length === 0 ? (
              <p className={table.empty}>It changed nothing on a case that you may read.</p>
            ) : (
              <Effects rows={rows} />
            )}
          </Card>
          {effects.hasNextPage ? (
            <Button variant="default" loading={effects.isFetchingNextPage} onClick={() => void effects.fetchNextPage()}>
              Show {PAGE} more
            </Button>
          ) : null}
        </div>
      )}
    </Page>
  );
}

interface Row {
  readonly caseId: string;
  readonly patient: string | null;
  readonly claimNumber: string | null;
  readonly clocks: readonly {
    readonly name: string;
    readonly title: string;
    readonly dueBefore: string | null;
    readonly dueAfter: string | null;
  }[];
  readonly flagsRaised: readonly string[];
  readonly flagsCleared: readonly string[];
  readonly tasksOpened: readonly { readonly title: string }[];
  readonly tasksClosed: readonly { readonly key: string }[];
}

function Effects({ rows }: { readonly rows: readonly Row[] }) {
  return (
    <div className={table.scroll}>
      <table className={table.table} aria-label="What it did to each case">
        <thead>
          <tr>
            <th scope="col">Worker</th>
            <th scope="col">Claim</th>
            <th scope="col">Clocks</th>
            <th scope="col">Flags</th>
            <th scope="col">Tasks</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.caseId}>
              <th scope="row">
                <Link to={`/cases/${row.caseId}`}>{row.patient ?? 'Name not shown'}</Link>
              </th>
              <td className={table.id}>{row.claimNumber ?? 'none'}</td>
              <td>
                <ul className={table.clocks}>
                  {row.clocks.map((clock) => (
                    <li key={clock.name}>
                      {clock.title} <ClockMove clock={clock} />
                    </li>
                  ))}
                </ul>
              </td>
              <td>
                {[
                  ...row.flagsRaised.map(flagText),
                  ...row.flagsCleared.map((flag) => `no longer ${flagText(flag)}`),
                ].join(', ') || 'as before'}
              </td>
              <td>
                {[
                  ...row.tasksOpened.map(({ title }) => `opened ${title}`),
                  ...(row.tasksClosed.length > 0 ? [`closed ${row.tasksClosed.length}`] : []),
                ].join(', ') || 'none'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface Changed {
  readonly scope: string;
  readonly ruleId: string;
  readonly before: Layer | null;
  readonly after: Layer | null;
}
interface Layer {
  readonly mode?: string;
  readonly params?: Readonly<Record<string, ParamValue>>;
}

/** "Authorization expiring: 14 to 21 calendar days (All practices)". */
function lineOf(
  { scope, ruleId, before, after }: Changed,
  rules: readonly Rule[] | undefined,
  practices: Parameters<typeof scopeText>[1] | undefined,
): string {
  const rule = rules?.find(({ id }) => id === ruleId);
  const lines = settingLines(rule, before ?? {}, after ?? {}).join(', ') || 'the same value, said by another layer';
  return `${rule?.title ?? ruleId}: ${lines} (${scopeText(scope, practices ?? [])})`;
}
