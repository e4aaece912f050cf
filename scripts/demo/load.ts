/** Loads the demo through the same commands a person's requests become; loading it again finds everything done. */
import { setTimeout as delay } from 'node:timers/promises';
import { eventCommand } from '../../api/send-event';
import { openingCommand } from '../../api/open-case';
import type { Caller } from '../../api/auth/caller';
import { Gateway } from '../../commands/gateway';
import { RuleSource } from '../../commands/rule-source';
import type { CommandOutcome, CommandRequest } from '../../commands/types';
import { openTemporal, type TemporalTarget } from '../../platform/temporal/connect';
import type { Db } from '../../platform/db';
import { castDemo, withRole } from './cast';
import { DENIAL_CASES, denialScene, writeClaims, type Scene } from './scenes';
import { WC_CASES, wcScene } from './wc-scenes';

const AT_ONCE = 8;
const COMMAND_WAIT_MS = 60_000;
const PAUSE_MS = 500;

export interface DemoParts {
  readonly db: Db;
  readonly temporal: TemporalTarget;
  readonly taskQueue: string;
  readonly practiceId: string;
  /** In front of every key. Cases are named by their keys, so two demos on one Temporal server need two of them. */
  readonly keyedBy?: string;
  onCase?(done: number, total: number): void;
}

/** @throws when a command is refused: the demo and the charts no longer fit. */
export async function loadDemo(parts: DemoParts): Promise<void> {
  const { db, practiceId, keyedBy = 'demo' } = parts;
  const { createdAt, zone } = await db.prisma.practice.findUniqueOrThrow({ where: { id: practiceId } });
  // Dates count from the first loading: counted from today, a second loading would be other content under the same keys.
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(createdAt);
  await castDemo(db);
  await writeClaims(db, practiceId, today);
  const { client, connection } = openTemporal(parts.temporal);
  const gateway = new Gateway({
    pool: db.pool,
    client,
    taskQueue: parts.taskQueue,
    rules: new RuleSource(db.pool),
  });
  const scenes = [
    ...Array.from({ length: WC_CASES }, (_, n) => wcScene(n, today)),
    ...Array.from({ length: DENIAL_CASES }, (_, n) => denialScene(n, today)),
  ];
  let next = 0;
  let done = 0;
  const work = async () => {
    for (let scene = scenes[next++]; scene; scene = scenes[next++]) {
      await play(db, gateway, practiceId, keyedBy, scene);
      done += 1;
      parts.onCase?.(done, scenes.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  } finally {
    await connection.close();
  }
}

async function play(db: Db, gateway: Gateway, practiceId: string, keyedBy: string, scene: Scene): Promise<void> {
  const caller: Caller = {
    userId: withRole('manager', 0),
    via: 'token',
    tokenId: 'demo',
    roles: ['manager'],
    teamIds: [],
    locationIds: 'all',
    coversIds: [],
    openedCaseIds: [],
    scopes: null,
  };
  const { kind, data, details, patientId, payerId, key } = scene;
  const opening = await openingCommand(
    db.pool,
    caller,
    { kind, data, details, practiceId, patientId, payerId, tags: ['demo'] },
    `${keyedBy}:${key}`,
  );
  const { caseId } = await applied(gateway, opening, key);
  for (const [n, event] of scene.events.entries()) {
    const command = await eventCommand(db.pool, caller, {
      permission: 'case.send-event',
      caseId,
      type: event.type,
      data: event.data,
      note: event.note ?? null,
      key: `${keyedBy}:${key}:${n}`,
      seen: null,
    });
    await applied(gateway, command, `${key} ${event.type}`);
  }
}

async function applied(gateway: Gateway, command: CommandRequest, what: string): Promise<CommandOutcome> {
  const until = Date.now() + COMMAND_WAIT_MS;
  let outcome = await gateway.submit(command, COMMAND_WAIT_MS);
  // No answer is not a no: the same command is sent again, as every caller does.
  while (outcome.state === 'pending' && Date.now() < until) {
    await delay(PAUSE_MS);
    outcome = await gateway.submit(command, until - Date.now());
  }
  if (outcome.state === 'applied') return outcome;
  const why = outcome.state === 'refused' ? outcome.refusal.why : 'it has no answer yet; run the demo again';
  throw new Error(`The demo could not go on at ${what}: ${why}`);
}
