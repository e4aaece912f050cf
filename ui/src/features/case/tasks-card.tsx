/** The open tasks of the case, and a new one added where one is missing. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Case } from '../../api/case';
import { useZone } from '../../api/session';
import { isPutOff } from '../../api/tasks';
import { Card } from '../../components/card';
import { dayIn } from '../../components/dates';
import { many } from '../../components/numbers';
import { AddTask } from './add-task';
import { TaskRow } from './task-row';
import classes from './side-cards.module.css';

export function TasksCard({ theCase }: { theCase: Case }) {
  const today = dayIn(useZone());
  const [adding, setAdding] = useState(false);
  const mayWork = theCase.may.includes('task.work') && theCase.closedAt === null;
  const due = theCase.tasks.filter(
    ({ left, postponed }) => !isPutOff(postponed) && (left.urgency === 'late' || left.urgency === 'today'),
  ).length;
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
