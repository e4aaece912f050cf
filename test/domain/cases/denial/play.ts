/** Plays denial cases in tests: opens, sends, lets time pass, and keeps the open tasks the effects asked for. */
import { denialKind } from '../../../../domain/cases/denial/kind';
import type { OpenData } from '../../../../domain/cases/denial/events';
import type { PracticeCalendar } from '../../../../domain/calendar';
import type { Effect } from '../../../../domain/effects';
import {
  advance,
  open,
  refusalOf,
  runForward,
  type CaseEvent,
  type CaseState,
  type RuleSetting,
  type RuleSnapshot,
  type Step,
} from '../../../../domain/kernel';

type TaskOpen = Extract<Effect, { type: 'task.open' }>;
type TaskClose = Extract<Effect, { type: 'task.close' }>;

const WORKDAY: [number, number][] = [[480, 1_020]];
const holiday = (on: string, name: string) => ({ on, name, intervals: [] });

/** A Los Angeles practice in 2026: Monday to Friday 08:00-17:00, federal holidays, deadlines from 05:00 to 06:30. */
export const calendar: PracticeCalendar = {
  zone: 'America/Los_Angeles',
  offsets: [
    [Date.UTC(2025, 10, 2, 9), -480],
    [Date.UTC(2026, 2, 8, 10), -420],
    [Date.UTC(2026, 10, 1, 9), -480],
    [Date.UTC(2027, 2, 14, 10), -420],
    [Date.UTC(2027, 10, 7, 9), -480],
  ],
  week: [WORKDAY, WORKDAY, WORKDAY, WORKDAY, WORKDAY, [], []],
  exceptions: [
    holiday('2026-01-01', "New Year's Day"),
    holiday('2026-01-19', 'Martin Luther King Day'),
    holiday('2026-02-16', "Washington's Birthday"),
    holiday('2026-05-25', 'Memorial Day'),
    holiday('2026-07-03', 'Independence Day observed'),
    holiday('2026-09-07', 'Labor Day'),
    holiday('2026-11-11', 'Veterans Day'),
    holiday('2026-11-26', 'Thanksgiving Day'),
    holiday('2026-12-25', 'Christmas Day'),
  ],
  sweep: { fromMinute: 300, spreadMinutes: 90 },
  coversFrom: '2025-11-03',
  coversTo: '2027-12-31',
};

/** A rule set that differs from the defaults only where it says so. */
export function rulesWith(settings: Record<string, RuleSetting> = {}, version = 1): RuleSnapshot {
  return { version, settings, calendar };
}

/** `la('2026-03-05 10:00')`: that wall-clock time in Los Angeles as an instant. */
export function la(text: string): number {
  const wall = Date.parse(`${text.replace(' ', 'T')}:00Z`);
  const summer = wall - 420 * -60_000;
  const isSummer = summer >= Date.UTC(2026, 2, 8, 10) && summer < Date.UTC(2026, 10, 1, 9);
  return wall + (isSummer ? 420 : 480) * 60_000;
}

/** The wall-clock date in Los Angeles of an instant. */
export function dayOf(at: number | null | undefined): string | null {
  if (at === null || at === undefined) return null;
  return new Intl.DateTimeFormat('en-CA', { timeZone: calendar.zone, dateStyle: 'short' }).format(at);
}

export const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const someone = { userId: id(901) };

export const denial: OpenData = {
  claims: [{ claimId: id(1), submissionId: null }],
  carcCodes: ['CO-16', 'OA-18'],
  subject: 'missing-information',
  priority: 'normal',
  deniedOn: '2026-03-02',
  deniedCents: 45_000,
  outstandingCents: 45_000,
  owner: someone,
};

/** A case under play. Time only moves forward; clocks due on the way fire each at its own instant. */
export class Play {
  state: CaseState;
  readonly steps: Step[] = [];
  readonly tasks = new Map<string, TaskOpen>();
  readonly closings: TaskClose[] = [];
  now: number;

  constructor(data: Partial<OpenData> = {}, at = la('2026-03-03 10:00'), rules = rulesWith()) {
    this.now = at;
    const actor = { type: 'user', id: 'u1' } as const;
    const input = { caseId: id(777), at, commandId: 'open', actor, rules, data: { ...denial, ...data } };
    const step = open(denialKind, input);
    this.state = step.state;
    this.keep(step);
  }

  event(type: string, data: object = {}): CaseEvent {
    return { type, at: this.now, commandId: `c${this.state.seq}`, actor: { type: 'user', id: 'u1' }, ...data };
  }

  /** Sends an event that must be accepted. */
  send(type: string, data: object = {}): Step {
    const event = this.event(type, data);
    const refusal = refusalOf(denialKind, this.state, event);
    if (refusal) throw new Error(`${type} was refused: ${refusal.why}`);
    const step = advance(denialKind, this.state, event);
    this.keep(step);
    return step;
  }

  /** The reason an event would be refused, or null. */
  why(type: string, data: object = {}): string | null {
    return refusalOf(denialKind, this.state, this.event(type, data))?.why ?? null;
  }

  /** Lets time pass until that wall-clock time; returns the firings on the way. */
  until(text: string | number): Step[] {
    const to = typeof text === 'number' ? text : la(text);
    const fired = runForward(denialKind, this.state, to);
    for (const step of fired) this.keep(step);
    this.now = to;
    return fired;
  }

  /** Names and local dates of the firings until then. */
  firings(text: string): string[] {
    return this.until(text).map((s) => `${s.fired?.name} ${dayOf(s.event.at)}`);
  }

  get stage() {
    return this.state.stage;
  }
  get flags() {
    return this.state.flags;
  }
  get facts() {
    return this.last.facts;
  }
  /** The rules the case runs under now. */
  get rules(): RuleSnapshot {
    return (this.state.snapshot.context as { rules: RuleSnapshot }).rules;
  }
  get last(): Step {
    return this.steps.at(-1) as Step;
  }
  get open(): string[] {
    return [...this.tasks.keys()].sort();
  }
  /** Local date on which that clock is due, or null when it is not armed. */
  due(name: string): string | null {
    return dayOf(this.state.clocks.find((c) => c.name === name)?.dueAt);
  }
  /** The leaf of each region. */
  get leaves(): Record<string, string> {
    const value = this.state.snapshot.value as { open?: Record<string, string> };
    return value.open ?? {};
  }

  private keep(step: Step): void {
    this.steps.push(step);
    this.state = step.state;
    for (const effect of step.effects) {
      if (effect.type === 'task.open' && !this.tasks.has(effect.key)) this.tasks.set(effect.key, effect);
      if (effect.type === 'task.close') {
        this.closings.push(effect);
        this.tasks.delete(effect.key);
      }
    }
  }
}
