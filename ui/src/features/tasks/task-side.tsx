/** What stands beside the list of tasks: one of them, or the form that puts off or hands over those that were chosen. */
import { useNavigate } from 'react-router';
import type { Choice, TaskOutcomes } from '../../api/tasks';
import { AssignForm } from '../../components/assign-form';
import { PostponeForm } from '../../components/postpone-form';
import { PreviewDrawer } from '../../components/preview-drawer';
import type { RowActs } from './columns';
import type { Task } from './queries';
import { TaskPreview } from './task-preview';
import { titleOf } from './task-words';
import classes from './tasks.module.css';

interface FormSide {
  readonly is: 'postpone' | 'assign';
  readonly choice: Choice;
  /** Rows of the list that are meant. */
  readonly ids: readonly string[];
  /** Undefined: all that match, and nobody has counted. */
  readonly count: number | undefined;
  readonly title: string;
}
export type Side = { readonly is: 'preview'; readonly id: string } | FormSide;

interface Props {
  readonly side: Side | null;
  readonly rows: readonly Task[];
  readonly acts: RowActs;
  onPreview(this: void, id: string): void;
  onClose(this: void): void;
  onDone(this: void, what: string, outcomes: TaskOutcomes, ids: readonly string[]): void;
}

export function TaskSide({ side, rows, acts, onPreview, onClose, onDone }: Props) {
  const go = useNavigate();
  if (side === null) return null;
  if (side.is === 'preview') {
    const at = rows.findIndex(({ id }) => id === side.id);
    const shown = rows[at];
    if (shown === undefined) return null;
    const step = (by: number) => {
      const next = rows[at + by];
      return next === undefined ? undefined : () => onPreview(next.id);
    };
    return (
      <PreviewDrawer
        title={titleOf(shown)}
        onOpen={() => void go(`/cases/${shown.caseId}`)}
        onPrevious={step(-1)}
        onNext={step(1)}
        onClose={onClose}
      >
        <TaskPreview task={shown} acts={acts} />
      </PreviewDrawer>
    );
  }
  const { choice, count, ids, title } = side;
  return (
    <PreviewDrawer title={side.is === 'postpone' ? 'Postpone' : 'Hand over'} onClose={onClose}>
      <div className={classes.padded}>
        <p className={classes.note}>{title}</p>
        {side.is === 'postpone' ? (
          <PostponeForm
            key={title}
            choice={choice}
            count={count}
            onDone={(outcomes) => onDone('postponed', outcomes, ids)}
          />
        ) : (
          <AssignForm
            key={title}
            choice={choice}
            count={count}
            onDone={(outcomes) => onDone('handed over', outcomes, ids)}
          />
        )}
      </div>
    </PreviewDrawer>
  );
}
