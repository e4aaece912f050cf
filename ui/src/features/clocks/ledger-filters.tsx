/** The filters of the ledger. Which clocks are meant stands in the address; nothing there names a person. */
import { Radio, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
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
  const [address, setAddress] = useSearchParams();
  const rules = useQuery(rulesQuery).data?.rules ?? [];
  const of = (name: string) => address.get(name);
  const set = (name: string, value: string | null) =>
    setAddress(
      (now) => {
        const next = new URLSearchParams(now);
        if (value === null || value === '') next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const span = spans.find((known) => known === of('show')) ?? 'all';
  const one = (id: string, label: string, words: Readonly<Record<string, string>>): Filter => ({
    id,
    label,
    pinned: true,
    value: words[of(id) ?? ''] ?? null,
    clear: () => set(id, null),
    editor: (close) => (
      <Radio.Group label={label} value={of(id) ?? ''} onChange={(value) => (set(id, value), close())}>
        <Stack gap={8} pt={8}>
          {Object.entries(words).map(([value, name]) => (
            <Radio key={value} value={value} label={name} />
          ))}
        </Stack>
      </Radio.Group>
    ),
  });
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
    filters: [one('kind', 'Cases', kindWords), one('owner', 'Owner', ownerWords), rule],
  };
}
