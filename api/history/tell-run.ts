/** Tells one run of a case's workflow as a story: events that belong together become one entry, each in plain words. */
import { ruleVersionOf, type CaseState } from '../../domain/kernel';
import { clockWords, eventTitle } from '../read/case-views';
import type { HistoryEvent } from './history-event';
import { entry, type StoryEntry } from './story-entry';

type Of<I extends HistoryEvent['is']> = Extract<HistoryEvent, { is: I }>;

/** A build's name as people compare it: the first digits of its checksum. */
export function buildName(build: string | null): string | null {
  if (build === null) return null;
  return (build.split('+').at(-1) ?? build).slice(0, 8);
}

export async function tellRun(kind: string, events: AsyncIterable<HistoryEvent>): Promise<StoryEntry[]> {
  const teller = new Teller(kind);
  for await (const event of events) teller.hear(event);
  return teller.story;
}

const seconds = (ms: number): string => (ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`);
const tries = (n: number): string => (n === 1 ? 'the first try' : `${n} tries`);

class Teller {
  readonly story: StoryEntry[] = [];
  /** Entries that later events complete, by what these name. */
  readonly #updates = new Map<string, StoryEntry>();
  readonly #clocks = new Map<number, { readonly clock: string | null; readonly dueAt: number }>();
  readonly #scheduled = new Map<number, StoryEntry>();
  #build: string | null = null;
  /** The quick try inside the worker failed: the same write goes on as an activity. */
  #quickFailed = false;

  constructor(private readonly kind: string) {}

  hear(event: HistoryEvent): void {
    switch (event.is) {
      case 'run-started':
        return this.#tell(event, 'run-started', ...started(event));
      case 'run-ended':
        return this.#tell(event, 'run-ended', ...ended(event));
      case 'update-accepted':
        return this.#accepted(event);
      case 'update-completed':
        return this.#completed(event);
      case 'timer-started':
      case 'timer-fired':
      case 'timer-canceled':
        return this.#timer(event);
      case 'local-activity':
        return this.#quickly(event);
      case 'activity-scheduled':
        return this.#ordered(event);
      case 'activity-ended':
        return this.#carriedOut(event);
      case 'task-completed':
        return this.#worker(event);
      case 'task-failed': {
        const words = `${event.cause.toLowerCase().replaceAll('_', ' ')}. Temporal tries the step again.`;
        return this.#tell(event, 'step-failed', 'A step of the workflow failed', words);
      }
    }
  }

  #tell(event: HistoryEvent, type: StoryEntry['type'], title: string, words: string, more: Partial<StoryEntry> = {}) {
    const told = entry(event.at, type, title, words, { runId: event.runId, eventId: event.eventId, ...more });
    this.story.push(told);
  }

  #last(): StoryEntry {
    return this.story.at(-1) as StoryEntry;
  }

  #accepted(event: Of<'update-accepted'>): void {
    const { command } = event;
    if (command === null) return;
    const rules = (command.data as { rules?: { version?: unknown } }).rules?.version;
    const isRules = command.type === 'rules.published' && typeof rules === 'number';
    const title = isRules ? `Rules version ${rules} reached the case` : eventTitle(this.kind, command.type);
    const { actor, commandId } = command;
    this.#tell(event, isRules ? 'rules' : 'command', title, 'Accepted; its answer is still to come.', {
      ...{ actor: { ...actor, name: null }, commandId, ruleVersion: isRules ? rules : null },
    });
    this.#updates.set(event.updateId, this.#last());
  }

  #completed({ updateId, answer }: Of<'update-completed'>): void {
    const told = this.#updates.get(updateId);
    if (!told) return;
    if (answer === null) told.words = 'It failed, and nothing was applied.';
    else if (answer.result === 'applied') {
      told.version = answer.version;
      told.words = `Applied as event ${answer.version}.`;
    } else {
      Object.assign(told, {
        type: 'command-refused',
        words: 'Refused: the case had moved on.',
        why: answer.refusal.why,
      });
    }
  }

  #timer(event: Of<'timer-started'> | Of<'timer-fired'> | Of<'timer-canceled'>): void {
    if (event.is === 'timer-started') {
      const { clock, dueAt } = event;
      this.#clocks.set(event.eventId, { clock, dueAt });
      this.#tell(
        event,
        'timer-started',
        `Waits for ${this.#title(clock)}`,
        'Temporal keeps the timer.',
        this.#of(event),
      );
      return;
    }
    const started = this.#clocks.get(event.startedEventId);
    if (!started) return;
    if (event.is === 'timer-canceled') {
      const title = `Stopped waiting for ${this.#title(started.clock)}`;
      this.#tell(event, 'timer-canceled', title, 'Another clock is due sooner by now, or none is.', this.#of(started));
      return;
    }
    const late = Math.max(0, event.at - started.dueAt);
    const words = `${seconds(late)} after it was due. The case looks which clocks are due now.`;
    this.#tell(event, 'timer-fired', `The timer for ${this.#title(started.clock)} fired`, words, this.#of(started));
  }

  #title(clock: string | null): string {
    return clock === null ? 'a clock' : `“${clockWords(this.kind, clock).title}”`;
  }

  #of({ clock, dueAt }: { readonly clock: string | null; readonly dueAt: number }): Partial<StoryEntry> {
    const named = clock === null ? null : { name: clock, title: clockWords(this.kind, clock).title };
    return { clock: named, dueAt: new Date(dueAt).toISOString() };
  }

  #quickly(event: Of<'local-activity'>): void {
    if (event.activity !== 'projectCase') return;
    this.#quickFailed = !event.ok;
    if (!event.ok) return;
    this.#wrote(event, 1, 'with the first try.');
  }

  /** `title` is completed with the name of the event, which the timeline knows. */
  #wrote(event: Of<'local-activity'> | Of<'activity-ended'>, attempts: number, words: string): void {
    const result = event.outcome?.result;
    if (result === 'claims-taken') {
      this.#tell(event, 'written', 'Not written', 'Another active case holds one of the claims.', { attempts });
      return;
    }
    if (result === 'already-applied') {
      this.#tell(event, 'written', 'Was written before', 'The command had been applied at an earlier version.', {
        attempts,
      });
      return;
    }
    const other = result === 'overtaken' ? ' The record held another event here, and the case took it.' : '';
    const said = `Event ${event.version}, ${words}${other}`;
    this.#tell(event, 'written', 'Written', said, { attempts, version: event.version });
  }

  #ordered(event: Of<'activity-scheduled'>): void {
    const { activity, order } = event;
    if (activity === 'projectCase') {
      const words = 'The quick try failed; it is tried until it succeeds.';
      this.#tell(event, 'writing', 'Writing goes on', words);
    } else if (activity === 'performEffect') {
      this.#tell(event, 'effect-ordered', effectTitle(order?.effect), 'On its way.');
    } else if (activity === 'recordIncident') {
      this.#tell(event, 'incident', 'An incident was opened', 'An effect could not be carried out.');
    } else return;
    this.#scheduled.set(event.eventId, this.#last());
  }

  #carriedOut(event: Of<'activity-ended'>): void {
    const told = this.#scheduled.get(event.scheduledEventId);
    const { activity, how, attempts } = event;
    if (activity === 'projectCase') {
      if (told) this.story.splice(this.story.indexOf(told), 1);
      const all = attempts + (this.#quickFailed ? 1 : 0);
      this.#quickFailed = false;
      if (how === 'completed') this.#wrote(event, all, `with ${tries(all)}.`);
      else this.#tell(event, 'step-failed', 'An event was not written', `It ended ${how} after ${tries(all)}.`);
      return;
    }
    if (!told) return;
    told.attempts = attempts;
    if (activity !== 'performEffect') return;
    if (how === 'completed')
      Object.assign(told, { type: 'effect-sent', words: `Carried out with ${tries(attempts)}.` });
    else {
      const words = `It ${how === 'failed' ? 'failed' : how.replace('-', ' ')} after ${tries(attempts)}.`;
      Object.assign(told, { type: 'effect-failed', part: 'trouble', words });
    }
  }

  #worker(event: Of<'task-completed'>): void {
    const { build } = event.worker;
    if (build === null || build === this.#build) return;
    const name = buildName(build) ?? build;
    const words = this.#build === null ? 'This build runs the case.' : `It ran build ${buildName(this.#build)} before.`;
    this.#build = build;
    this.#tell(event, 'worker', `Worker build ${name}`, words, { build: name });
  }
}

type Words = readonly [title: string, words: string, more?: Partial<StoryEntry>];

function started({ start }: Of<'run-started'>): Words {
  if (start.from === 'open') {
    const { rules, actor, commandId } = start.open;
    const more = { ruleVersion: rules.version, actor: { ...actor, name: null }, commandId };
    return ['The workflow started', `To open the case, with version ${rules.version} of the rules.`, more];
  }
  const { state } = start;
  const at = `event ${state.seq}`;
  switch (start.from) {
    case 'closed':
      return ['Started again', `To reopen the closed case, from its record after ${at}.`, rulesOf(start.rules.version)];
    case 'record':
      return [
        'Started again from the record',
        `Its run had been lost; it goes on after ${at}.`,
        rulesOf(start.rules.version),
      ];
    case 'earlier-run':
      return [
        'Goes on in this run',
        `After ${at}, with ${start.outbox.length === 0 ? 'nothing' : start.outbox.length} left to send.`,
        rulesOf(versionOf(state)),
      ];
  }
}

const rulesOf = (ruleVersion: number | null): Partial<StoryEntry> => ({ ruleVersion });
const versionOf = (state: CaseState): number => ruleVersionOf(state);

function ended({ how, end }: Of<'run-ended'>): Words {
  if (how === 'continued')
    return ['Continued as a new run', 'A run is kept short, so that it can be replayed quickly.'];
  if (how === 'completed' && end?.end === 'closed') {
    return ['The run ended', `The case is closed with event ${end.version}; its row is the record.`];
  }
  if (how === 'completed') return ['The run ended', 'The opening was refused.'];
  if (how === 'terminated') return ['The run was ended from outside', 'The reconciler or a person ended it.'];
  return ['The run broke off', `It ended as ${how.replace('-', ' ')}.`];
}

function effectTitle(effect: { readonly type: string; readonly template: string } | undefined): string {
  if (effect === undefined) return 'An effect';
  return effect.type === 'letter.draft' ? `Letter drafted: ${effect.template}` : `Notice sent: ${effect.template}`;
}
