/** How the tests of drafts and what-ifs ask: cases to try on, a what-if to its end, a publication to its last case. */
import { randomUUID } from 'node:crypto';
import { addDays } from '../../../domain/calendar';
import { eventually } from '../../support/eventually';
import { denialData, openRequest, someClaims } from '../../support/stack';
import type { ApiUnderTest } from '../running-api';

export interface Draft {
  readonly scope: string;
  readonly changes: readonly {
    readonly ruleId: string;
    readonly mode?: 'on' | 'off';
    readonly inherit?: true;
    readonly params?: Readonly<Record<string, number | string | boolean>>;
  }[];
}

export interface Clock {
  readonly name: string;
  readonly change: string;
  readonly dueBefore: string | null;
  readonly dueAfter: string | null;
}

export interface PredictedCase {
  readonly caseId: string;
  readonly patient: string | null;
  readonly flagsRaised: string[];
  readonly flagsCleared: string[];
  readonly clocks: (Clock & { readonly atPublish: boolean; readonly runningSince: string })[];
  readonly opened: { readonly key: string; readonly title: string }[];
  readonly closed: { readonly key: string }[];
}

export interface WhatIf {
  readonly id: string;
  readonly state: string;
  readonly total: number;
  readonly done: number;
  readonly elapsedMs: number;
  readonly stale: boolean;
  readonly summary: {
    readonly cases: number;
    readonly changed: number;
    readonly failed: number;
    readonly flagged: number;
    readonly cleared: number;
    readonly clocks: { readonly moved: number; readonly cases: number; readonly atPublish: number };
    readonly opened: number;
    readonly closed: number;
    readonly tasks: { readonly live: number; readonly draft: number };
    readonly days: { on: string; closed: string | null; live: number; draft: number; due: number }[];
    readonly owners: { type: string; id: string | null; name: string | null; live: number[]; draft: number[] }[];
  };
}

interface Published {
  readonly version: number;
  readonly batchId: string;
  readonly effects: string;
}

export const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/Los_Angeles' }).format(Date.now());

/** Opens a case and waits until it stands. */
async function opened(t: ApiUnderTest, kind: string, data: Record<string, unknown>, practiceId: string) {
  const request = openRequest(t.stack, kind, data);
  if (!request.row) throw new Error('An opening request without a row.');
  const outcome = await t.stack.gateway.submit({ ...request, row: { ...request.row, practiceId } });
  await eventually(
    () => t.stack.gateway.outcome(outcome.commandId),
    (o) => o?.state === 'applied',
    60_000,
  );
  return outcome.caseId;
}

/** A case of a worker whose authorization ends in so many days. */
export function openWc(
  t: ApiUnderTest,
  endsInDays: number,
  more: Record<string, unknown> = {},
  practiceId = t.stack.practiceId,
): Promise<string> {
  const authorization = {
    ...{ authorizationId: randomUUID(), startsOn: addDays(today, -30), endsOn: addDays(today, endsInDays) },
    ...{ visitsLimit: 12, source: 'portal', determinedOn: addDays(today, -31) },
  };
  return opened(t, 'wc', { authorizations: [authorization], lastContactOn: today, ...more }, practiceId);
}

export async function openDenied(t: ApiUnderTest, deniedDaysAgo: number, more: Record<string, unknown> = {}) {
  const claims = await someClaims(t.stack, 1);
  return opened(
    t,
    'denial',
    denialData(claims, { deniedOn: addDays(today, -deniedDaysAgo), ...more }),
    t.stack.practiceId,
  );
}

export async function askWhatIf(t: ApiUnderTest, token: string, draft: Draft, withinMs = 60_000): Promise<WhatIf> {
  const started = await t.ask<WhatIf>('POST', '/rules/what-ifs', draft, { token });
  if (started.status !== 202) throw new Error(`The what-if was not taken: ${started.status} ${started.text}`);
  const { body } = await eventually(
    () => t.ask<WhatIf>('GET', `/rules/what-ifs/${started.body.id}`, undefined, { token }),
    (reply) => reply.body.state !== 'running',
    withinMs,
  );
  if (body.state !== 'finished') throw new Error(`The what-if is ${body.state}.`);
  return body;
}

/** Every page of it. */
export async function casesOf(t: ApiUnderTest, token: string, id: string, which = 'all'): Promise<PredictedCase[]> {
  const items: PredictedCase[] = [];
  for (let cursor = ''; ;) {
    const path = `/rules/what-ifs/${id}/cases?limit=7&which=${which}${cursor}`;
    const { status, body } = await t.ask<{ items: PredictedCase[]; next: string | null }>('GET', path, undefined, {
      token,
    });
    if (status !== 200) throw new Error(`${path}: ${status}`);
    items.push(...body.items);
    if (body.next === null) return items;
    cursor = `&cursor=${body.next}`;
  }
}

/** Publishes it and waits until every live case has it. */
export async function publishDraft(t: ApiUnderTest, token: string, draft: Draft): Promise<Published> {
  const etag = (await t.ask('GET', '/rules')).headers.get('etag') ?? '';
  const body = { ...draft, note: 'A test publishes it.' };
  const reply = await t.ask<Published>('POST', '/rules/versions', body, { token, headers: { 'If-Match': etag } });
  if (reply.status !== 201) throw new Error(`It was not published: ${reply.status} ${reply.text}`);
  await eventually(
    () => t.ask<{ state: string }>('GET', `/batches/${reply.body.batchId}`, undefined, { token }),
    (batch) => batch.body.state === 'finished',
    90_000,
  );
  return reply.body;
}

/** What the timeline says the version did to the clocks of each case. */
export async function clocksMovedBy(t: ApiUnderTest, token: string, published: Published) {
  const { body } = await t.ask<{ items: { caseId: string; version: number; clocks: Clock[] }[] }>(
    'GET',
    `${published.effects}?limit=200`,
    undefined,
    { token },
  );
  return body.items;
}
