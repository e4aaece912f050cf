/** How the data of the events that every kind answers is sorted; what a person writes with them is their note. */
import { fieldGroups, sorted, type FieldClasses } from '../privacy';

export const kernelEventPrivacy: Readonly<Record<string, FieldClasses>> = {
  'clock.fired': sorted('plain', 'clock'),
  'clock.moved': sorted('plain', 'clock', 'dueAt'),
  'rules.published': sorted('plain', 'version', 'reverts', 'rules'),
  'effect.failed': sorted('plain', 'effectId', 'code', 'attempts'),
  'task.done': sorted('plain', 'key'),
  'task.added': sorted('plain', 'assignTo', 'priority', 'dueOn'),
  'task.reopened': {
    ...sorted('plain', 'key', 'title', 'assignTo', 'priority', 'dueOn', 'requirement'),
    // What a reason tells depends on the task; the task itself shows it to whoever may read it.
    reason: fieldGroups,
  },
  'note.added': sorted('plain', 'channel', 'direction', 'with'),
};

/** Facts of every kind that the timeline compares, beside the kind's own. */
export const kernelFactPrivacy: FieldClasses = sorted('plain', 'owner', 'followUpOn', 'priority');
