/** One entry of a workflow history told as a story: the shape, and in which part of the story each sort stands. */
import { z } from 'zod';
import { Instant } from '../input/fields';
import { phi, plain } from '../privacy/phi';

/** What the story can be narrowed to. */
export const parts = ['commands', 'clocks', 'writes', 'effects', 'runs', 'trouble'] as const;
export type StoryPart = (typeof parts)[number];

export const entryTypes = [
  'run-started',
  'run-ended',
  'worker',
  'command',
  'command-refused',
  'rules',
  'timer-started',
  'timer-fired',
  'timer-canceled',
  'written',
  'writing',
  'effect-sent',
  'effect-failed',
  'effect-ordered',
  'incident',
  'step-failed',
] as const;
export type EntryType = (typeof entryTypes)[number];

export const partOf: Readonly<Record<EntryType, StoryPart>> = {
  'run-started': 'runs',
  'run-ended': 'runs',
  worker: 'runs',
  command: 'commands',
  'command-refused': 'commands',
  rules: 'commands',
  'timer-started': 'clocks',
  'timer-fired': 'clocks',
  'timer-canceled': 'clocks',
  written: 'writes',
  writing: 'writes',
  'effect-sent': 'effects',
  'effect-failed': 'trouble',
  'effect-ordered': 'effects',
  incident: 'trouble',
  'step-failed': 'trouble',
};

export const StoryEntry = z
  .strictObject({
    id: plain(z.string()),
    at: Instant,
    type: z.enum(entryTypes),
    part: z.enum(parts),
    title: plain(z.string()),
    words: plain(z.string()).describe('What happened, in a sentence of the program'),
    why: phi('visits', z.string().nullable()).describe('The reason of a refusal'),
    runId: plain(z.string()).nullable().describe('Null: it left no trace in a run, as a refused command'),
    eventId: z.int().nullable().describe("Of Temporal's event, where it begins"),
    version: z.int().nullable().describe("The case's version after it, where it made one"),
    ruleVersion: z.int().nullable(),
    clock: plain(z.strictObject({ name: z.string(), title: z.string() }).nullable()),
    dueAt: Instant.nullable(),
    attempts: z.int().nullable(),
    actor: plain(z.strictObject({ type: z.string(), id: z.string(), name: z.string().nullable() }).nullable()),
    build: plain(z.string().nullable()),
    commandId: plain(z.string().nullable()),
  })
  .meta({ id: 'HistoryEntry' });
export type StoryEntry = z.infer<typeof StoryEntry>;

/** An entry with nothing but what every one has. */
export function entry(
  at: number,
  type: EntryType,
  title: string,
  words: string,
  more: Partial<StoryEntry> = {},
): StoryEntry {
  const runId = more.runId ?? null;
  const eventId = more.eventId ?? null;
  return {
    id: `${runId ?? 'inbox'}:${eventId ?? more.commandId ?? at}`,
    at: new Date(at).toISOString(),
    ...{ type, part: partOf[type], title, words },
    ...{ why: null, version: null, ruleVersion: null, clock: null, dueAt: null, attempts: null, actor: null },
    ...{ build: null, commandId: null },
    ...more,
    ...{ runId, eventId },
  };
}
