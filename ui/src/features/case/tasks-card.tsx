/** The open tasks of the case: done at a tick, and a new one added where one is missing. */
import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import { api } from '../../api/client';
import type { Case, CaseTask } from '../../api/case';
import { useZone } from '../../api/session';
import { Card } from '../../components/card';
import { codeWords } from '../../components/code-words';
import { useCommand } from '../../components/command';
import { dayIn, dayText } from '../../components/dates';
import { withDays } from '../../components/days-in-text';
import { announce } from '../../components/live-region';
import { many } from '../../components/numbers';
import { OwnerAvatar } from '../../components/owner-avatar';
import { SaveError } from '../../components/save-error';
import { leftWords } from '../../components/time-left';
import { AddTask } from './add-task';
import classes from './side-cards.module.css';

export function TasksCard({ theCase }: { theCase: Case }) {
  const today = dayIn(useZone());
  const [adding, setAdding] = useState(false);
  const mayWork = theCase.may.includes('task.work') && theCase.closedAt === null;
  const due = theCase.tasks.filter(({ left }) => left.urgency === 'late' || left.urgency === 'today').length;
  return (
    <Card
      title="Tasks"
      note={due === 0 ? null : <span className={classes.due}>{many(due, 'due', 'due')} today or before</span>}
      actions={
        mayWork && !adding ? (
          <Button variant="subtle" size="compact-sm" onClick={() => setAdding(true)}>
            Add task
          </Button>
        ) : null
      }
      flush
    >
      {adding ? <AddTask theCase={theCase} today={today} onClose={() => setAdding(false)} /> : null}
      {theCase.tasks.length === 0 ? (
        <p className={classes.none}>No open task. A clock opens the next one, or you add one.</p>
      ) : (
        <ul className={classes.list}>
          {theCase.tasks.map((task) => (
            <TaskRow key={task.id} task={task} theCase={theCase} today={today} mayWork={mayWork} />
          ))}
        </ul>
      )}
    </Card>
  );
}

interface RowProps {
  readonly task: CaseTask;
  readonly theCase: Case;
  readonly today: string;
  readonly mayWork: boolean;
}

function TaskRow({ task, theCase, today, mayWork }: RowProps) {
  const title = task.title ?? 'A task of somebody else';
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
        <span className={classes.meta} data-tone={left.tone}>
          {left.words}
          {task.left.urgency === 'later' ? '' : `, ${dayText(task.dueOn, today)}`}
          {task.priority === 'high' ? ', high priority' : ''}
          {task.receiptSeq === null ? '' : ', opened by a clock'}
        </span>
        {task.reason ? <span className={classes.reason}>{withDays(task.reason, today)}</span> : null}
        {command.state.is === 'failed' ? (
          <SaveError error={command.state.error} what="The task is still open." />
        ) : null}
        {command.state.is === 'pending' ? (
          <span className={classes.meta}>Stored. The case has not answered yet.</span>
        ) : null}
      </div>
      <TaskOwner task={task} theCase={theCase} />
    </li>
  );
}

function TaskOwner({ task: { assignee }, theCase }: { task: CaseTask; theCase: Case }) {
  if (assignee.followsOwner) return <OwnerAvatar owner={theCase.owner} />;
  const id = assignee.userId ?? assignee.teamId;
  if (id !== null) return <OwnerAvatar owner={{ id, name: assignee.name, type: assignee.userId ? 'user' : 'team' }} />;
  return <span className={classes.role}>{assignee.role === null ? 'nobody' : codeWords(assignee.role)}</span>;
}
