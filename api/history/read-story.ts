/** Pages through a case's workflow history as a story, newest first: its runs, and beside them what was refused and so left no trace. */
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../input/cursor';
import { clockWords, eventTitle } from '../read/case-views';
import type { CaseRun, HistoryEvent } from './history-event';
import { beginsLate, readHistory, retentionDays, type CaseHistory } from './read-history';
import { entry, type StoryEntry, type StoryPart } from './story-entry';
import { tellRun } from './tell-run';

export interface StoryAsked {
  readonly kind: string;
  readonly caseId: string;
  readonly part: StoryPart | undefined;
  readonly limit: number;
  readonly cursor: string | undefined;
}

export interface Story {
  readonly items: readonly StoryEntry[];
  readonly next: string | null;
  readonly runs: readonly CaseRun[];
  /** Null: Temporal has all of it. */
  readonly gone: { readonly beforeVersion: number | null; readonly retentionDays: number | null } | null;
}

interface Place {
  readonly runId: string;
  readonly at: number;
  readonly eventId: number;
}

export async function readStory(
  deps: { readonly pool: Pool; readonly client: Client },
  asked: StoryAsked,
): Promise<Story> {
  const after = asked.cursor === undefined ? null : placeOf(asked.cursor);
  const history = await readHistory(deps.client, asked.kind, asked.caseId);
  const { runs } = history;
  const from = after === null ? runs.length - 1 : runs.findIndex((run) => run.runId === after.runId);
  const found: StoryEntry[] = [];
  let n = from;
  for (; n >= 0 && found.length <= asked.limit; n -= 1) {
    const told = await tellOneRun(deps.pool, asked, history, n);
    found.push(...told.filter((e) => wanted(e, asked.part) && isBefore(e, runs[n], after)));
  }
  const items = found.slice(0, asked.limit);
  await nameActors(deps.pool, items);
  const last = items.at(-1);
  const more = found.length > items.length && last !== undefined;
  return {
    items,
    next: more ? encodeCursor('history', [runOf(runs, last), Date.parse(last.at), last.eventId ?? 0]) : null,
    runs,
    gone: await whatIsGone(deps.client, history),
  };
}

function placeOf(cursor: string): Place {
  const [runId, at, eventId] = decodeCursor('history', cursor, [z.string().max(64), z.int(), z.int()] as const);
  return { runId, at, eventId };
}

const wanted = ({ part }: StoryEntry, only: StoryPart | undefined): boolean => only === undefined || part === only;

/** Whose run an entry stands in: its own, or the one that was alive when it was refused. */
function runOf(runs: readonly CaseRun[], { runId, at }: StoryEntry): string {
  return runId ?? runs.findLast((run) => run.startedAt <= Date.parse(at))?.runId ?? runs[0]?.runId ?? '';
}

function isBefore(told: StoryEntry, run: CaseRun | undefined, after: Place | null): boolean {
  if (after === null || run?.runId !== after.runId) return true;
  const at = Date.parse(told.at);
  return at < after.at || (at === after.at && (told.eventId ?? 0) < after.eventId);
}

/** A run's entries and the commands that were refused while it was alive, newest first. */
async function tellOneRun(pool: Pool, asked: StoryAsked, history: CaseHistory, n: number): Promise<StoryEntry[]> {
  const run = history.runs[n] as CaseRun;
  const told = await tellRun(asked.kind, history.events([run]));
  await nameVersions(pool, asked, told);
  const known = new Set(told.map((e) => e.commandId));
  const until = history.runs[n + 1]?.startedAt ?? null;
  const refused = await readRefused(pool, asked, n === 0 ? 0 : run.startedAt, until);
  return [...told, ...refused.filter((e) => !known.has(e.commandId))].sort(
    (a, b) => Date.parse(b.at) - Date.parse(a.at) || (b.eventId ?? 0) - (a.eventId ?? 0),
  );
}

/** The timeline knows which event each version is. */
async function nameVersions(pool: Pool, { kind, caseId }: StoryAsked, told: readonly StoryEntry[]): Promise<void> {
  const written = told.filter((e) => e.type === 'written' && e.version !== null);
  const { rows } = await pool.query<{ seq: number; type: string; clock: string | null; ruleVersion: number }>(
    `select seq, type, data->>'clock' as clock, rule_version as "ruleVersion" from case_event
     where case_id = $1 and seq = any($2::int[])`,
    [caseId, written.map((e) => e.version)],
  );
  const named = new Map(rows.map((row) => [row.seq, row]));
  for (const told of written) {
    const row = named.get(told.version ?? 0);
    if (!row) continue;
    const fired = row.type === 'clock.fired' && row.clock !== null ? clockWords(kind, row.clock) : null;
    told.title = fired ? `Clock fired: ${fired.title}` : `Written: ${eventTitle(kind, row.type)}`;
    told.ruleVersion = row.ruleVersion;
    if (fired && row.clock !== null) told.clock = { name: row.clock, title: fired.title };
  }
}

/** A refusal by the validator leaves no history; the inbox remembers it. */
async function readRefused(pool: Pool, { kind, caseId }: StoryAsked, from: number, until: number | null) {
  const { rows } = await pool.query<{
    id: string;
    type: string;
    at: Date;
    actorType: string;
    actorId: string;
    why: string | null;
  }>(
    `select id, type, coalesce(settled_at, received_at) as at, actor_type as "actorType", actor_id as "actorId",
            coalesce(outcome #>> '{refusal,why}', outcome->>'why') as why
     from command where case_id = $1 and state = 'refused'
       and coalesce(settled_at, received_at) >= to_timestamp($2::numeric / 1000)
       and ($3::numeric is null or coalesce(settled_at, received_at) < to_timestamp($3::numeric / 1000))
     order by 3 limit 1000`,
    [caseId, from, until],
  );
  return rows.map(({ id, type, at, actorType, actorId, why }) =>
    entry(at.getTime(), 'command-refused', eventTitle(kind, type), 'Refused before it could change anything.', {
      ...{ why, commandId: id, actor: { type: actorType, id: actorId, name: null } },
    }),
  );
}

async function nameActors(pool: Pool, items: readonly StoryEntry[]): Promise<void> {
  const ids = [...new Set(items.flatMap((e) => (e.actor?.type === 'user' ? [e.actor.id] : [])))];
  if (ids.length === 0) return;
  const { rows } = await pool.query<{ id: string; name: string }>(
    'select id::text, display_name as name from app_user where id::text = any($1::text[])',
    [ids],
  );
  const names = new Map(rows.map((row) => [row.id, row.name]));
  for (const { actor } of items) if (actor) actor.name = names.get(actor.id) ?? null;
}

async function whatIsGone(client: Client, history: CaseHistory): Promise<Story['gone']> {
  const oldest = history.runs[0];
  const first = oldest ? await firstOf(history.events([oldest])) : undefined;
  if (!beginsLate(first)) return null;
  return { beforeVersion: first?.version ?? null, retentionDays: await retentionDays(client) };
}

async function firstOf(events: AsyncGenerator<HistoryEvent, void, undefined>): Promise<HistoryEvent | undefined> {
  const { value } = await events.next();
  await events.return();
  return value ?? undefined;
}
