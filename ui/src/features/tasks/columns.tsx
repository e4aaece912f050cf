/** The columns of the lists of tasks. */
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconCalendarPause, IconUserShare } from '@tabler/icons-react';
import type { DataColumn } from '../../components/data-table';
import { InstantText } from '../../components/date-text';
import type { Task } from './queries';
import {
  BackText,
  CaseText,
  DueText,
  outcomeOf,
  PriorityText,
  ReasonText,
  ReturnedBadge,
  titleOf,
  WhoText,
} from './task-words';
import type { TabId } from './tabs';
import classes from './tasks.module.css';

export interface RowActs {
  complete(this: void, task: Task): void;
  postpone(this: void, task: Task): void;
  again(this: void, task: Task): void;
  assign(this: void, task: Task): void;
  takeBack(this: void, task: Task): void;
  reopen(this: void, task: Task): void;
  /** Tasks with something under way: their buttons wait. */
  readonly busy: ReadonlySet<string>;
  readonly mayWork: boolean;
}

const name: DataColumn<Task> = {
  id: 'title',
  head: 'Task',
  minWidth: 260,
  names: true,
  always: true,
  cell: (task) => (
    <span className={classes.two}>
      <span className={classes.cell}>
        <span className={classes.name}>{titleOf(task)}</span>
        <ReturnedBadge task={task} />
      </span>
      <small>
        <ReasonText task={task} />
      </small>
    </span>
  ),
};
const due: DataColumn<Task> = {
  id: 'due',
  head: 'Due',
  width: 170,
  always: true,
  cell: (task) => <DueText task={task} />,
};
const about: DataColumn<Task> = { id: 'case', head: 'Case', width: 210, cell: (task) => <CaseText task={task} /> };
const who: DataColumn<Task> = {
  id: 'who',
  head: 'Who',
  width: 150,
  from: 900,
  cell: (task) => <WhoText task={task} withName />,
};
const priority: DataColumn<Task> = {
  id: 'priority',
  head: 'Priority',
  width: 90,
  from: 1080,
  cell: (task) => <PriorityText task={task} />,
};
const back: DataColumn<Task> = {
  id: 'until',
  head: 'Back on',
  width: 120,
  always: true,
  cell: (task) => <BackText task={task} />,
};
const why: DataColumn<Task> = {
  id: 'why',
  head: 'Why',
  minWidth: 180,
  cell: (task) => (
    <span className={classes.two}>
      <span>{task.postponed?.why ?? 'Not shown to your roles'}</span>
      <small>
        {task.postponed?.by ?? 'Somebody'}
        {(task.postponed?.times ?? 0) > 1 ? `, put off ${task.postponed?.times} times` : ''}
      </small>
    </span>
  ),
};
const ended: DataColumn<Task> = {
  id: 'closed',
  head: 'Closed',
  width: 190,
  always: true,
  cell: (task) => (
    <span className={classes.two}>
      <span>{outcomeOf(task)}</span>
      <small>
        <InstantText at={task.closedAt} />
      </small>
    </span>
  ),
};

const openActs = (acts: RowActs): DataColumn<Task> => ({
  id: 'acts',
  head: 'Do next',
  width: 190,
  align: 'end',
  always: true,
  cell: (task) => (
    <span className={classes.acts}>
      {task.postponed?.returned ? (
        <Tooltip label={`Puts it off for as many days as before, ${task.postponed.days}, with the same reason`}>
          <Button
            size="compact-sm"
            variant="default"
            disabled={acts.busy.has(task.id)}
            onClick={() => acts.again(task)}
          >
            Postpone again
          </Button>
        </Tooltip>
      ) : (
        <Tooltip label="Postpone">
          <ActionIcon size={26} aria-label={`Postpone ${titleOf(task)}`} onClick={() => acts.postpone(task)}>
            <IconCalendarPause size={15} />
          </ActionIcon>
        </Tooltip>
      )}
      {task.postponed?.returned ? null : (
        <Tooltip label="Hand over">
          <ActionIcon size={26} aria-label={`Hand over ${titleOf(task)}`} onClick={() => acts.assign(task)}>
            <IconUserShare size={15} />
          </ActionIcon>
        </Tooltip>
      )}
      <Button size="compact-sm" variant="default" disabled={acts.busy.has(task.id)} onClick={() => acts.complete(task)}>
        Complete
      </Button>
    </span>
  ),
});

const oneAct = (acts: RowActs, label: string, run: (task: Task) => void): DataColumn<Task> => ({
  id: 'acts',
  head: 'Do next',
  width: 130,
  align: 'end',
  always: true,
  cell: (task) => (
    <Button size="compact-sm" variant="default" disabled={acts.busy.has(task.id)} onClick={() => run(task)}>
      {label}
    </Button>
  ),
});

export function columnsOf(tab: TabId, acts: RowActs): DataColumn<Task>[] {
  const only = (column: DataColumn<Task>) => (acts.mayWork ? [column] : []);
  switch (tab) {
    case 'postponed':
      return [back, name, why, about, ...only(oneAct(acts, 'Take back now', acts.takeBack))];
    case 'done':
      return [ended, name, about, who, ...only(oneAct(acts, 'Reopen', acts.reopen))];
    case 'mine':
    case 'teams':
    case 'unassigned':
      return [due, name, about, who, priority, ...only(openActs(acts))];
  }
}
