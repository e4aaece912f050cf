/** The columns of the list of all cases: what every kind has. */
import type { Me } from '../../api/session';
import { caseName, PriorityText } from '../../components/case-list/cells';
import { codeWords } from '../../components/code-words';
import type { DataColumn } from '../../components/data-table';
import { dayIn, dayText } from '../../components/dates';
import { amountText } from '../../components/numbers';
import { OwnerAvatar } from '../../components/owner-avatar';
import { StageBadge } from '../../components/status-badge';
import type { CaseRow } from './queries';

export const usuallyHidden = ['priority', 'tags', 'followUp', 'opened', 'subject'] as const;

export function columnsFor({ fieldGroups, zone }: Me): DataColumn<CaseRow>[] {
  const today = dayIn(zone);
  const sees = (group: Me['fieldGroups'][number]) => fieldGroups.includes(group);
  const instant = (at: string) => dayText(dayIn(zone, at), today);
  const columns: (DataColumn<CaseRow> | false)[] = [
    { id: 'case', head: 'Case', minWidth: 132, names: true, always: true, cell: caseName },
    { id: 'kind', head: 'Kind', width: 92, from: 900, cell: ({ kind }) => (kind === 'wc' ? 'WC' : codeWords(kind)) },
    sees('identity') && {
      id: 'claim',
      head: 'WC claim',
      width: 124,
      from: 1040,
      cell: ({ claimNumber }) => claimNumber ?? 'none',
    },
    { id: 'payer', head: 'Payer', minWidth: 120, from: 640, cell: ({ payer }) => payer.name ?? 'none' },
    sees('words') && {
      id: 'subject',
      head: 'Subject',
      minWidth: 120,
      cell: ({ subject }) => (subject === null ? 'none' : codeWords(subject)),
    },
    { id: 'stage', head: 'Stage', width: 148, cell: ({ stage }) => <StageBadge stage={stage} /> },
    {
      id: 'flags',
      head: 'Asks for somebody',
      minWidth: 150,
      from: 720,
      sorts: ['attention'],
      cell: ({ flags }) => (flags.length === 0 ? 'nothing now' : flags.map(codeWords).join(', ')),
    },
    {
      id: 'next',
      head: 'Next clock',
      minWidth: 150,
      from: 560,
      cell: ({ next }) => next?.title ?? 'none',
    },
    {
      id: 'nextDue',
      head: 'Due',
      width: 104,
      sorts: ['nextDueAt'],
      cell: ({ next }) => (next === null ? 'none' : instant(next.dueAt)),
    },
    sees('money') && {
      id: 'outstanding',
      head: 'Open, $',
      width: 100,
      from: 1120,
      align: 'end',
      sorts: ['-outstandingCents', 'outstandingCents'],
      cell: ({ outstandingCents }) => (outstandingCents ? amountText(outstandingCents) : 'none'),
    },
    {
      id: 'followUp',
      head: 'Follow up',
      width: 108,
      sorts: ['followUpOn', '-followUpOn'],
      cell: ({ followUpOn }) => (followUpOn === null ? 'none' : dayText(followUpOn, today)),
    },
    {
      id: 'priority',
      head: 'Priority',
      width: 92,
      sorts: ['-priority'],
      cell: ({ priority }) => <PriorityText priority={priority} />,
    },
    {
      id: 'changed',
      head: 'Changed',
      width: 104,
      from: 1360,
      sorts: ['-changedAt'],
      cell: ({ changedAt }) => instant(changedAt),
    },
    {
      id: 'opened',
      head: 'Opened',
      width: 104,
      sorts: ['-openedAt', 'openedAt'],
      cell: ({ openedAt }) => instant(openedAt),
    },
    sees('words') && { id: 'tags', head: 'Tags', minWidth: 120, cell: ({ tags }) => tags?.join(', ') || 'none' },
    { id: 'owner', head: 'Owner', width: 76, always: true, cell: ({ owner }) => <OwnerAvatar owner={owner} /> },
  ];
  return columns.filter((column) => column !== false);
}
