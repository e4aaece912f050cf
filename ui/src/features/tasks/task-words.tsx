/** The parts of a task in words, shared by its row, its card and its preview. */
import { Link } from 'react-router';
import { useZone } from '../../api/session';
import { ClockText } from '../../components/clock-text';
import { dayIn, dayText } from '../../components/dates';
import { OwnerAvatar } from '../../components/owner-avatar';
import { StatusBadge } from '../../components/status-badge';
import { leftWords } from '../../components/time-left';
import type { Task } from './queries';
import classes from './tasks.module.css';

/** A title that only its assignee may read. */
export const titleOf = (task: Task): string => task.title ?? 'A task in a colleague’s own words';

const DAY = /\b\d{4}-\d{2}-\d{2}\b/g;

/** Why it is there, its dates as people write them. */
export function ReasonText({ task }: { readonly task: Task }) {
  const today = dayIn(useZone());
  if (task.reason === null) return <>Its reason is not shown to your roles</>;
  return <>{task.reason.replaceAll(DAY, (day) => dayText(day, today))}</>;
}

const outcomes: Readonly<Record<string, string>> = {
  done: 'Done',
  'no-longer-needed': 'No longer needed',
  'case-closed': 'Case closed',
};
export const outcomeOf = (task: Task): string => outcomes[task.outcome ?? ''] ?? 'Closed';

export function DueText({ task }: { readonly task: Task }) {
  const today = dayIn(useZone());
  const day = dayText(task.dueOn, today);
  const { words, tone, icon } = leftWords(task.left, 'Due', day);
  return <ClockText words={words} tone={tone} icon={icon} {...(words === day ? {} : { second: day })} />;
}

export function BackText({ task }: { readonly task: Task }) {
  const today = dayIn(useZone());
  return <time dateTime={task.postponed?.until}>{dayText(task.postponed?.until ?? today, today)}</time>;
}

/** "Back today after 7 days": a finished wait is marked until the task is done (R18). */
export function ReturnedBadge({ task }: { readonly task: Task }) {
  const today = dayIn(useZone());
  if (!task.postponed?.returned) return null;
  return <StatusBadge tone="accent">Back since {dayText(task.postponed.until, today)}</StatusBadge>;
}

export function WhoText({ task, withName = false }: { readonly task: Task; readonly withName?: boolean }) {
  const { userId, teamId, name, role } = task.assignee;
  const id = userId ?? teamId;
  if (id !== null)
    return <OwnerAvatar owner={{ id, name, type: userId === null ? 'team' : 'user' }} withName={withName} />;
  if (role !== null) return <span className={classes.queue}>Queue: {role.replaceAll('-', ' ')}</span>;
  return <OwnerAvatar owner={null} withName={withName} />;
}

const kinds: Readonly<Record<string, string>> = { wc: 'WC case', denial: 'Denial' };

/** Who it is about, and the claim. */
export function CaseText({ task }: { readonly task: Task }) {
  const { patient, claimNumber, payer, subject } = task.case;
  const kind = kinds[task.kind] ?? task.kind;
  const second = [claimNumber, payer ?? subject].filter(Boolean).join(', ');
  return (
    <span className={classes.two}>
      <Link to={`/cases/${task.caseId}`}>{patient ?? claimNumber ?? kind}</Link>
      <small>{second === '' || patient === null ? kind : second}</small>
    </span>
  );
}

export function PriorityText({ task }: { readonly task: Task }) {
  if (task.priority === 'normal') return <span className={classes.quiet}>Normal</span>;
  return (
    <StatusBadge tone={task.priority === 'high' ? 'red' : 'neutral'}>
      {task.priority === 'high' ? 'High' : 'Low'}
    </StatusBadge>
  );
}
