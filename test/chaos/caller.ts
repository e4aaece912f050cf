/** A caller of the API: sends a command, repeats it under its key while the answer is unknown, and logs what it learned. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Op } from './checker/evidence';
import type { PlannedOp } from './generator';

/** An API call is cut off after this long; what came of it is then unknown. */
const ANSWER_WITHIN_MS = 10_000;
const AGAIN_AFTER_MS = 400;

export interface CallerParts {
  readonly token: string;
  /** Addresses of the API processes; a caller takes another one each time, as behind a load balancer. */
  readonly urls: readonly string[];
  /** True once callers stop repeating: what is unknown then is left to the inbox. */
  givingUp(): boolean;
  /** Names of faults under way between two instants. */
  faultsBetween(from: number, to: number): string[];
}

type Answer =
  | { readonly outcome: 'ok'; readonly version: number }
  | { readonly outcome: 'refused'; readonly code: string }
  | { readonly outcome: 'unknown'; readonly why: string };

let turn = 0;

async function sendOnce(parts: CallerParts, op: PlannedOp): Promise<Answer> {
  turn += 1;
  const url = parts.urls[turn % parts.urls.length] as string;
  try {
    const response = await fetch(`${url}/api/v1${op.path}`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${parts.token}`,
        'Content-Type': 'application/json',
        'Idempotency-Key': op.opId,
        ...(op.expectedVersion === null ? {} : { 'If-Match': `"${op.expectedVersion}"` }),
      },
      body: JSON.stringify(op.body),
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const body = (await response.json()) as { version?: number; code?: string };
    if ((response.status === 200 || response.status === 201) && body.version !== undefined) {
      return { outcome: 'ok', version: body.version };
    }
    if (response.status >= 400 && response.status < 500) return { outcome: 'refused', code: String(body.code) };
    return { outcome: 'unknown', why: String(response.status) };
  } catch (error) {
    const cause = (error as { cause?: { code?: unknown } }).cause?.code;
    return { outcome: 'unknown', why: String(cause ?? (error as Error).name) };
  }
}

const inWords = (a: Answer): string =>
  a.outcome === 'ok' ? `ok:${a.version}` : a.outcome === 'refused' ? `refused:${a.code}` : `unknown:${a.why}`;

/** Carries one operation to an answer, or to the point where its caller gives up. */
export async function perform(parts: CallerParts, op: PlannedOp): Promise<Op> {
  const invokedAt = Date.now();
  const answers: string[] = [];
  let known: Answer | null = null;
  for (let round = 0; known === null; round += 1) {
    const copies = round === 0 ? op.copies : 1;
    const got = await Promise.all(Array.from({ length: copies }, () => sendOnce(parts, op)));
    answers.push(...got.map(inWords));
    known = got.find((a) => a.outcome !== 'unknown') ?? null;
    if (known !== null || op.walksAway || parts.givingUp()) break;
    await delay(AGAIN_AFTER_MS);
  }
  const endedAt = Date.now();
  if (known?.outcome === 'ok') op.sketch.version = Math.max(op.sketch.version, known.version);
  return {
    opId: op.opId,
    kind: op.sketch.kind,
    caseId: op.sketch.caseId,
    commandId: op.commandId,
    type: op.type,
    expectedVersion: op.expectedVersion,
    note: op.note,
    invokedAt,
    endedAt,
    outcome: known?.outcome ?? 'unknown',
    answers,
    version: known?.outcome === 'ok' ? known.version : null,
    faults: parts.faultsBetween(invokedAt, endedAt),
  };
}
