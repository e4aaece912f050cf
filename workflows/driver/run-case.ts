/** Keeps a case alive: answers commands, fires clocks with one timer, sends effects, continues as new. Knows no kind. */
import {
  CancellationScope,
  allHandlersFinished,
  condition,
  continueAsNew,
  isCancellation,
  setHandler,
  sleep,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { soonest, type CaseKind, type CaseState } from '../../domain/kernel';
import {
  caseQuery,
  commandUpdate,
  memoryQuery,
  openedUpdate,
  type CaseEnd,
  type CaseMemory,
  type CaseStart,
  type CommandAnswer,
} from '../messages';
import { LiveCase } from './live-case';
import { perform } from './outside';

/** Below the server's limit of 2,000 updates a run, and short enough to replay quickly. */
const UPDATES_PER_RUN = 500;
/** A run started to reopen a case waits this long for the command that came with it. */
const REOPEN_WAIT = '10m';

interface Timer {
  readonly dueAt: number;
  readonly scope: CancellationScope;
}

function begin(kind: CaseKind, start: CaseStart): LiveCase {
  switch (start.from) {
    case 'open':
      return new LiveCase(kind, null, [], []);
    case 'closed':
      return new LiveCase(kind, withRules(start.state, start.rules), [], []);
    case 'record':
      return new LiveCase(kind, withRules(start.state, start.rules), start.outbox, start.applied);
    case 'earlier-run':
      return new LiveCase(kind, start.state, start.outbox, start.applied);
  }
}

function withRules(state: CaseState, rules: unknown): CaseState {
  return {
    ...state,
    snapshot: { ...state.snapshot, context: { ...(state.snapshot.context as object), rules } },
  };
}

function rulesOf(start: CaseStart): CaseMemory['from'] {
  if (start.from !== 'open') throw new Error('Only a case that is being opened has no state yet.');
  return { rules: start.open.rules };
}

/** Runs one case until it closes. Every kind's workflow is this function with its kind. */
export async function runCase(kind: CaseKind, start: CaseStart): Promise<CaseEnd> {
  const live = begin(kind, start);
  const from: CaseMemory['from'] = live.state === null ? rulesOf(start) : { state: live.state };
  const now = (): number => Date.now();
  let timer: Timer | null = null;

  setHandler(caseQuery, () => ({ state: live.state, outbox: live.outbox, timerAt: timer?.dueAt ?? null }));
  setHandler(memoryQuery, () => ({ from, events: live.events }));
  setHandler(openedUpdate, async (): Promise<CommandAnswer> => {
    await condition(() => live.state !== null || live.openRefusal !== null);
    if (live.openRefusal) return { result: 'refused', refusal: live.openRefusal };
    return { result: 'applied', version: 1 };
  });
  setHandler(commandUpdate, (command) => live.apply(command, now), {
    validator: (command) => live.validate(command, now()),
  });

  if (start.from === 'open') await live.open({ ...start.open, at: now() });
  if (live.openRefusal) {
    await condition(allHandlersFinished);
    return { end: 'refused', refusal: live.openRefusal };
  }
  if (start.from === 'closed') await condition(() => live.changes > 0, REOPEN_WAIT);

  const sender = sendEffects(live, now);
  let shownStage: string | null = null;

  for (;;) {
    const state = live.state as CaseState;
    if (state.stage !== shownStage && !(shownStage === null && start.from === 'open')) {
      upsertSearchAttributes({ CaseStage: [state.stage] });
    }
    shownStage = state.stage;
    const seen = live.changes;
    if (state.closed && live.idle && live.outbox.length === 0) break;
    if (mustContinue(live)) {
      timer?.scope.cancel();
      timer = null;
      await condition(() => live.idle && allHandlersFinished());
      if (!(live.state as CaseState).closed) {
        await continueAsNew<(start: CaseStart) => Promise<CaseEnd>>({
          from: 'earlier-run',
          state: live.state as CaseState,
          outbox: live.outbox,
          applied: live.applied,
        });
      }
      continue;
    }
    const next = soonest(state);
    const dueAt = next?.dueAt ?? null;
    if (next !== null && dueAt !== null) {
      if (dueAt <= now()) {
        await live.fireDue(now);
        continue;
      }
      // A timer that is too early only looks again; one that is too late is replaced. So most events leave it alone.
      if (timer === null || dueAt < (timer as Timer).dueAt) {
        (timer as Timer | null)?.scope.cancel();
        timer = startTimer(dueAt, next.name, now(), () => (timer = null));
      }
    }
    const waiting: Timer | null = timer;
    await condition(() => live.changes !== seen || timer !== waiting || mustContinue(live));
  }
  (timer as Timer | null)?.scope.cancel();
  await sender.stop();
  await condition(() => live.idle && allHandlersFinished());
  return { end: 'closed', version: (live.state as CaseState).seq };
}

function mustContinue(live: LiveCase): boolean {
  return live.updates >= UPDATES_PER_RUN || workflowInfo().continueAsNewSuggested;
}

/** One Temporal timer, named after the clock it waits for. */
function startTimer(dueAt: number, name: string, now: number, done: () => void): Timer {
  const scope = new CancellationScope();
  scope
    .run(() => sleep(dueAt - now, { summary: `clock: ${name}` }))
    .then(done, (error: unknown) => {
      if (!isCancellation(error)) throw error;
    });
  return { dueAt, scope };
}

/** The second loop: effects leave one after another; one that fails for good comes back as an event. */
function sendEffects(live: LiveCase, now: () => number): { stop(): Promise<void> } {
  let stopped = false;
  const loop = (async () => {
    for (;;) {
      await condition(() => live.outbox.length > 0 || stopped);
      const order = live.outbox[0];
      if (order === undefined) return;
      const outcome = await perform(order);
      if (!outcome.ok) {
        await live.apply(
          {
            commandId: `${order.effectId}:failed`,
            type: 'effect.failed',
            actor: { type: 'system', id: 'effects' },
            data: { effectId: order.effectId, code: outcome.code, attempts: outcome.attempts },
            expectedVersion: null,
          },
          now,
        );
      }
      live.outbox.shift();
      live.changes += 1;
    }
  })();
  return {
    stop: async () => {
      stopped = true;
      await loop;
    },
  };
}
