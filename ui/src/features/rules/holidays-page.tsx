/** The days on which nothing is counted: a year of a state or of all, with approval; each change dates the live clocks anew. */
import { Button, Select } from '@mantine/core';
import { IconCheck, IconChevronLeft } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { api, newKey, unwrap } from '../../api/client';
import { useMay, usePractices, useUsers, useZone } from '../../api/session';
import { Card } from '../../components/card';
import { dayIn, dayText } from '../../components/dates';
import { EmptyState } from '../../components/empty-state';
import { ErrorState } from '../../components/error-state';
import { announce } from '../../components/live-region';
import { many } from '../../components/numbers';
import { Page } from '../../components/page';
import { SaveError } from '../../components/save-error';
import { SkeletonRows } from '../../components/skeleton-rows';
import { StatusBadge } from '../../components/status-badge';
import { AddHoliday } from './add-holiday';
import { holidaysQuery, type Holiday } from './queries';
import { RemoveHoliday } from './remove-holiday';
import { usePublished } from './published';
import { publisherText } from './values';
import table from './cases-table.module.css';
import classes from './holidays-page.module.css';

const YEARS_AHEAD = 3;

export function HolidaysPage() {
  const zone = useZone();
  const today = dayIn(zone);
  const thisYear = Number(today.slice(0, 4));
  const [search, setSearch] = useSearchParams();
  const practices = usePractices();
  const users = useUsers();
  const may = useMay('rules.publish');
  const states = [...new Set((practices.data?.items ?? []).map(({ jurisdiction }) => jurisdiction))].sort();
  const jurisdiction = search.get('for') ?? 'US';
  const year = Number(search.get('year') ?? thisYear);
  const holidays = useQuery(holidaysQuery(jurisdiction, year));
  const items = holidays.data?.items ?? [];
  const proposed = items.filter(({ approvedBy }) => approvedBy === null);
  const [removing, setRemoving] = useState<Holiday | null>(null);
  const look = (next: { for?: string; year?: string }) =>
    setSearch({ for: jurisdiction, year: String(year), ...next }, { replace: true });
  const nameOf = (id: string | null) =>
    id === null ? 'nobody yet' : (users.data?.items.find((user) => user.id === id)?.name ?? publisherText(id));
  return (
    <Page
      title="Holidays"
      subtitle={<span className={classes.deskOnly}>Days on which no clock counts</span>}
      padded
      before={
        <Link className={classes.back} to="/rules" aria-label="Back to the rules">
          <IconChevronLeft size={18} aria-hidden />
        </Link>
      }
      bar={
        <div className={classes.bar}>
          <Select
            aria-label="Holidays of"
            allowDeselect={false}
            data={[
              { value: 'US', label: 'Federal, all states' },
              ...states.map((state) => ({ value: state, label: state })),
            ]}
            value={jurisdiction}
            onChange={(value) => value !== null && look({ for: value })}
          />
          <Select
            aria-label="Year"
            allowDeselect={false}
            data={Array.from({ length: YEARS_AHEAD + 2 }, (_, n) => String(thisYear - 1 + n))}
            value={String(year)}
            onChange={(value) => value !== null && look({ year: value })}
          />
          {may && proposed.length > 0 ? <ApproveAll holidays={proposed} year={year} /> : null}
        </div>
      }
    >
      <div className={classes.columns}>
        <Card title={`${jurisdiction === 'US' ? 'Federal holidays' : `Holidays of ${jurisdiction}`}, ${year}`} flush>
          {holidays.isPending ? (
            <SkeletonRows rows={8} />
          ) : holidays.error && !holidays.data ? (
            <ErrorState
              error={holidays.error}
              what="The holidays could not be shown."
              onRetry={() => holidays.refetch()}
            />
          ) : items.length === 0 ? (
            <EmptyState title={`No holidays in ${year}`}>
              {jurisdiction === 'US'
                ? 'Nothing is known of this year yet.'
                : 'Federal holidays count here as well. Add those that only this state has.'}
            </EmptyState>
          ) : (
            <div className={table.scroll}>
              <table className={table.table} aria-label="Holidays">
                <thead>
                  <tr>
                    <th scope="col">Day</th>
                    <th scope="col">Name</th>
                    <th scope="col">Closed</th>
                    <th scope="col">Source</th>
                    <th scope="col">Approved by</th>
                    {may ? <th scope="col">Remove</th> : null}
                  </tr>
                </thead>
                <tbody>
                  {items.map((holiday) => (
                    <tr key={`${holiday.on} ${holiday.name}`}>
                      <th scope="row">
                        <time dateTime={holiday.on}>{dayText(holiday.on, today)}</time>
                      </th>
                      <td>{holiday.name}</td>
                      <td>
                        {holiday.closesAtMinute === null ? 'all day' : `from ${clockText(holiday.closesAtMinute)}`}
                      </td>
                      <td>{holiday.source}</td>
                      <td>
                        {holiday.approvedBy === null ? (
                          <StatusBadge tone="amber">not yet, it counts</StatusBadge>
                        ) : (
                          nameOf(holiday.approvedBy)
                        )}
                      </td>
                      {may ? (
                        <td>
                          <Button
                            variant="subtle"
                            color="red"
                            size="compact-sm"
                            aria-label={`Remove ${holiday.name}, ${holiday.on}`}
                            onClick={() => setRemoving(holiday)}
                          >
                            Remove
                          </Button>
                        </td>
                      ) : null}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )}
        </Card>
        {may ? <AddHoliday jurisdiction={jurisdiction} year={year} /> : null}
      </div>
      {removing === null ? null : <RemoveHoliday holiday={removing} onClose={() => setRemoving(null)} />}
    </Page>
  );
}

function clockText(minute: number): string {
  const hour = Math.floor(minute / 60);
  return `${hour % 12 === 0 ? 12 : hour % 12}:${String(minute % 60).padStart(2, '0')} ${hour < 12 ? 'am' : 'pm'}`;
}

/** Approving says that somebody looked; no clock moves by it, for they count already. */
function ApproveAll({ holidays, year }: { readonly holidays: readonly Holiday[]; readonly year: number }) {
  const queryClient = useQueryClient();
  const { show } = usePublished();
  const [key, setKey] = useState(newKey);
  const approve = useMutation({
    mutationFn: () =>
      unwrap(
        api.POST('/holidays', {
          params: { header: { 'Idempotency-Key': key } },
          body: {
            holidays: holidays.map(({ jurisdiction, on, name, source, closesAtMinute }) => ({
              ...{ jurisdiction, on, name, source, closesAtMinute },
            })),
          },
        }),
      ),
    onSuccess: (answer) => {
      setKey(newKey());
      if ('version' in answer) show({ version: answer.version, reverts: null });
      announce(`The holidays of ${year} are approved.`);
      void queryClient.invalidateQueries({ queryKey: ['holidays'] });
    },
  });
  return (
    <>
      <Button
        leftSection={<IconCheck size={16} aria-hidden />}
        loading={approve.isPending}
        onClick={() => approve.mutate()}
      >
        Approve {many(holidays.length, 'holiday')}
      </Button>
      <SaveError error={approve.error} what="The holidays could not be approved." />
    </>
  );
}
