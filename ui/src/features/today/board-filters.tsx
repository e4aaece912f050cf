/** The filters of the board: owner, how soon a clock is due, what is true of the case, its follow-up date. */
import { Radio, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { payersQuery } from '../../api/payers';
import { useMe, useTeams, useUsers } from '../../api/session';
import type { Filter } from '../../components/filter-bar';
import type { ViewState } from './view';

const withins = [1, 3, 7, 14, 30] as const;

const flags: readonly (readonly [flag: string, label: string])[] = [
  ['expiring', 'Authorization expiring'],
  ['lapsed', 'Authorization lapsed'],
  ['visit-capped', 'Visit limit near'],
  ['visits-exhausted', 'Visits used up'],
  ['uncovered-visit', 'Visit not covered'],
  ['uncovered-treatment', 'Treated without cover'],
  ['silent', 'Adjuster silent'],
  ['unbilled', 'Not billed'],
  ['reauth-overdue', 'Answer overdue'],
  ['reauth-denied', 'Request denied'],
  ['approval-unrecorded', 'Approval not recorded'],
  ['claim-denied', 'Claim denied'],
  ['payment-posted', 'Payment posted'],
  ['return-to-work', 'Back at work'],
];

const followUps = [
  ['due', 'Due'],
  ['overdue', 'Overdue'],
  ['set', 'Has a date'],
  ['none', 'Has no date'],
] as const;

export function useBoardFilters({ owner, within, flag, payerId, followUp, change }: ViewState): Filter[] {
  const me = useMe();
  const users = useUsers().data?.items ?? [];
  const teams = useTeams().data?.items ?? [];
  const payers = useQuery(payersQuery).data?.items ?? [];
  const nameOf = (id: string) =>
    id === 'me' ? 'me' : id === 'none' ? 'nobody' : [...users, ...teams].find((one) => one.id === id)?.name;
  return [
    {
      id: 'owner',
      label: 'Owner',
      pinned: true,
      value: owner === null ? null : (nameOf(owner) ?? 'somebody'),
      clear: () => change({ owner: null }),
      editor: (close) => (
        <Select
          label="Owner"
          searchable
          data-autofocus
          value={owner}
          comboboxProps={{ withinPortal: false }}
          data={[
            {
              group: 'Anyone',
              items: [
                { value: 'none', label: 'Nobody' },
                { value: 'me', label: 'Me' },
              ],
            },
            {
              group: 'People',
              items: users.filter(({ id }) => id !== me.userId).map(({ id, name }) => ({ value: id, label: name })),
            },
            { group: 'Teams', items: teams.map(({ id, name }) => ({ value: id, label: name })) },
          ]}
          onChange={(next) => {
            change({ owner: next });
            close();
          }}
        />
      ),
    },
    {
      id: 'within',
      label: 'Clock',
      pinned: true,
      value: within === null ? null : `within ${String(within)} ${within === 1 ? 'day' : 'days'}`,
      clear: () => change({ within: null }),
      editor: choices(
        'Next clock is due',
        withins.map((n) => [String(n), `Within ${String(n)} calendar ${n === 1 ? 'day' : 'days'}`] as const),
        within === null ? null : String(within),
        (value) => change({ within: Number(value) }),
      ),
    },
    {
      id: 'flag',
      label: 'Flag',
      value: flag === null ? null : (flags.find(([name]) => name === flag)?.[1] ?? flag),
      clear: () => change({ flag: null }),
      editor: choices('What is true of the case', flags, flag, (value) => change({ flag: value })),
    },
    {
      id: 'payer',
      label: 'Payer',
      value: payerId === null ? null : (payers.find(({ id }) => id === payerId)?.name ?? 'one payer'),
      clear: () => change({ payerId: null }),
      editor: choices(
        'Payer',
        payers.map(({ id, name }) => [id, name] as const),
        payerId,
        (value) => change({ payerId: value }),
      ),
    },
    {
      id: 'followUp',
      label: 'Follow-up',
      value: followUp === null ? null : (followUps.find(([name]) => name === followUp)?.[1].toLowerCase() ?? followUp),
      clear: () => change({ followUp: null }),
      editor: choices('Follow-up date', followUps, followUp, (value) =>
        change({ followUp: value as ViewState['followUp'] }),
      ),
    },
  ];
}

function choices(
  label: string,
  all: readonly (readonly [value: string, label: string])[],
  value: string | null,
  choose: (value: string) => void,
): (close: () => void) => ReactNode {
  return (close) => (
    <Radio.Group
      label={label}
      value={value ?? ''}
      onChange={(next) => {
        choose(next);
        close();
      }}
    >
      <Stack gap="sm" mt="sm">
        {all.map(([one, words]) => (
          <Radio key={one} value={one} label={words} size="xs" />
        ))}
      </Stack>
    </Radio.Group>
  );
}
