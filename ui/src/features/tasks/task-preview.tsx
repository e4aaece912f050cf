/** A task beside its list: why it is there, which clock opened it, what was said when it was put off, and what to do. */
import { Button, Group } from '@mantine/core';
import { Link } from 'react-router';
import { DayText, InstantText } from '../../components/date-text';
import { PreviewPart } from '../../components/preview-drawer';
import type { RowActs } from './columns';
import type { Task } from './queries';
import { CaseText, DueText, outcomeOf, PriorityText, ReasonText, ReturnedBadge, WhoText } from './task-words';
import classes from './tasks.module.css';
import { FactList } from '../../components/fact-list';

export function TaskPreview({ task, acts }: { readonly task: Task; readonly acts: RowActs }) {
  const busy = acts.busy.has(task.id);
  return (
    <>
      <PreviewPart title="Why it is here">
        <p className={classes.note}>
          <ReasonText task={task} />
        </p>
        {task.receiptId === null ? null : (
          <p>
            A deadline opened it. <Link to={`/clocks/${task.receiptId}`}>See the receipt of the clock</Link>
          </p>
        )}
      </PreviewPart>
      {task.postponed === null ? null : (
        <PreviewPart title="Postponed">
          <ReturnedBadge task={task} />
          <FactList
            facts={[
              ['Until', <DayText key="until" day={task.postponed.until} />],
              ['Why', task.postponed.why ?? 'not shown to your roles'],
              ['By', task.postponed.by ?? 'somebody'],
              ['Times', String(task.postponed.times)],
            ]}
          />
        </PreviewPart>
      )}
      <PreviewPart title="Facts">
        <FactList
          facts={[
            ['Case', <CaseText key="case" task={task} />],
            ['Stage', task.case.stage],
            ['Payer', task.case.payer ?? 'none'],
            ['Due', task.state === 'open' ? <DueText key="due" task={task} /> : <DayText key="due" day={task.dueOn} />],
            ['Who', <WhoText key="who" task={task} withName />],
            ...(task.assignee.handedBy === null ? [] : ([['Handed over by', task.assignee.handedBy]] as const)),
            ['Priority', <PriorityText key="priority" task={task} />],
            ['Opened', <InstantText key="opened" at={task.openedAt} />],
            ...(task.state === 'closed' ? ([['Closed', `${outcomeOf(task)}`]] as const) : []),
          ]}
        />
      </PreviewPart>
      {acts.mayWork ? (
        <Group gap={8} p={14}>
          {task.state === 'closed' ? (
            <Button disabled={busy} onClick={() => acts.reopen(task)}>
              Reopen task
            </Button>
          ) : (
            <>
              <Button disabled={busy} onClick={() => acts.complete(task)}>
                Complete task
              </Button>
              <Button variant="default" onClick={() => acts.postpone(task)}>
                Postpone
              </Button>
              <Button variant="default" onClick={() => acts.assign(task)}>
                Hand over
              </Button>
            </>
          )}
        </Group>
      ) : null}
    </>
  );
}
