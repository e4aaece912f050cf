/** Plays the story on real workflows and a real database, with the server's time jumping from act to act. */
import { randomUUID } from 'node:crypto';
import type { DataConverter } from '@temporalio/common';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Gateway } from '../../commands/gateway';
import { caseIdOf, commandIdOf } from '../../commands/ids';
import { RuleSource } from '../../commands/rule-source';
import type { CommandOutcome } from '../../commands/types';
import { addDays, instantOf } from '../../domain/calendar';
import type { Db } from '../../platform/db';
import { startWorker } from '../../worker';
import { storyDates, type StoryDates } from './dates';
import { people, plotOf, storyClaimId, type Act, type StoryCase } from './plot';
import { readEntries, type Entry } from './read-entries';

const COMMAND_WAIT_MS = 60_000;

export interface StoryParts {
  readonly env: TestWorkflowEnvironment;
  /** The one that the client of `env` was made with. */
  readonly dataConverter: DataConverter;
  readonly db: Db;
  readonly practiceId: string;
  readonly cacheDir: string;
  /** Told each day's entries as soon as the day is over. */
  onDay?(on: string, entries: readonly Entry[], refused: readonly Refused[]): void;
  /** Told as soon as a case has its id. */
  onOpened?(story: StoryCase, caseId: string): void;
  /** Told once the days are known. */
  onStart?(dates: StoryDates): void;
  /** Lets the server's time run on after the last day; nothing may happen then. */
  readonly quietDaysAfter?: number;
}

export interface Refused {
  readonly act: Act;
  readonly why: string;
}

export interface Story {
  readonly dates: StoryDates;
  readonly cases: ReadonlyMap<StoryCase, string>;
  readonly refused: readonly Refused[];
}

/** @throws when an act is refused that should not be, or applied that should not be. */
export async function playStory(parts: StoryParts): Promise<Story> {
  const { env, db } = parts;
  const dates = storyDates(await env.currentTimeMs());
  parts.onStart?.(dates);
  await castPeople(db, parts.practiceId);
  const rules = new RuleSource(db.pool, () => instantAt(dates.firstOn));
  const { calendar } = await rules.snapshotFor(parts.practiceId, 'US-CA');
  const taskQueue = `story-${randomUUID()}`;
  const worker = await startWorker({
    address: env.address,
    namespace: env.namespace ?? 'default',
    dataConverter: parts.dataConverter,
    taskQueue,
    cacheDir: parts.cacheDir,
    memoryMb: 512,
    pool: db.pool,
  });
  const gateway = new Gateway({ pool: db.pool, client: env.client, taskQueue, rules });
  const cases = new Map<StoryCase, string>();
  const refused: Refused[] = [];
  const skipTo = async (instant: number) => {
    const ms = instant - (await env.currentTimeMs());
    if (ms > 0) await env.sleep(ms);
  };
  try {
    const plot = plotOf(dates);
    let seen = 0n;
    for (let on = dates.firstOn; on <= dates.lastOn; on = addDays(on, 1)) {
      const before = refused.length;
      for (const act of plot.filter((a) => a.on === on)) {
        await skipTo(instantOf(calendar, on, minuteOf(act.time)));
        const outcome = await perform(gateway, act, parts.practiceId, cases);
        const caseId = cases.get(act.case);
        if (act.type === 'case.opened' && caseId) parts.onOpened?.(act.case, caseId);
        if ((outcome.state === 'refused') !== (act.refused === true) || outcome.state === 'pending') {
          throw new Error(
            `"${act.says}" (${act.type} on ${on}) should not be ${outcome.state}: ${JSON.stringify(outcome)}`,
          );
        }
        if (outcome.state === 'refused') refused.push({ act, why: outcome.refusal.why });
      }
      // Midnight belongs to the next day; the second before it to this one.
      await skipTo(instantOf(calendar, addDays(on, 1), 0) - 1_000);
      const entries = await readEntries(db.pool, seen);
      seen = entries.reduce((most, { position }) => (position > most ? position : most), seen);
      parts.onDay?.(on, entries, refused.slice(before));
    }
    if (parts.quietDaysAfter) await env.sleep(parts.quietDaysAfter * 86_400_000);
  } finally {
    await worker.stop();
  }
  return { dates, cases, refused };
}

const instantAt = (on: string) => Date.parse(`${on}T12:00:00Z`);

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

async function castPeople(db: Db, practiceId: string): Promise<void> {
  await db.prisma.user.createMany({
    data: Object.values(people).map(({ id, name, role }) => ({
      id,
      displayName: name,
      email: `${name.split(' ')[0]?.toLowerCase() ?? id}@story.invalid`,
      roles: [role],
      allLocations: true,
    })),
    skipDuplicates: true,
  });
  await db.prisma.claim.createMany({
    data: [{ id: storyClaimId, practiceId, number: 'STORY-1' }],
    skipDuplicates: true,
  });
}

function perform(
  gateway: Gateway,
  act: Act,
  practiceId: string,
  cases: Map<StoryCase, string>,
): Promise<CommandOutcome> {
  const actor = { type: 'user', id: act.kind === 'wc' ? people.coordinator.id : people.biller.id } as const;
  const opening = act.type === 'case.opened';
  const commandId = commandIdOf(actor.id, `story:${act.case}:${act.on}:${act.time}:${act.type}`);
  if (opening) cases.set(act.case, caseIdOf(commandId));
  const caseId = cases.get(act.case);
  if (caseId === undefined) throw new Error(`The story's ${act.case} case acts before it is opened.`);
  return gateway.submit(
    {
      commandId,
      caseId,
      kind: act.kind,
      type: act.type,
      actor,
      data: act.data,
      note: null,
      expectedVersion: null,
      row: opening
        ? {
            practiceId,
            jurisdiction: 'US-CA',
            priority: 'normal',
            details: {},
            subject: null,
            tags: [],
            payerId: null,
            patientId: null,
            claimNumber: null,
            searchText: '',
          }
        : null,
    },
    COMMAND_WAIT_MS,
  );
}
