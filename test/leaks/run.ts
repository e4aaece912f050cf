/** One run: patients, load of all kinds, faults, poison; then every place and every column is searched. The seed decides all choices. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createToken } from '../../api/auth/tokens';
import { readEnv } from '../../platform/env';
import { workflowIdOf } from '../../platform/names';
import { drain } from '../chaos/collect';
import { Faults, type Fault, type FaultKind } from '../chaos/faults';
import { Random } from '../support/world/random';
import { startWorld, type World } from '../support/world/world';
import { Canaries } from './canaries';
import { Client } from './load/http';
import { importFiles, type ImportCounts } from './load/imports';
import { sendNonsense, walkDocument } from './load/misuse';
import { makePatient } from './load/patients';
import { poison, type PoisonCounts } from './load/poison';
import { readStream } from './load/stream';
import { liveThrough, runBatches, type OpenedCase, type WorkParts } from './load/work';
import { filePlaces, TEMPORARY_SENTINEL } from './places/files';
import { livePlaces, Sampler } from './places/live';
import { morePlaces } from './places/more';
import { searchPlace, type Place, type PlaceResult } from './places/place';
import { PendingWork, temporalPlaces } from './places/temporal';
import { Searcher } from './search/searcher';
import { searchTables, type TablesResult } from './tables';

export interface LeakOptions {
  readonly seed: number;
  readonly patients: number;
  /** Rows of each spreadsheet, claims of each remittance. */
  readonly rows: number;
  /** The load and the faults last at least this long. */
  readonly seconds: number;
  /** One round of faults, in an order that the seed chooses. */
  readonly faults: readonly FaultKind[];
  say(message: string): void;
}

export interface LeakResult {
  readonly options: LeakOptions;
  readonly canaries: number;
  readonly fields: number;
  readonly places: readonly PlaceResult[];
  readonly tables: TablesResult;
  readonly cases: readonly OpenedCase[];
  readonly faults: readonly Fault[];
  readonly poisoned: PoisonCounts;
  readonly imports: ImportCounts;
  readonly statuses: ReadonlyMap<number, number>;
  readonly refused: ReadonlyMap<string, number>;
  readonly wrongRequests: number;
  readonly cameToRest: boolean;
}

const ZONE = 'America/Los_Angeles';
const CALLERS = 6;
const LONGEST_DOWN_MS = 4_000;
const DRAIN_WITHIN_MS = 180_000;
const POISONED_CASES = 4;

/** @throws when the servers cannot be started or the load cannot be carried; what leaked is in the result. */
export async function runLeaks(options: LeakOptions): Promise<LeakResult> {
  const { seed, say } = options;
  const [load, trouble, wire] = [new Random(seed), new Random(seed + 1), new Random(seed + 2)];
  const canaries = new Canaries();
  const world = await startWorld({ name: 'leaks', random: wire, zone: ZONE, claims: 0, env: { LOG_LEVEL: 'trace' } });
  const sampler = new Sampler(world);
  try {
    for (const folder of Object.values(world.temporary)) {
      writeFileSync(path.join(folder, TEMPORARY_SENTINEL), TEMPORARY_SENTINEL);
    }
    const client = new Client(world.apiUrls, await tokenOf(world, canaries), canaries);
    sampler.start();
    const stream = readStream(world.apiUrls[0] as string, canaries.secrets[0]?.text ?? '');
    const parts: WorkParts = {
      client,
      canaries,
      today: new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(new Date()),
      opened: [],
      refused: new Map(),
    };
    const faults = new Faults(world, trouble, LONGEST_DOWN_MS, say, options.faults);
    const until = Date.now() + options.seconds * 1_000;
    const breaking = faults.run(() => Date.now() < until);
    const loading = Promise.all([
      importFiles(client, canaries, parts.today, options.rows),
      walkDocument(client, canaries),
      livesOf(parts, options.patients, load),
    ]);
    // Both to their end, also when one fails: a fault that is under way would start processes after the world's stop.
    await Promise.allSettled([breaking, loading]);
    const [imports, wrongRequests] = await loading;
    say(`${parts.opened.length} cases opened by hand, ${client.statuses.get(200) ?? 0} answers 200`);
    await breaking;
    say('everything is up again');
    await sendNonsense(client, world.apiUrls, canaries);
    await runBatches(parts, 2);
    const pending = new PendingWork();
    const poisoned = await poison(
      world.db,
      client,
      canaries,
      parts.opened.slice(0, POISONED_CASES),
      parts.today,
      (ids) =>
        pending.look(
          world.temporal,
          parts.opened.filter((c) => ids.includes(c.caseId)).map((c) => workflowIdOf(c.kind, c.caseId)),
        ),
    );
    say(`${poisoned.survived} refused commands were applied later, ${poisoned.incidents} incidents`);
    const cameToRest = await drain(world, DRAIN_WITHIN_MS);
    stream.stop();
    sampler.stop();
    const caseId = parts.opened[0]?.caseId ?? 'no case was opened';
    const places: Place[] = [
      ...temporalPlaces(world.temporal, caseId, pending),
      ...livePlaces(world, sampler, client, stream.text),
      ...filePlaces(
        world,
        { caseId, requestIds: world.apiUrls.map((url) => client.lastRequestId[url] ?? 'no request') },
        readEnv().CASECLOCK_CACHE,
      ),
      ...morePlaces.flatMap((make) => make(world)),
    ];
    say(`searching ${places.length} places for ${canaries.count} canaries`);
    const searcher = new Searcher(canaries);
    const results: PlaceResult[] = [];
    for (const place of places) results.push(await searchPlace(place, searcher));
    return {
      options,
      canaries: canaries.count,
      fields: canaries.fields.size,
      places: results,
      tables: await searchTables(world.db.pool, searcher),
      cases: parts.opened,
      faults: faults.done,
      poisoned,
      imports,
      statuses: client.statuses,
      refused: parts.refused,
      wrongRequests,
      cameToRest,
    };
  } finally {
    sampler.stop();
    await world.stop();
  }
}

/** A person whose address, name and token are canaries themselves. */
async function tokenOf(world: World, canaries: Canaries): Promise<string> {
  const { id } = await world.db.prisma.user.create({
    data: {
      email: `${canaries.word('user.email').toLowerCase()}@example.test`,
      displayName: 'Person of the leak harness',
      roles: ['manager', 'coordinator', 'administrator'],
      allLocations: true,
    },
  });
  const token = canaries.secret('secret.token', await createToken(world.db, id, 'leaks'));
  canaries.secret('secret.other-token', world.token);
  canaries.secret('secret.database-password', world.databasePassword);
  return token;
}

async function livesOf(parts: WorkParts, count: number, random: Random): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      while (next < count) {
        const n = next;
        next += 1;
        await liveThrough(parts, makePatient(parts.canaries, n));
        await delay(random.int(0, 100));
      }
    }),
  );
}
