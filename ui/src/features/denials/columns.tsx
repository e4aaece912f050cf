/** The columns of the denial views. */
import type { Me } from '../../api/session';
import { caseName, CodesText, FollowUpText, PriorityText } from '../../components/case-list/cells';
import { codeWords } from '../../components/code-words';
import type { DataColumn } from '../../components/data-table';
import { dayIn, dayText } from '../../components/dates';
import { amountText } from '../../components/numbers';
import { OwnerAvatar } from '../../components/owner-avatar';
import { StageBadge } from '../../components/status-badge';
import type { DenialRow } from './queries';

export const usuallyHidden = ['denied', 'opened', 'tags', 'tasks', 'next'] as const;

/** @param oneStage the view shows one stage only, so that a column of it would say nothing. */
export function columnsFor({ fieldGroups, zone }: Me, oneStage: boolean): DataColumn<DenialRow>[] {
  const today = dayIn(zone);
  const sees = (group: Me['fieldGroups'][number]) => fieldGroups.includes(group);
  const day = (on: unknown) => (typeof on === 'string' ? dayText(on, today) : 'none');
  const columns: (DataColumn<DenialRow> | false)[] = [
    { id: 'case', head: 'Case', minWidth: 124, names: true, always: true, cell: caseName },
    sees('identity') && {
      id: 'claims',
      head: 'Claims',
      width: 116,
      from: 1040,
      cell: ({ claimNumbers, facts }) => <Claims numbers={claimNumbers ?? []} count={facts['claimsCount']} />,
    },
    { id: 'payer', head: 'Payer', minWidth: 116, cell: ({ payer }) => payer.name ?? 'none' },
    sees('words') && {
      id: 'subject',
      head: 'Subject',
      minWidth: 124,
      from: 560,
      cell: ({ subject }) => (subject === null ? 'none' : codeWords(subject)),
    },
    {
      id: 'codes',
      head: 'Codes',
      width: 136,
      from: 720,
      cell: ({ carcCodes, resolvedCarcCodes }) => <CodesText codes={carcCodes} resolved={resolvedCarcCodes} />,
    },
    !oneStage && {
      id: 'stage',
      head: 'Stage',
      width: 122,
      from: 1100,
      cell: ({ stage }) => <StageBadge stage={stage} />,
    },
    sees('money') && {
      id: 'outstanding',
      head: 'Open, $',
      width: 96,
      align: 'end',
      sorts: ['-outstandingCents', 'outstandingCents'],
      cell: ({ outstandingCents }) => <b>{outstandingCents === null ? 'none' : amountText(outstandingCents)}</b>,
    },
    {
      id: 'followUp',
      head: 'Follow up',
      width: 112,
      sorts: ['followUpOn', '-followUpOn'],
      cell: ({ followUpOn, followUpLeft }) => <FollowUpText on={followUpOn} left={followUpLeft} today={today} />,
    },
    {
      id: 'priority',
      head: 'Priority',
      width: 88,
      from: 890,
      sorts: ['-priority'],
      cell: ({ priority }) => <PriorityText priority={priority} />,
    },
    { id: 'owner', head: 'Owner', width: 76, always: true, cell: ({ owner }) => <OwnerAvatar owner={owner} /> },
    { id: 'denied', head: 'Denied', width: 104, cell: ({ facts }) => day(facts['deniedOn']) },
    {
      id: 'opened',
      head: 'Opened',
      width: 104,
      sorts: ['-openedAt', 'openedAt'],
      cell: ({ openedAt }) => day(dayIn(zone, openedAt)),
    },
    sees('words') && { id: 'tags', head: 'Tags', minWidth: 120, cell: ({ tags }) => tags?.join(', ') || 'none' },
    { id: 'tasks', head: 'Open tasks', width: 92, align: 'end', cell: ({ openTasks }) => openTasks },
    {
      id: 'next',
      head: 'Next clock',
      minWidth: 140,
      cell: ({ next }) => (next === null ? 'none' : `${next.title}, ${day(dayIn(zone, next.dueAt))}`),
    },
  ];
  return columns.filter((column) => column !== false);
}

function Claims({ numbers, count }: { readonly numbers: readonly string[]; readonly count: unknown }) {
  const [first] = numbers;
  if (first === undefined) return <>none</>;
  const more = typeof count === 'number' ? count - 1 : numbers.length - 1;
  return (
    <span title={numbers.join(', ')}>
      {first}
      {more > 0 && ` +${more}`}
    </span>
  );
}
