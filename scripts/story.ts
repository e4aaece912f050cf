/** `npm run story`: sixty days of three cases in seconds - real workflows and database, the server's time jumping ahead. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DataConverter } from '@temporalio/common';
import { openDb } from '../platform/db';
import { EnvError, readEnv } from '../platform/env';
import { fixedRing } from '../platform/keys/key-ring';
import { keyText, newKey } from '../platform/keys/key-text';
import { createLog } from '../platform/log';
import { startEmbeddedPostgres } from '../platform/postgres/embedded';
import { dataConverterFor } from '../platform/temporal/data-converter';
import { quietSdk } from '../platform/temporal/sdk-logging';
import { migrate } from '../prisma/migrate';
import { seed } from '../prisma/seed';
import { makeProgress } from './start/progress';
import { playStory } from './story/play';
import { plotOf, type StoryCase } from './story/plot';
import { linesOf, type StoryWords } from './story/print';
import { startTimeServer } from './story/time-server';

async function main(): Promise<void> {
  process.env['TZ'] = 'UTC';
  const { CASECLOCK_CACHE: cacheDir } = readEnv();
  const progress = makeProgress();
  const dataConverter = dataConverterFor(fixedRing(keyText(newKey(new Date()))));
  quietSdk(createLog({ level: 'silent', name: 'story' }));
  const folder = mkdtempSync(path.join(tmpdir(), 'caseclock-story-'));
  // The account that runs PostgreSQL for root must be able to pass through.
  chmodSync(folder, 0o711);
  const undo: (() => Promise<void>)[] = [async () => rmSync(folder, { recursive: true, force: true })];
  const cleanUp = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void cleanUp().finally(() => process.exit(130)));
  }
  try {
    const postgres = await progress.step('Starting a PostgreSQL for the story', () =>
      startEmbeddedPostgres({ dataDir: folder, durable: false, say: progress.say }),
    );
    undo.push(postgres.stop);
    const db = openDb({ url: postgres.appUrl });
    undo.push(() => db.close());
    await migrate(postgres.url);
    const { practice } = await seed(db);
    const env = await progress.step('Starting the time-skipping Temporal server', () =>
      startTimeServer(cacheDir, dataConverter, progress.say),
    );
    undo.push(() => env.teardown());
    await tell(cacheDir, env, dataConverter, db, practice.id);
  } finally {
    await cleanUp();
  }
}

async function tell(
  cacheDir: string,
  env: Awaited<ReturnType<typeof startTimeServer>>,
  dataConverter: DataConverter,
  db: ReturnType<typeof openDb>,
  practiceId: string,
): Promise<void> {
  const from = performance.now();
  const { zone } = await db.prisma.practice.findUniqueOrThrow({ where: { id: practiceId } });
  const known = new Map<string, StoryCase>();
  let words: StoryWords | undefined;
  const story = await playStory({
    env,
    dataConverter,
    db,
    practiceId,
    cacheDir,
    quietDaysAfter: 120,
    onStart: (dates) => {
      const plot = plotOf(dates);
      words = {
        zone,
        dates,
        says: (which, type, on) => plot.find((a) => a.case === which && a.type === type && a.on === on)?.says,
        caseOf: (caseId) => known.get(caseId) ?? 'denial',
      };
      console.log('');
      console.log(
        `The server's time cannot be set, so it first jumps from today to ${dates.firstOn}, the first Monday`,
      );
      console.log('from which sixty days hold weekends, the end of daylight-saving time and three holidays.');
      console.log(`Times are local (${zone}). ⏰ a clock fired by itself, ✋ refused, → task opened, ■ clock stopped.`);
    },
    onOpened: (which, caseId) => known.set(caseId, which),
    onDay: (on, entries, refused) => {
      if (words) for (const line of linesOf(words, on, entries, refused)) console.log(line);
    },
  });
  const fired = await db.prisma.clockReceipt.count();
  const after = await db.prisma.caseEvent.count({
    where: { at: { gt: new Date(`${story.dates.lastOn}T23:59:59-08:00`) } },
  });
  const running = await db.prisma.clock.count();
  console.log('');
  console.log(
    `${fired} clocks fired in 60 days; in the 120 days after, ${after} more events; ${running} clocks still run. ` +
      `Told in ${((performance.now() - from) / 1000).toFixed(1)} s.`,
  );
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof EnvError || error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
