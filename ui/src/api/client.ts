/** The one way to the server: a client typed by the API's own document, and `unwrap`, which turns answers into values. */
import createClient from 'openapi-fetch';
import type { paths } from './generated/schema';
import { ApiProblem, ServerAway, type ProblemDocument } from './problem';

/** Changes made with a session must come from our own pages; this header is one that no form can set. */
export const OWN_HEADER = { 'X-Caseclock': '1' } as const;

/** A server that does not answer within this is away: the request may be sent again with its key. */
const PATIENCE_MS = 30_000;

async function askServer(request: Request): Promise<Response> {
  const limit = AbortSignal.timeout(PATIENCE_MS);
  try {
    return await fetch(new Request(request, { signal: AbortSignal.any([request.signal, limit]) }));
  } catch (error) {
    // An abandoned question is no fault: the query layer knows its own abort.
    if (request.signal.aborted) throw error;
    throw new ServerAway();
  }
}

export const api = createClient<paths>({
  baseUrl: new URL('/api/v1', globalThis.location.origin).href,
  headers: OWN_HEADER,
  fetch: askServer,
});

interface Answer<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * The body of an answer.
 * @throws ApiProblem when the server says no, ServerAway when nobody answers.
 */
export async function unwrap<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call;
  if (response.ok) return data as T;
  throw problemFrom(error, response);
}

/** The same with the answer's headers, for ETag, Withheld and Location. */
export async function unwrapWith<T>(call: Promise<Answer<T>>): Promise<{ body: T; headers: Headers; status: number }> {
  const { data, error, response } = await call;
  if (!response.ok) throw problemFrom(error, response);
  return { body: data as T, headers: response.headers, status: response.status };
}

export function problemFrom(error: unknown, response: Response): ApiProblem | ServerAway {
  const document = error as Partial<ProblemDocument> | undefined;
  if (typeof document === 'object' && typeof document.code === 'string') {
    return new ApiProblem({ ...(document as ProblemDocument), status: response.status });
  }
  return new ServerAway(response.status);
}

/** Names a request, so that sending it again is safe. Keep it while the same form is tried again. */
export const newKey = (): string => crypto.randomUUID();
