/** Makes the commands of a run from its seed: openings, events of every type, moved clocks, tasks, repeats, conditions. */
import { caseIdOf, commandIdOf } from '../../commands/ids';
import { addDays } from '../../domain/calendar';
import { denialCommands } from './commands-denial';
import { wcCommands } from './commands-wc';
import type { Random } from '../support/world/random';

/** What a maker of event data may draw from. */
export interface MakerArgs {
  readonly random: Random;
  /** The civil date so many days from today, in the practice's zone. */
  day(offset: number): string;
  readonly claims: readonly string[];
  readonly users: readonly string[];
  /** A number that only this command carries. */
  readonly mark: number;
  /** A new id of this sort, kept for the case. */
  remember(sort: string): string;
  /** An id of this sort that the case was given earlier, or one it never saw. */
  recall(sort: string): string;
}
export type CommandMaker = (args: MakerArgs) => Record<string, unknown>;

export const makers: Readonly<Record<string, Readonly<Record<string, CommandMaker>>>> = {
  denial: denialCommands,
  wc: wcCommands,
};

/** What the generator knows of a case: enough to aim, never enough to be always right. */
export interface CaseSketch {
  readonly caseId: string;
  readonly kind: string;
  /** Last version an answer named; 0 until the opening is answered. */
  version: number;
  readonly ids: Map<string, string[]>;
}

export interface PlannedOp {
  /** Also its Idempotency-Key. */
  readonly opId: string;
  readonly sketch: CaseSketch;
  readonly commandId: string;
  readonly type: string;
  readonly note: string;
  readonly expectedVersion: number | null;
  readonly path: string;
  readonly body: Record<string, unknown>;
  /** The same request, so many times at once (F8). */
  readonly copies: number;
  /** The caller gives up after the first unknown answer; the inbox has to deliver. */
  readonly walksAway: boolean;
}

/** Every word a person wrote starts with it; found outside Postgres it is a leak (I9). */
export const CANARY = 'Zqxv-canary';
/** Clocks of each kind that usually run, to be moved a few seconds ahead so that they fire under faults. */
const clocks: Readonly<Record<string, readonly string[]>> = {
  denial: ['followUp', 'unworkedDenial', 'appealWindowClosing', 'noOwner', 'stalled'],
  wc: ['adjusterSilence', 'authorizationExpiring', 'followUp', 'reauthorizationOverdue'],
};
/** Events that end a case come seldom, or there would soon be nothing to do; reopening makes up for some. */
const seldom: Readonly<Record<string, number>> = { 'case.resolved': 0.35, 'case.canceled': 0.25, 'case.reopened': 0.6 };

export interface GeneratorParts {
  readonly random: Random;
  /** Whose token the commands carry. */
  readonly actorId: string;
  readonly claims: readonly string[];
  readonly users: readonly string[];
  /** Today's date in the practice's zone. */
  readonly today: string;
  now(): number;
}

export class Generator {
  readonly #cases: CaseSketch[] = [];
  #count = 0;

  constructor(private readonly parts: GeneratorParts) {}

  /** Cases whose opening was answered, so that a command for one is about a case that exists. */
  get opened(): CaseSketch[] {
    return this.#cases.filter((c) => c.version > 0);
  }

  /** Opens a case; about one in six denial cases asks for a claim that another case may hold (H23). */
  opening(kind: string): PlannedOp {
    const { random, claims } = this.parts;
    const { opId, note, mark } = this.#next();
    const commandId = commandIdOf(this.parts.actorId, opId);
    const sketch: CaseSketch = { caseId: caseIdOf(commandId), kind, version: 0, ids: new Map() };
    this.#cases.push(sketch);
    const claimId = random.chance(0.16) ? (claims[0] as string) : random.pick(claims);
    const data = kind === 'denial' ? this.#denial(claimId, mark) : this.#wc(sketch, claimId);
    const body = { kind, data, details: { description: note } };
    return this.#plan({ opId, sketch, commandId, type: 'case.opened', note, path: '/cases', body });
  }

  /** A command for one of the opened cases; there must be one. */
  event(): PlannedOp {
    const { random, now } = this.parts;
    const sketch = random.pick(this.opened);
    const { opId, note, mark } = this.#next();
    const common = { opId, sketch, commandId: commandIdOf(this.parts.actorId, opId), note };
    const at = `/cases/${sketch.caseId}`;
    if (random.chance(0.22)) {
      const clock = random.pick(clocks[sketch.kind] ?? []);
      const dueAt = new Date(now() + random.int(1_500, 12_000)).toISOString();
      return this.#plan({
        ...common,
        type: 'clock.moved',
        path: `${at}/clocks/${clock}/move`,
        body: { dueAt, reason: note },
      });
    }
    if (random.chance(0.05)) {
      const body = { title: note, assignTo: { role: 'biller' }, dueOn: this.#day(5) };
      return this.#plan({ ...common, type: 'task.added', path: `${at}/tasks`, body });
    }
    const [type, data] = this.#eventOf(sketch, mark);
    const seen = random.chance(0.12) ? Math.max(1, sketch.version - (random.chance(0.3) ? 1 : 0)) : null;
    return {
      ...this.#plan({ ...common, type, path: `${at}/events`, body: { type, data, note } }),
      expectedVersion: seen,
    };
  }

  #denial(claimId: string, mark: number) {
    const { random } = this.parts;
    return {
      claims: [{ claimId, submissionId: null }],
      carcCodes: ['CO-16'],
      priority: 'normal',
      deniedOn: this.#day(random.int(-30, -1)),
      deniedCents: mark,
      outstandingCents: mark,
      ...(random.chance(0.5) ? { followUpOn: this.#day(random.int(2, 30)) } : {}),
    };
  }

  #wc(sketch: CaseSketch, claimId: string) {
    const { random } = this.parts;
    return {
      ...(random.chance(0.3) ? { claimId } : {}),
      startedOn: this.#day(random.int(-8, 0)),
      authorizations: [
        {
          authorizationId: this.#remember(sketch, 'authorization'),
          startsOn: this.#day(random.int(-40, -1)),
          endsOn: this.#day(random.int(1, 40)),
          visitsLimit: random.int(3, 20),
          source: 'manual',
          determinedOn: this.#day(-1),
        },
      ],
    };
  }

  #eventOf(sketch: CaseSketch, mark: number): [string, Record<string, unknown>] {
    const { random, claims, users } = this.parts;
    const ofKind = makers[sketch.kind] ?? {};
    let type = random.pick(Object.keys(ofKind));
    while (!random.chance(seldom[type] ?? 1)) type = random.pick(Object.keys(ofKind));
    const make = ofKind[type] as CommandMaker;
    return [
      type,
      make({
        random,
        day: this.#day,
        claims,
        users,
        mark,
        remember: (sort) => this.#remember(sketch, sort),
        recall: (sort) => random.pick([...(sketch.ids.get(sort) ?? []), random.uuid()]),
      }),
    ];
  }

  #day = (offset: number): string => addDays(this.parts.today, offset);

  #remember(sketch: CaseSketch, sort: string): string {
    const id = this.parts.random.uuid();
    sketch.ids.set(sort, [...(sketch.ids.get(sort) ?? []), id]);
    return id;
  }

  #next() {
    this.#count += 1;
    const opId = `op-${String(this.#count).padStart(5, '0')}`;
    return { opId, note: `${CANARY}-${opId}`, mark: 1_000_000 + this.#count };
  }

  #plan(op: Omit<PlannedOp, 'copies' | 'walksAway' | 'expectedVersion'>): PlannedOp {
    const { random } = this.parts;
    const copies = random.chance(0.15) ? random.int(2, 5) : 1;
    return { ...op, expectedVersion: null, copies, walksAway: random.chance(0.1) };
  }
}
