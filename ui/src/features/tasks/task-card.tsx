/** A task on a phone. */
import { Button } from '@mantine/core';
import type { RowActs } from './columns';
import type { Task } from './queries';
import type { TabId } from './tabs';
import { BackText, CaseText, DueText, outcomeOf, ReasonText, ReturnedBadge, titleOf } from './task-words';
import classes from './tasks.module.css';

export function TaskCard({ task, tab, acts }: { readonly task: Task; readonly tab: TabId; readonly acts: RowActs }) {
  const busy = acts.busy.has(task.id);
  return (
    <article className={classes.card}>
      <div className={classes.cardTop}>
        <CaseText task={task} />
        {tab === 'done' ? outcomeOf(task) : tab === 'postponed' ? <BackText task={task} /> : <DueText task={task} />}
      </div>
      <div>
        <div className={classes.cardTitle}>{titleOf(task)}</div>
        <small className={classes.quiet}>
          {tab === 'postponed' ? task.postponed?.why : <ReasonText task={task} />}
        </small>
      </div>
      <ReturnedBadge task={task} />
      {acts.mayWork ? (
        <div className={classes.cardActs}>
          {tab === 'done' ? (
            <Button variant="default" disabled={busy} onClick={() => acts.reopen(task)}>
              Reopen
            </Button>
          ) : tab === 'postponed' ? (
            <Button variant="default" disabled={busy} onClick={() => acts.takeBack(task)}>
              Take back now
            </Button>
          ) : (
            <>
              <Button disabled={busy} onClick={() => acts.complete(task)}>
                Complete
              </Button>
              <Button
                variant="default"
                disabled={busy}
                onClick={() => (task.postponed?.returned ? acts.again(task) : acts.postpone(task))}
              >
                {task.postponed?.returned ? 'Postpone again' : 'Postpone'}
              </Button>
            </>
          )}
        </div>
      ) : null}
    </article>
  );
}
