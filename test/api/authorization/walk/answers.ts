/** Asks, and compares answers as a curious caller would: byte by byte, once what was asked and the moment are taken out. */
import { randomInt } from 'node:crypto';
import type { ApiUnderTest } from '../../running-api';
import type { Asked, Things } from './entry';
import type { Means } from './people';

export interface Given {
  readonly status: number;
  readonly headers: string;
  readonly text: string;
}

/** What differs with every answer to anybody. */
const VOLATILE = /^(date|x-request-id|ratelimit(-policy)?|connection|keep-alive)$/i;

/** Asks once; a stream is read until it shows the case that changed last, or it ends. */
export async function given(
  t: ApiUnderTest,
  method: string,
  asked: Asked,
  { token, cookie }: Means,
  until?: string,
): Promise<Given> {
  if (until !== undefined) return streamed(t, asked, token, until);
  const session = asked.by === 'session';
  const { status, headers, text } = await t.ask(method, asked.path, asked.body, {
    token: session ? null : token,
    headers: {
      ...anywhere(),
      ...(session ? { Cookie: cookie, Origin: t.api.url, 'Content-Type': 'application/json' } : {}),
      ...asked.headers,
    },
    ...(asked.raw === undefined ? {} : { raw: asked.raw }),
  });
  return { status, headers: headerLines(headers), text };
}

/** Every request comes from another address, so that no pause after failures hides an answer. */
const anywhere = () => ({ 'X-Forwarded-For': ['10', ...[0, 0, 0].map(() => randomInt(256))].join('.') });

async function streamed(t: ApiUnderTest, asked: Asked, token: string, until: string): Promise<Given> {
  const stop = new AbortController();
  const response = await fetch(`${t.api.url}/api/v1${asked.path}`, {
    headers: { Authorization: `Bearer ${token}`, ...asked.headers },
    signal: stop.signal,
  });
  let text = '';
  if (response.body) {
    const decoder = new TextDecoder();
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(piece, { stream: true });
      if (text.includes(until)) break;
    }
  }
  stop.abort();
  return { status: response.status, headers: headerLines(response.headers), text };
}

const headerLines = (headers: Headers): string =>
  [...headers]
    .filter(([name]) => !VOLATILE.test(name))
    .map(([name, value]) => `${name}: ${value}`)
    .sort()
    .join('\n');

/** A request as it was sent, to be searched. */
export const textOf = (asked: Asked): string =>
  `${decodeURIComponent(asked.path)} ${JSON.stringify(asked.body ?? null)} ${asked.raw ?? ''}`.toLowerCase();

/** The answer without the names that were sent with the request, without ids that were made for it, and without the moment. */
export function plain({ status, headers, text }: Given, asked: Asked, it: Things): string {
  const sent = textOf(asked);
  const names = Object.entries(it as Readonly<Record<keyof Things, string>>)
    .filter(([, value]) => sent.includes(value.toLowerCase()))
    .sort(([, a], [, b]) => b.length - a.length);
  let all = `${status}\n${headers}\n\n${text}`;
  for (const [name, value] of names) all = all.replaceAll(new RegExp(value, 'gi'), `<${name}>`);
  return all
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '<id>')
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<instant>')
    .replaceAll(/"timeLeftMs":-?\d+/g, '"timeLeftMs":<moment>');
}
