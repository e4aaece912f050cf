/** What other rules would do to one live case: published now, and then left alone until an instant (N03). Pure, on a copy. */
import { dueOf, type BaseContext, type CaseKind, type Owner } from './case-kind';
import { netChanges } from './ledger';
import { tasksOf, type TaskToOpen } from './ports';
import type { RuleSnapshot } from './rules';
import { runForward } from './run-forward';
import type { CaseState, ClockChange, Step } from './state';
import { advance } from './step';

/** A clock that the publication changes, with what its changes come to. */
export interface MovedClock extends ClockChange {
  /** Since when it has been running: a new date keeps that, it is counted from the same fact. */
  readonly runningSince: number;
  /** Its new instant has passed already, so it acts at the publication. */
  readonly atPublish: boolean;
}

export interface NewTask {
  readonly at: number;
  readonly key: string;
  readonly title: string;
  readonly dueOn: string;
  /** Null: it waits for `role`, or for an owner that the case has not. */
  readonly owner: Owner | null;
  readonly role: string | null;
}

/** What happens to the case with its own rules, and with the others. Tasks that are open already are not new. */
export interface WhatIf {
  readonly flagsRaised: readonly string[];
  readonly flagsCleared: readonly string[];
  readonly clocks: readonly MovedClock[];
  /** At the publication: by the event itself and by clocks that are due then. */
  readonly opened: readonly NewTask[];
  readonly closed: readonly { readonly key: string; readonly outcome: string }[];
  /** From now on until the end, what is opened at once included. */
  readonly live: readonly NewTask[];
  readonly draft: readonly NewTask[];
}

export interface WhatIfOrder {
  readonly kind: CaseKind;
  readonly state: CaseState;
  /** The case's rules as they would be; null: they would say the same, so that nothing changes for it. */
  readonly rules: RuleSnapshot | null;
  /** Keys of the tasks that are open now. */
  readonly openTasks: readonly string[];
  readonly now: number;
  readonly until: number;
}

/** @throws ChartFault when the chart breaks its contract under these rules. */
export function whatIf({ kind, state, rules, openTasks, now, until }: WhatIfOrder): WhatIf {
  const at = Math.max(now, state.lastAt);
  const live = runForward(kind, state, until, at);
  if (rules === null) {
    const { opened } = newTasks(live, openTasks);
    return { flagsRaised: [], flagsCleared: [], clocks: [], opened: [], closed: [], live: opened, draft: opened };
  }
  const published = advance(kind, state, {
    type: 'rules.published',
    at,
    commandId: `what-if:${state.caseId}`,
    actor: { type: 'system', id: 'rules' },
    rules,
  });
  const draft = [published, ...runForward(kind, published.state, until, at)];
  const [before, after] = [flagsAt(live, state, at), flagsAt(draft, published.state, at)];
  const liveTasks = newTasks(live, openTasks);
  const draftTasks = newTasks(draft, openTasks);
  return {
    flagsRaised: after.filter((flag) => !before.includes(flag)),
    flagsCleared: before.filter((flag) => !after.includes(flag)),
    clocks: netChanges(published.clockChanges).map((change) => movedClock(kind, state, published.state, change, at)),
    opened: draftTasks.opened.filter((task) => task.at <= at),
    closed: draftTasks.closed.filter((task) => task.at <= at).map(({ key, outcome }) => ({ key, outcome })),
    live: liveTasks.opened,
    draft: draftTasks.opened,
  };
}

/** The flags when everything due by `at` has fired. */
function flagsAt(steps: readonly Step[], start: CaseState, at: number): readonly string[] {
  return steps.findLast((step) => step.event.at <= at)?.state.flags ?? start.flags;
}

function movedClock(kind: CaseKind, before: CaseState, after: CaseState, change: ClockChange, at: number): MovedClock {
  const definition = kind.clocks[change.name];
  const due = definition ? dueOf(change.name, definition, after.snapshot.context as BaseContext) : null;
  return {
    ...change,
    runningSince: before.clocks.find((clock) => clock.name === change.name)?.armedAt ?? at,
    // A chart that finds the instant passed leaves the wait at once: its clock is stopped, and what it does is done.
    atPublish: change.change !== 'fired' && due !== null && due.at <= at,
  };
}

/** Folds the orders of the steps as the record does: opening what is open refreshes it, a closed case has none. */
function newTasks(steps: readonly Step[], openTasks: readonly string[]) {
  const open = new Set(openTasks);
  const opened: NewTask[] = [];
  const closed: { readonly at: number; readonly key: string; readonly outcome: string }[] = [];
  for (const step of steps) {
    const { at } = step.event;
    const orders = tasksOf(step.effects);
    const ends = new Map(orders.close.map(({ key, outcome }) => [key, outcome]));
    for (const key of step.state.closed ? open : []) ends.set(key, ends.get(key) ?? 'case-closed');
    for (const [key, outcome] of ends) if (open.delete(key)) closed.push({ at, key, outcome });
    for (const task of orders.open) {
      if (!open.has(task.key)) opened.push(newTask(step, task));
      open.add(task.key);
    }
  }
  return { opened, closed };
}

function newTask(step: Step, { key, title, dueOn, followsOwner, role }: TaskToOpen): NewTask {
  return { at: step.event.at, key, title, dueOn, owner: followsOwner ? step.facts.owner : null, role };
}
