/** Server-sent events of changed cases: id, kind and version, nothing else. Resumes from the last position received. */
import { z } from 'zod';
import type { Response } from 'express';
import type { Pool } from 'pg';
import type { Change } from '../changes/change-feed';
import { keepStream, streamsOf } from '../changes/open-streams';
import { plain } from '../privacy/phi';
import { Problem } from '../problem';
import { defineRoute, STREAMED } from '../route';

const HEARTBEAT_MS = 15_000;
/** A client that does not read is let go at this much unsent; it comes back and resumes. */
const MOST_UNSENT_BYTES = 262_144;
const MOST_STREAMS = 500;
/** Replay at most this many; beyond it the client is told to read everything again. */
const MOST_REPLAYED = 1_000;
/** Positions are given before commit, so a lower one may become visible later: replay starts this much earlier. */
const OVERLAP = 100;

interface Position {
  position: string;
  caseId: string;
  kind: string;
  version: number;
}

export default defineRoute({
  method: 'get',
  path: '/events/stream',
  tag: 'Changes',
  summary: 'Streams changes of cases as server-sent events',
  description:
    'Events: `change` {caseId, kind, version}, `reset` (too much was missed: read again what you show). A change may ' +
    'come twice, never be missed: send Last-Event-ID after a break, as EventSource does by itself.',
  permission: 'case.read',
  headers: ['Last-Event-ID'],
  produces: 'text/event-stream',
  answers: { 200: plain(z.string()) },
  problems: ['bad_header'],
  async handle({ deps, req, res }) {
    const since = positionIn(req.get('last-event-id'));
    if (streamsOf(deps.changes) >= MOST_STREAMS) {
      throw new Problem('unavailable', 'Too many streams are open here. Try again later.', {}, { 'Retry-After': '10' });
    }
    await stream(deps.db.pool, deps.changes, res, since);
    return STREAMED;
  },
});

function positionIn(header: string | undefined): bigint | null {
  if (header === undefined || header === '') return null;
  if (!/^\d{1,18}$/.test(header)) throw new Problem('bad_header', 'Last-Event-ID must be the id of a change received.');
  return BigInt(header);
}

/** Answers once the head and the replay are written; the stream goes on until either side ends it. */
async function stream(
  pool: Pool,
  changes: { subscribe(listener: (change: Change | 'gap') => void): () => void } & Parameters<typeof keepStream>[0],
  res: Response,
  since: bigint | null,
): Promise<void> {
  let reached = since;
  let work = Promise.resolve();
  const write = (text: string) => {
    if (res.writableEnded || res.destroyed) return;
    res.write(text);
    if (res.writableLength > MOST_UNSENT_BYTES) res.destroy();
  };
  const send = ({ position, ...change }: Position) => {
    const at = BigInt(position);
    if (reached === null || at > reached) reached = at;
    write(`id: ${position}\nevent: change\ndata: ${JSON.stringify(change)}\n\n`);
  };
  const replay = async () => {
    if (reached === null) return;
    const missed = await after(pool, reached);
    if (missed.length > MOST_REPLAYED) {
      reached = BigInt(missed.at(-1)?.position ?? '0');
      write(`id: ${reached}\nevent: reset\ndata: {}\n\n`);
    } else missed.forEach(send);
  };
  const hear = (change: Change | 'gap') => {
    // In order: a lookup must not overtake the one before. A database that is away shows as a gap once it is back.
    work = work
      .then(async () => {
        if (change === 'gap') return replay();
        if (change.revision !== undefined) {
          const { caseId, kind, seq: version } = change;
          return write(`event: change\ndata: ${JSON.stringify({ caseId, kind, version })}\n\n`);
        }
        const found = await positionOf(pool, change);
        if (found) send(found);
      })
      .catch(() => undefined);
  };
  const forget = keepStream(changes, res);
  const unsubscribe = changes.subscribe(hear);
  const heartbeat = setInterval(() => write(': still here\n\n'), HEARTBEAT_MS);
  res.on('close', () => {
    clearInterval(heartbeat);
    unsubscribe();
    forget();
  });
  res.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
  });
  if (reached === null) reached = await newest(pool);
  else work = work.then(replay).catch(() => undefined);
  write(': connected\n\n');
}

async function after(pool: Pool, position: bigint): Promise<Position[]> {
  const from = position > OVERLAP ? position - BigInt(OVERLAP) : 0n;
  const { rows } = await pool.query<Position>(
    `select e.position::text, e.case_id as "caseId", c.kind, e.seq as version
     from case_event e join cases c on c.id = e.case_id
     where e.position > $1 order by e.position limit $2`,
    [from.toString(), MOST_REPLAYED + OVERLAP + 1],
  );
  return rows;
}

async function positionOf(pool: Pool, change: Change): Promise<Position | null> {
  const { rows } = await pool.query<{ position: string }>(
    'select position::text from case_event where case_id = $1 and seq = $2',
    [change.caseId, change.seq],
  );
  const position = rows[0]?.position;
  return position === undefined ? null : { position, caseId: change.caseId, kind: change.kind, version: change.seq };
}

async function newest(pool: Pool): Promise<bigint> {
  const { rows } = await pool.query<{ position: string }>(
    `select coalesce(max(position), 0)::text as position from case_event`,
  );
  return BigInt(rows[0]?.position ?? '0');
}
