/** A case as of one of its events, whole and read-only: what the event did, stage, facts, clocks, tasks, what was allowed. */
import { IconCircleCheck, IconInfoCircle, IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useZone } from '../api/session';
import { AsOfDetail, isId } from './as-of-detail';
import { AsOfEvent } from './as-of-event';
import { Card } from './card';
import { codeWords } from './code-words';
import { DayText, InstantText } from './date-text';
import { dayIn } from './dates';
import { factText } from './fact-text';
import { many } from './numbers';
import { OwnerAvatar } from './owner-avatar';
import type { Moment } from './past-moment';
import { usePeopleNames } from './people-names';
import { StageBadge, StatusBadge } from './status-badge';
import classes from './as-of.module.css';

interface Props {
  readonly moment: Moment;
  /** The next moment is on its way. */
  readonly changing?: boolean;
}

export function AsOf({ moment, changing = false }: Props) {
  return (
    <div className={classes.view} aria-busy={changing}>
      <div className={classes.column}>
        <Standing moment={moment} />
        <AsOfEvent moment={moment} />
        <Facts moment={moment} />
        {moment.detail === null ? null : <AsOfDetail detail={moment.detail} />}
      </div>
      <div className={classes.column}>
        <Clocks moment={moment} />
        <Tasks moment={moment} />
        <Allowed moment={moment} />
      </div>
    </div>
  );
}

function Standing({ moment }: Props) {
  const { stage, stageSince, flags, owner, followUpOn, machineVersion, ruleVersion } = moment;
  const { kind } = moment;
  return (
    <Card
      title="Stood then"
      note={
        machineVersion === null
          ? `rules version ${ruleVersion}`
          : `${kind} machine v${machineVersion}, rules version ${ruleVersion}`
      }
    >
      <dl className={classes.standing}>
        <Pair name="Stage">
          <StageBadge stage={stage} />
        </Pair>
        <Pair name="In it since">
          <InstantText at={stageSince} />
        </Pair>
        <Pair name="Owner">
          <OwnerAvatar owner={owner} withName />
        </Pair>
        <Pair name="Follow up by">
          <DayText day={followUpOn} />
        </Pair>
        <Pair name="Flags">
          {flags === null ? 'not known' : flags.length === 0 ? 'none' : null}
          {(flags ?? []).map((flag) => (
            <StatusBadge key={flag} tone="amber">
              {codeWords(flag)}
            </StatusBadge>
          ))}
        </Pair>
      </dl>
      <Proof moment={moment} />
    </Card>
  );
}

/** How it is known: the replay did, step for step, what the timeline says. */
function Proof({ moment }: Props) {
  const { proof, basis } = moment;
  if (basis === 'record' && proof.parting !== null) {
    return (
      <p className={classes.proof} data-tone="amber">
        <IconInfoCircle size={16} aria-hidden />
        <span>
          Told from the timeline alone: played again today, event {proof.parting.version} would do something else (
          {proof.parting.parts.join(', ')}). So flags and allowed actions of this moment are not known.
        </span>
      </p>
    );
  }
  return (
    <p className={classes.proof}>
      <IconCircleCheck size={16} aria-hidden />
      <span>
        Played again from the opening: {many(proof.compared, 'event')}, each did what the timeline says.
        {proof.endsAsStored === true ? ' It ends in the very state that is stored.' : ''}
        {proof.endsAsStored === false
          ? ' It does not end in the state that is stored: tell whoever runs Caseclock.'
          : ''}
        {proof.rulesFrom === 'workflow-history' ? ' The rules of then come from the workflow history.' : ''}
      </span>
    </p>
  );
}

function Facts({ moment }: Props) {
  const zone = useZone();
  const nameOf = usePeopleNames();
  const around = { today: dayIn(zone), nameOf };
  const changed = new Set(Object.keys(moment.event?.changed ?? {}));
  const all = Object.entries(moment.facts);
  const told = all.filter(([name]) => !isId(name));
  const known = told.filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0));
  return (
    <Card title="Facts" note={`${known.length} known, ${told.length - known.length} not yet`}>
      <dl className={classes.facts}>
        {known.map(([name, value]) => (
          <Pair key={name} name={codeWords(name)} changed={changed.has(name)}>
            {factText(name, value, around)}
          </Pair>
        ))}
      </dl>
    </Card>
  );
}

function Pair({ name, changed = false, children }: { name: string; changed?: boolean; children: ReactNode }) {
  return (
    <div className={classes.pair} data-changed={changed || undefined}>
      <dt>{name}</dt>
      <dd>
        {children}
        {changed ? <span className="visually-hidden">, changed by this event</span> : null}
      </dd>
    </div>
  );
}

const DAY_MS = 86_400_000;
function leftText(ms: number): string {
  const days = Math.floor(ms / DAY_MS);
  if (days >= 1) return `${many(days, 'calendar day')} ahead`;
  return `${many(Math.max(0, Math.round(ms / 3_600_000)), 'hour')} ahead`;
}

function Clocks({ moment }: Props) {
  return (
    <Card title="Clocks" note={<StatusBadge>{moment.clocks.length} armed</StatusBadge>} flush>
      {moment.clocks.length === 0 ? <p className={classes.none}>No clock was armed.</p> : null}
      <ul className={classes.list}>
        {moment.clocks.map((clock) => (
          <li key={clock.slot}>
            <div className={classes.first}>
              <span className={classes.name}>{clock.title}</span>
              <span className={classes.meta}>{leftText(clock.timeLeftMs)}</span>
            </div>
            <div>
              Due <InstantText at={clock.dueAt} />
              {clock.moved ? ', moved by a person' : ''}
            </div>
            <p className={classes.meta}>{explanationOf(clock.explanation) ?? clock.otherwise}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function explanationOf(explanation: Record<string, unknown> | null): string | null {
  const text = explanation?.['text'];
  return typeof text === 'string' ? text : null;
}

function Tasks({ moment }: Props) {
  return (
    <Card title="Tasks" note={<StatusBadge>{moment.tasks.length} open</StatusBadge>} flush>
      {moment.tasks.length === 0 ? <p className={classes.none}>No task was open.</p> : null}
      <ul className={classes.list}>
        {moment.tasks.map((task) => (
          <li key={task.key}>
            <div className={classes.name}>{task.title ?? 'A task whose words you do not see'}</div>
            <p className={classes.meta}>
              Due <DayText day={task.dueOn} />, for{' '}
              {task.assignee.name ?? (task.assignee.role === null ? 'nobody' : codeWords(task.assignee.role))}, opened
              by event {task.openedBySeq}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Allowed({ moment }: Props) {
  const { allowed } = moment;
  if (allowed === null) return null;
  const people = allowed.filter(({ by }) => by !== 'system');
  return (
    <Card title="Allowed then" note="Nothing of it can be done from here">
      <ul className={classes.allowed}>
        {people.map(({ type, title, ok, why }) => (
          <li key={type} data-ok={ok || undefined}>
            {ok ? <IconCircleCheck size={16} aria-hidden /> : <IconLock size={16} aria-hidden />}
            <span>
              {title}
              <span className="visually-hidden">{ok ? ': allowed' : ': not allowed'}</span>
              {ok ? null : <small className={classes.why}>{why}</small>}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
