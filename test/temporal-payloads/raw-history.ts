/** Reads what Temporal itself stores, past our codec: histories, descriptions and the bytes of its database. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Payload } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { workflowIdOf } from '../../platform/names';
import { keyIdOf } from '../../platform/temporal/payload-codec';
import type { Stack } from '../support/stack';

type Event = temporal.api.history.v1.IHistoryEvent;
const eventTypes = temporal.api.enums.v1.EventType;

/** All events of the case's latest run, as Temporal sends them. */
export async function rawEvents(stack: Stack, kind: string, caseId: string, runId?: string): Promise<Event[]> {
  const { client } = stack.temporal;
  const events: Event[] = [];
  let nextPageToken: Uint8Array | undefined;
  do {
    const page = await client.workflowService.getWorkflowExecutionHistory({
      namespace: stack.target.namespace,
      execution: { workflowId: workflowIdOf(kind, caseId), runId: runId ?? null },
      ...(nextPageToken ? { nextPageToken } : {}),
    });
    events.push(...(page.history?.events ?? []));
    nextPageToken = page.nextPageToken?.length ? page.nextPageToken : undefined;
  } while (nextPageToken);
  return events;
}

export interface Found {
  /** Event type and the names of the fields that lead to the payload. */
  readonly at: string;
  readonly payload: Payload;
}

/** Search attributes and headers are never encrypted; the server's own bookkeeping is in a marker's `data`. */
const NEVER = /searchAttributes|\.header\b|markerRecordedEventAttributes\.details\.data\b/;

/** Every payload in the events that a person's data could be in. */
export function payloadsIn(events: readonly Event[]): Found[] {
  return events
    .flatMap((event) => find(event, eventTypes[event.eventType ?? 0] ?? '?'))
    .filter(({ at }) => !NEVER.test(at));
}

function find(value: unknown, at: string): Found[] {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  if ('data' in value && 'metadata' in value && value.data instanceof Uint8Array) {
    return [{ at, payload: value as Payload }];
  }
  return Object.entries(value).flatMap(([name, inner]) => find(inner, `${at}.${name}`));
}

/** The key ids of the events' payloads, each once, in the order of their first use; null: not encrypted. */
export const keysOf = (events: readonly Event[]): (string | null)[] => [
  ...new Set(payloadsIn(events).map(({ payload }) => keyIdOf(payload))),
];

/** Everything that lies in Temporal's database now, its write-ahead log included. */
export const databaseBytes = (folder: string): Buffer =>
  Buffer.concat(
    ['temporal.db', 'temporal.db-wal']
      .map((name) => path.join(folder, name))
      .filter((file) => statSync(file, { throwIfNoEntry: false }))
      .map((file) => readFileSync(file)),
  );
