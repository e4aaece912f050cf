/** One open task of the case: done at a tick, put off or handed over from its menu. */
import { Checkbox } from '@mantine/core';
import { Link } from 'react-router';
import { api } from '../../api/client';
import type { Case, CaseTask } from '../../api/case';
import { isPutOff } from '../../api/tasks';
import { codeWords } from '../../components/code-words';
import { useCommand } from '../../components/command';
import { dayText } from '../../components/dates';
import { withDays } from '../../components/days-in-text';
import { announce } from '../../components/live-region';
import { OwnerAvatar } from '../../components/owner-avatar';
import { SaveError } from '../../components/save-error';
import { leftWords } from '../../components/time-left';
import { TaskMenu } from './task-menu';
import classes from './side-cards.module.css';

interface RowProps {
  readonly task: CaseTask;
  readonly theCase: Case;
  readonly today: string;
  readonly mayWork: boolean;
}

export function TaskRow({ task, theCase, today, mayWork }: RowProps) {
  const title = task.title ?? 'A task of somebody else';
  const { postponed } = task;
  const command = useCommand(() => announce(`Done: ${title}.`));
  const finish = () =>
    void command.run(task.id, (key) =>
      api.POST('/tasks/{id}/done', { params: { path: { id: task.id }, header: { 'Idempotency-Key': key } }, body: {} }),
    );
  const left = leftWords(task.left, 'Due', `Due ${dayText(task.dueOn, today)}`);
  return (
    <li className={classes.task}>
      <Checkbox
        aria-label={`Done: ${title}`}
        checked={command.busy}
        disabled={!mayWork || command.busy}
        onChange={finish}
      />
      <div className={classes.taskText}>
        <span className={classes.taskTitle}>{title}</span>
        {isPutOff(postponed) ? (
          <span className={classes.meta}>
            Postponed until {dayText(postponed.until, today)}
            {postponed.why === null ? '' : `: ${postponed.why}`}
          </span>
        ) : null}
        <span className={classes.meta} data-tone={isPutOff(postponed) ? undefined : left.tone}>
          {left.words}
          {task.left.urgency === 'later' ? '' : `, ${dayText(task.dueOn, today)}`}
          {task.priority === 'high' ? ', high priority' : ''}
          {task.receiptId === null ? null : (
            <>
              , opened <Link to={`/clocks/${task.receiptId}`}>by a clock</Link>
            </>
          )}
        </span>
        {task.reason ? <span className={classes.reason}>{withDays(task.reason, today)}</span> : null}
        {command.state.is === 'failed' ? (
          <SaveError error={command.state.error} what="The task is still open." />
        ) : null}
        {command.state.is === 'pending' ? (
          <span className={classes.meta}>Stored. The case has not answered yet.</span>
        ) : null}
      </div>
      <span className={classes.taskEnd}>
        <TaskOwner task={task} theCase={theCase} />
        {mayWork ? <TaskMenu task={task} title={title} /> : null}
      </span>
    </li>
  );
}

function TaskOwner({ task: { assignee }, theCase }: { task: CaseTask; theCase: Case }) {
  if (assignee.followsOwner) return <OwnerAvatar owner={theCase.owner} />;
  const id = assignee.userId ?? assignee.teamId;
  if (id !== null) return <OwnerAvatar owner={{ id, name: assignee.name, type: assignee.userId ? 'user' : 'team' }} />;
  return <span className={classes.role}>{assignee.role === null ? 'nobody' : codeWords(assignee.role)}</span>;
}
