/** What one event of a case did: who, before and after, clocks, flags, tasks, and the note. */
import { IconArrowRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useZone } from '../api/session';
import { Card } from './card';
import { codeWords, codeWordsInside } from './code-words';
import { InstantText } from './date-text';
import { dayIn, dayText, instantText } from './dates';
import { factText } from './fact-text';
import type { Moment } from './past-moment';
import { usePeopleNames } from './people-names';
import classes from './as-of.module.css';

const changeWords = {
  armed: 'armed',
  fired: 'fired',
  stopped: 'stopped',
  moved: 'moved by a person',
  redated: 'dated anew',
} as const;

export function AsOfEvent({ moment }: { moment: Moment }) {
  const zone = useZone();
  const nameOf = usePeopleNames();
  const { event, flagsRaised, flagsCleared } = moment;
  if (event === null) return null;
  const around = { today: dayIn(zone), nameOf };
  const { stage, changed, clocks, effects, note, actor } = event;
  const stageMoved = stage !== null && stage.before !== null && stage.before !== stage.after;
  const tasks = effects.filter(({ type }) => type === 'task.open' || type === 'task.close');
  const due = (at: string | null) => (at === null ? 'not armed' : instantText(at, zone));
  const rows: { key: string; name: string; what: ReactNode }[] = [
    ...(stageMoved ? [{ key: 'stage', name: 'Stage', what: <Turn before={stage.before} after={stage.after} /> }] : []),
    ...flagsRaised.map((flag) => ({ key: `+${flag}`, name: 'Flag', what: <strong>{codeWords(flag)} raised</strong> })),
    ...flagsCleared.map((flag) => ({ key: `-${flag}`, name: 'Flag', what: `${codeWords(flag)} cleared` })),
    ...Object.entries(changed).map(([name, [before, after]]) => ({
      key: `fact ${name}`,
      name: codeWords(name),
      what: <Turn before={factText(name, before, around)} after={factText(name, after, around)} />,
    })),
    ...clocks.map(({ name, title, change, dueBefore, dueAfter }) => ({
      key: `clock ${name} ${change}`,
      name: `${title}, ${changeWords[change]}`,
      what: change === 'fired' ? due(dueBefore) : <Turn before={due(dueBefore)} after={due(dueAfter)} />,
    })),
    ...tasks.map((task) => ({
      key: `task ${String(task['type'])} ${String(task['key'])}`,
      name: task['type'] === 'task.open' ? 'Task opened' : 'Task closed',
      what: taskText(task, around.today),
    })),
  ];
  return (
    <Card
      title={`Event ${moment.version}: ${event.title}`}
      note={
        <>
          {actor.name ?? (actor.type === 'system' ? 'Caseclock' : 'Somebody you do not work with')},{' '}
          <InstantText at={event.at} />
        </>
      }
    >
      {note === null ? null : <blockquote className={classes.note}>{note}</blockquote>}
      {rows.length === 0 ? (
        <p className={classes.meta}>It changed no fact, clock, flag or task.</p>
      ) : (
        <dl className={classes.changes}>
          {rows.map(({ key, name, what }) => (
            <div key={key}>
              <dt>{name}</dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  );
}

function taskText(task: Record<string, unknown>, today: string): string {
  const { title, key, dueOn } = task as { title?: string; key?: string; dueOn?: string };
  const name = title ?? codeWordsInside((key ?? '').split(':')[0] ?? '');
  return dueOn === undefined ? name : `${name}, due ${dayText(dueOn, today)}`;
}

/** Struck old, arrow, new; read aloud as "from ... to ...". */
function Turn({ before, after }: { before: string | null; after: string }) {
  return (
    <span className={classes.turn}>
      <span className="visually-hidden">from </span>
      <s>{before ?? 'none'}</s>
      <IconArrowRight size={13} aria-hidden />
      <span className="visually-hidden"> to </span>
      <strong>{after}</strong>
    </span>
  );
}
