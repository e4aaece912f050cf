/** Asks the API processes in turn, as behind a load balancer; every request carries canaries in its headers. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Canaries } from '../canaries';

export interface Reply {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

export interface Asking {
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is instead of a JSON body. */
  readonly raw?: string | Uint8Array;
}

const ANSWER_WITHIN_MS = 20_000;
const AGAIN_AFTER_MS = 300;
/** Everything at once may be down for a minute on a busy machine. */
const PATIENCE_MS = 300_000;

export class Client {
  #turn = 0;
  /** What the system itself put into answers outside bodies: it may end in the log of any proxy. */
  readonly heads: string[] = [];
  readonly statuses = new Map<number, number>();
  /** Ids of requests as the system named them: they must be in its logs. */
  lastRequestId: Record<string, string> = {};

  constructor(
    private readonly urls: readonly string[],
    private readonly token: string,
    private readonly canaries: Canaries,
  ) {}

  /** One request; throws when no answer came. */
  async once(method: string, path: string, body?: unknown, asking: Asking = {}): Promise<Reply> {
    this.#turn += 1;
    const url = this.urls[this.#turn % this.urls.length] as string;
    const token = asking.token === undefined ? this.token : asking.token;
    const sent = asking.raw ?? (body === undefined ? undefined : JSON.stringify(body));
    const response = await fetch(`${url}${path.startsWith('/api') ? path : `/api/v1${path}`}`, {
      method,
      headers: {
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
        ...(sent === undefined ? {} : { 'Content-Type': 'application/json' }),
        'User-Agent': this.canaries.word('header.user-agent'),
        'X-Request-Id': this.canaries.word('header.x-request-id'),
        Referer: `https://example.test/?patient=${this.canaries.word('header.referer')}`,
        Cookie: `session=${this.canaries.word('header.cookie')}`,
        ...asking.headers,
      },
      ...(sent === undefined ? {} : { body: sent }),
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const text = await response.text();
    this.heads.push([...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n'));
    this.statuses.set(response.status, (this.statuses.get(response.status) ?? 0) + 1);
    const requestId = response.headers.get('x-request-id');
    if (requestId !== null) this.lastRequestId[url] = requestId;
    const json = /json/.test(response.headers.get('content-type') ?? '') && text !== '';
    return { status: response.status, body: (json ? JSON.parse(text) : {}) as Record<string, unknown> };
  }

  /** Sends it again under its key while a part of the system is down. */
  async ask(method: string, path: string, body?: unknown, asking: Asking = {}): Promise<Reply> {
    const headers = { 'Idempotency-Key': this.canaries.word('header.idempotency-key'), ...asking.headers };
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      const reply = await this.once(method, path, body, { ...asking, headers }).catch(() => null);
      if (reply && reply.status !== 503) return reply;
      if (Date.now() > until) throw new Error(`${method} of a route was not answered within ${PATIENCE_MS} ms.`);
      await delay(AGAIN_AFTER_MS);
    }
  }
}
