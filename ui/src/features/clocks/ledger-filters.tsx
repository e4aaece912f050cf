/** The filters of the ledger. Which clocks are meant stands in the address; nothing there names a person. */
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useAddressFilter } from '../../components/address-filter';
import type { Filter } from '../../components/filter-bar';
import { rulesQuery, type LedgerFilter } from './queries';

export const spans = ['all', 'overdue', 'day', 'week', 'month', 'moved'] as const;
export type Span = (typeof spans)[number];

export const spanWords: Readonly<Record<Span, string>> = {
  all: 'All',
  overdue: 'Late',
  day: 'Next 24 hours',
  week: 'Fires this week',
  month: 'Next 30 days',
  moved: 'Moved by a person',
};

const spanFilter: Readonly<Record<Span, LedgerFilter>> = {
  all: {},
  overdue: { overdue: 'true' },
  day: { withinDays: 1 },
  week: { withinDays: 7 },
  month: { withinDays: 30 },
  moved: { moved: 'true' },
};

const kindWords: Readonly<Record<string, string>> = { wc: 'WC cases', denial: 'denials' };
const ownerWords: Readonly<Record<string, string>> = { mine: 'you, or whom you cover', none: 'nobody' };

export function useLedgerFilter(): { span: Span; setSpan(span: Span): void; filter: LedgerFilter; filters: Filter[] } {
  const { of, set, one } = useAddressFilter();
  const rules = useQuery(rulesQuery).data?.rules ?? [];
  const span = spans.find((known) => known === of('show')) ?? 'all';
  const ruleId = of('rule');
  const rule: Filter = {
    id: 'rule',
    label: 'Kind of clock',
    value: ruleId === null ? null : (rules.find(({ id }) => id === ruleId)?.title ?? ruleId),
    clear: () => set('rule', null),
    editor: (close) => (
      <Select
        label="Clocks of the rule"
        searchable
        autoFocus
        data={rules.map(({ id, title, kind }) => ({ value: id, label: `${title} (${kindWords[kind] ?? kind})` }))}
        value={ruleId}
        onChange={(value) => (set('rule', value), close())}
        comboboxProps={{ withinPortal: false }}
      />
    ),
  };
  const filter = {
    ...spanFilter[span],
    ...(of('kind') === null ? {} : { kind: of('kind') }),
    ...(of('owner') === null ? {} : { owner: of('owner') }),
    ...(ruleId === null ? {} : { ruleId }),
  } as LedgerFilter;
  return {
    span,
    setSpan: (next) => set('show', next === 'all' ? null : next),
    filter,
    filters: [one('kind', 'Cases', kindWords, true), one('owner', 'Owner', ownerWords, true), rule],
  };
}
