/** Hears of every applied event from Postgres and tells whoever listens in this process. One connection of its own. */
import { Client } from 'pg';
import { z } from 'zod';
import { CHANGE_CHANNEL } from '../../platform/names';
import type { Logger } from '../../platform/log';

/** What the projection and the case editor send. `revision` only for an edit that is no event. */
const Notification = z.object({
  caseId: z.uuid(),
  kind: z.string(),
  seq: z.int(),
  revision: z.int().optional(),
});
export type Change = z.infer<typeof Notification>;

type Listener = (change: Change | 'gap') => void;

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 10_000;

export interface ChangeFeed {
  /** True while notifications arrive. */
  readonly connected: boolean;
  /** `gap`: the connection was lost and is back; what happened in between must be read. Answers the way to stop. */
  subscribe(listener: Listener): () => void;
  start(): void;
  stop(): Promise<void>;
}

/** Nothing is connected before `start`. A lost connection is tried again for ever, 0.2 s doubling to 10 s. */
export function makeChangeFeed(url: string, log: Logger): ChangeFeed {
  const listeners = new Set<Listener>();
  let client: Client | null = null;
  let stopped = true;
  let connected = false;
  let wait = FIRST_WAIT_MS;
  let timer: NodeJS.Timeout | null = null;
  let opening: Promise<void> = Promise.resolve();

  const tell = (change: Change | 'gap') => {
    for (const listener of listeners) listener(change);
  };

  const lost = (gone: Client) => {
    if (client !== gone) return;
    client = null;
    connected = false;
    gone.end().catch(() => undefined);
    if (stopped) return;
    log.warn('the change feed lost its connection and tries again');
    timer = setTimeout(open, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  };

  function open(): void {
    const next = new Client({ connectionString: url, application_name: 'caseclock-changes', keepAlive: true });
    client = next;
    next.on('error', () => lost(next));
    next.on('end', () => lost(next));
    next.on('notification', ({ payload }) => {
      const parsed = Notification.safeParse(jsonOf(payload));
      if (parsed.success) tell(parsed.data);
    });
    opening = (async () => {
      try {
        await next.connect();
        await next.query(`listen ${next.escapeIdentifier(CHANGE_CHANNEL)}`);
        connected = true;
        wait = FIRST_WAIT_MS;
        tell('gap');
      } catch {
        lost(next);
      }
    })();
  }

  return {
    get connected() {
      return connected;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start() {
      stopped = false;
      open();
    },
    async stop() {
      stopped = true;
      if (timer) clearTimeout(timer);
      await opening;
      const last = client;
      client = null;
      connected = false;
      await last?.end().catch(() => undefined);
    },
  };
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}
