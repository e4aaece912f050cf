/** The pills of a list of cases. What the reader's roles do not show cannot be asked for, and is not offered. */
import { Button, NumberInput, Select, SegmentedControl, Stack, TagsInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { payersQuery } from '../../api/payers';
import { useMe, useTeams, useUsers } from '../../api/session';
import { codeWords } from '../code-words';
import { dayIn, dayText } from '../dates';
import type { Filter } from '../filter-bar';
import { moneyText } from '../numbers';
import { Choices } from './choices';
import type { CaseFilter } from './case-filter';
import { subjects } from '../denial-subjects';

export interface FilterSource {
  readonly filter: CaseFilter;
  setFilter(this: void, change: Partial<CaseFilter>): void;
  /** Tags and codes of the rows that are loaded: what can be proposed without asking. */
  readonly tags: readonly string[];
  readonly codes: readonly string[];
  /** A tab that fixes the owner offers no filter of it. */
  readonly withoutOwner?: boolean;
  /** Those that stand in the bar also while they are not set. */
  readonly pinned: readonly string[];
}

const none = undefined as never;
const cleared = (...names: (keyof CaseFilter)[]): Partial<CaseFilter> =>
  Object.fromEntries(names.map((name) => [name, none]));

/** The filters of denials; other kinds leave some out. */
export function useCaseFilters(source: FilterSource): Filter[] {
  const { filter, setFilter, tags, codes, withoutOwner } = source;
  const { fieldGroups, zone } = useMe();
  const payers = useQuery(payersQuery).data?.items ?? [];
  const ownerName = useOwnerName();
  const sees = (group: (typeof fieldGroups)[number]) => fieldGroups.includes(group);
  const today = dayIn(zone);
  const list = (
    id: 'payerId' | 'subject' | 'carc' | 'priority' | 'tag',
    label: string,
    name: (v: string) => string,
  ) => {
    const chosen = filter[id] ?? [];
    return {
      id,
      label,
      value: chosen.length === 0 ? null : chosen.length === 1 ? name(chosen[0] ?? '') : `any of ${chosen.length}`,
      clear: () => setFilter(cleared(id)),
    };
  };
  const payerName = (id: string) =>
    id === 'none' ? 'none linked' : (payers.find((p) => p.id === id)?.name ?? 'one payer');
  const filters: (Filter | false)[] = [
    {
      ...list('payerId', 'Payer', payerName),
      editor: () => (
        <Choices
          label="Payer"
          searchable
          options={payers.map(({ id, name }) => ({ value: id, label: name }))}
          value={filter.payerId ?? []}
          onChange={(payerId) => setFilter({ payerId })}
        />
      ),
    },
    {
      id: 'followUp',
      label: 'Follow up',
      value: followUpWords(filter, today),
      clear: () => setFilter(cleared('followUp', 'followUpTo', 'followUpFrom')),
      editor: (close) => <FollowUpEditor filter={filter} setFilter={setFilter} close={close} />,
    },
    sees('money') && {
      id: 'outstandingOver',
      label: 'Outstanding',
      value: filter.outstandingOver === undefined ? null : `over ${moneyText(filter.outstandingOver)}`,
      clear: () => setFilter(cleared('outstandingOver')),
      editor: (close) => <AmountEditor filter={filter} setFilter={setFilter} close={close} />,
    },
    sees('words') && {
      ...list('subject', 'Subject', codeWords),
      editor: () => (
        <Choices
          label="Subject"
          options={subjects.map((value) => ({ value, label: codeWords(value) }))}
          value={filter.subject ?? []}
          onChange={(subject) => setFilter({ subject })}
        />
      ),
    },
    {
      ...list('carc', 'CARC', (code) => code),
      editor: () => (
        <TagsInput
          label="CARC codes"
          description="Group and reason, such as CO-16. Cases with any of them are shown."
          data={[...codes]}
          splitChars={[',', ' ']}
          value={[...(filter.carc ?? [])]}
          onChange={(typed) =>
            setFilter({
              carc: typed.map((code) => code.toUpperCase()).filter((code) => /^[A-Z]{2}-[A-Z0-9]{1,5}$/.test(code)),
            })
          }
          comboboxProps={{ withinPortal: false }}
        />
      ),
    },
    !withoutOwner && {
      id: 'owner',
      label: 'Owner',
      value: filter.owner === undefined ? null : ownerName(filter.owner),
      clear: () => setFilter(cleared('owner')),
      editor: (close) => <OwnerEditor filter={filter} setFilter={setFilter} close={close} />,
    },
    {
      ...list('priority', 'Priority', codeWords),
      editor: () => (
        <Choices
          label="Priority"
          options={['high', 'normal', 'low'].map((value) => ({ value, label: codeWords(value) }))}
          value={filter.priority ?? []}
          onChange={(priority) => setFilter({ priority })}
        />
      ),
    },
    sees('words') && {
      ...list('tag', 'Tags', (tag) => tag),
      value: (filter.tag ?? []).length === 0 ? null : (filter.tag ?? []).join(' and '),
      editor: () => (
        <TagsInput
          label="Tags"
          description="Cases that carry all of them are shown."
          data={[...tags]}
          value={[...(filter.tag ?? [])]}
          onChange={(tag) => setFilter({ tag })}
          comboboxProps={{ withinPortal: false }}
        />
      ),
    },
  ];
  return filters.flatMap((one) => (one === false ? [] : [{ ...one, pinned: source.pinned.includes(one.id) }]));
}

function followUpWords(filter: CaseFilter, today: string): string | null {
  if (filter.followUp === 'overdue') return 'late';
  if (filter.followUp === 'due') return 'today or late';
  if (filter.followUp === 'none') return 'none set';
  if (filter.followUpTo !== undefined) return `by ${dayText(filter.followUpTo, today)}`;
  return null;
}

function useOwnerName(): (owner: string) => string {
  const users = useUsers().data?.items ?? [];
  const teams = useTeams().data?.items ?? [];
  return (owner) => {
    if (owner === 'me') return 'you';
    if (owner === 'mine') return 'you and whom you cover';
    if (owner === 'none') return 'nobody';
    return [...users, ...teams].find(({ id }) => id === owner)?.name ?? 'somebody you do not work with';
  };
}

interface EditorProps extends Pick<FilterSource, 'filter' | 'setFilter'> {
  close(this: void): void;
}

function FollowUpEditor({ filter, setFilter, close }: EditorProps) {
  const set = (followUp: string) =>
    setFilter({ ...cleared('followUpTo', 'followUpFrom'), followUp: followUp as NonNullable<CaseFilter['followUp']> });
  return (
    <Stack gap={12}>
      <TextInput
        type="date"
        label="Follow up by"
        value={filter.followUpTo ?? ''}
        onChange={(event) => setFilter({ ...cleared('followUp'), followUpTo: event.currentTarget.value })}
        onKeyDown={(event) => event.key === 'Enter' && close()}
      />
      <SegmentedControl
        fullWidth
        aria-label="Follow up"
        value={filter.followUp ?? ''}
        onChange={set}
        data={[
          { value: 'overdue', label: 'Late' },
          { value: 'due', label: 'Today or late' },
          { value: 'none', label: 'None' },
        ]}
      />
    </Stack>
  );
}

function AmountEditor({ filter, setFilter, close }: EditorProps) {
  const [dollars, setDollars] = useState<string | number>(
    filter.outstandingOver === undefined ? '' : filter.outstandingOver / 100,
  );
  const apply = () => {
    const cents = Math.round(Number(dollars) * 100);
    if (cents > 0) setFilter({ outstandingOver: cents });
    else setFilter(cleared('outstandingOver'));
    close();
  };
  return (
    <Stack gap={12}>
      <NumberInput
        label="More than this is outstanding"
        prefix="$"
        thousandSeparator
        decimalScale={2}
        min={0}
        value={dollars}
        onChange={setDollars}
        onKeyDown={(event) => event.key === 'Enter' && apply()}
      />
      <Button onClick={apply}>Show these cases</Button>
    </Stack>
  );
}

function OwnerEditor({ filter, setFilter, close }: EditorProps) {
  const me = useMe();
  const users = useUsers().data?.items ?? [];
  const teams = useTeams().data?.items ?? [];
  return (
    <Select
      label="Owner"
      searchable
      comboboxProps={{ withinPortal: false }}
      value={filter.owner ?? null}
      onChange={(owner) => {
        setFilter(owner === null ? cleared('owner') : { owner });
        close();
      }}
      data={[
        {
          group: 'Usual',
          items: [
            { value: 'me', label: 'You' },
            { value: 'mine', label: 'You and whom you cover' },
            { value: 'none', label: 'Nobody' },
          ],
        },
        {
          group: 'People',
          items: users.filter((u) => u.active && u.id !== me.userId).map((u) => ({ value: u.id, label: u.name })),
        },
        { group: 'Teams', items: teams.map(({ id, name }) => ({ value: id, label: name })) },
      ]}
    />
  );
}
