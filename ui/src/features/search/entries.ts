/** What the palette lists: places and commands that fit what was typed, then what the server found. */
import {
  IconBuildingBank,
  IconChecklist,
  IconClockExclamation,
  IconFileDollar,
  IconFolder,
  IconHeadset,
  IconPhoneOutgoing,
  IconPlus,
  IconReceiptRefund,
  IconUser,
  IconUserHeart,
  type Icon,
} from '@tabler/icons-react';
import type { Permission } from '../../api/session';
import { manage, own, work } from '../../app/shell/places';
import { dayText } from '../../components/dates';
import { many } from '../../components/numbers';
import type { Hits } from './queries';

export interface Entry {
  readonly id: string;
  readonly label: string;
  readonly second: string;
  readonly icon: Icon;
  readonly to: string;
  /** Shown at the end, such as a key. */
  readonly end?: string | undefined;
}

export interface Group {
  readonly name: string;
  readonly entries: readonly Entry[];
}

interface Command {
  readonly label: string;
  readonly second: string;
  readonly words: string;
  readonly icon: Icon;
  readonly permission: Permission;
  readonly to: string;
}

/** Things to begin that need no case yet. */
const commands: readonly Command[] = [
  {
    label: 'Tasks of mine that are due',
    second: 'Tasks',
    words: 'my overdue due today',
    icon: IconChecklist,
    permission: 'task.read',
    to: '/tasks?due=due',
  },
  {
    label: 'Postponed tasks',
    second: 'Tasks',
    words: 'snoozed put off waiting',
    icon: IconChecklist,
    permission: 'task.read',
    to: '/tasks?tab=postponed',
  },
  {
    label: 'Clocks that fire this week',
    second: 'Clocks',
    words: 'deadlines ledger soon',
    icon: IconClockExclamation,
    permission: 'clock.read',
    to: '/clocks?show=week',
  },
  {
    label: 'Clocks that are late',
    second: 'Clocks',
    words: 'overdue deadlines',
    icon: IconClockExclamation,
    permission: 'clock.read',
    to: '/clocks?show=overdue',
  },
  {
    label: 'Import a file',
    second: 'Imports',
    words: 'upload 835 remittance audit sheet',
    icon: IconPlus,
    permission: 'import.run',
    to: '/imports',
  },
];

const fits = (words: readonly string[], text: string): boolean =>
  words.every((word) => text.toLowerCase().includes(word));

/** Places and commands. Nothing typed: the places, which is what a person without a name in mind looks for. */
export function ownGroups(q: string, permissions: readonly string[]): Group[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const mine = ({ permission }: { permission: Permission }) => permissions.includes(permission);
  const places = [...work, ...manage, ...own].filter(mine).flatMap(({ to, name, icon, key }): Entry[] =>
    fits(words, `go to ${name}`)
      ? [
          {
            id: to,
            label: `Go to ${name}`,
            second: '',
            icon,
            to,
            end: key === undefined ? undefined : `G ${key.toUpperCase()}`,
          },
        ]
      : [],
  );
  const todo = commands
    .filter(mine)
    .flatMap(({ label, second, words: more, icon, to }): Entry[] =>
      fits(words, `${label} ${second} ${more}`) ? [{ id: to, label, second, icon, to }] : [],
    );
  return [
    { name: 'Commands', entries: todo },
    { name: 'Places', entries: places },
  ];
}

const kinds: Readonly<Record<string, string>> = { wc: 'WC case', denial: 'Denial' };
const line = (...parts: readonly (string | null | undefined)[]): string => parts.filter(Boolean).join(', ');

/** What was found. A case that can take it also offers its commonest command. */
export function hitGroups(hits: Hits, permissions: readonly string[], today: string): Group[] {
  const cases = hits.cases.map(({ caseId, kind, patient, claimNumber, payer, stage, owner }): Entry => ({
    id: `case:${caseId}`,
    label: patient ?? claimNumber ?? `${kinds[kind] ?? kind} of ${payer ?? 'a payer'}`,
    second: line(kinds[kind] ?? kind, claimNumber, payer, owner === null ? 'no owner' : owner),
    icon: kind === 'denial' ? IconReceiptRefund : IconFolder,
    to: `/cases/${caseId}`,
    end: stage,
  }));
  const first = hits.cases.find(({ kind, stage }) => kind === 'wc' && stage !== 'Resolved' && stage !== 'Canceled');
  const acts: Entry[] =
    first && permissions.includes('case.send-event')
      ? [
          {
            id: `contact:${first.caseId}`,
            label: `Log adjuster contact: ${first.patient ?? first.claimNumber ?? 'this case'}`,
            second: 'Opens the case with the form',
            icon: IconPhoneOutgoing,
            to: `/cases/${first.caseId}?do=adjuster.contacted`,
          },
        ]
      : [];
  return [
    { name: 'Cases', entries: cases },
    { name: 'With this case', entries: acts },
    {
      name: 'Claims',
      entries: hits.claims.map(({ claimId, number, patient, payer, caseId, status }) => ({
        id: `claim:${claimId}`,
        label: number ?? 'Claim',
        second: line(patient, payer, caseId === null ? 'no open case' : 'on a case'),
        icon: IconFileDollar,
        to: caseId === null ? `/denials?claimId=${claimId}` : `/cases/${caseId}`,
        end: status ?? undefined,
      })),
    },
    {
      name: 'Tasks',
      entries: hits.tasks.map(({ taskId, caseId, title, patient, assignee, dueOn }) => ({
        id: `task:${taskId}`,
        label: title ?? 'A task in a colleague’s own words',
        second: line(patient, assignee.name ?? assignee.role, `due ${dayText(dueOn, today)}`),
        icon: IconChecklist,
        to: `/cases/${caseId}`,
      })),
    },
    {
      name: 'Patients',
      entries: hits.patients.map(({ patientId, name, cases: n }) => ({
        id: `patient:${patientId}`,
        label: name ?? 'Patient',
        second: many(n, 'case'),
        icon: IconUserHeart,
        to: `/denials?patientId=${patientId}`,
      })),
    },
    {
      name: 'Adjusters',
      entries: hits.adjusters.map(({ name, payer, cases: n, caseId }) => ({
        id: `adjuster:${caseId}`,
        label: name ?? 'Adjuster',
        second: line(payer, many(n, 'case')),
        icon: IconHeadset,
        to: `/cases/${caseId}`,
      })),
    },
    {
      name: 'Payers',
      entries: hits.payers.map(({ payerId, name, openCases }) => ({
        id: `payer:${payerId}`,
        label: name,
        second: many(openCases, 'open case'),
        icon: IconBuildingBank,
        to: `/denials?payerId=${payerId}`,
      })),
    },
    {
      name: 'People',
      entries: hits.people.map(({ userId, name, roles }) => ({
        id: `person:${userId}`,
        label: name,
        second: line(...roles.map((role) => role.replaceAll('-', ' ')), 'shows the tasks'),
        icon: IconUser,
        to: `/tasks?person=${userId}`,
      })),
    },
  ];
}
