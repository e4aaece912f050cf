/** Speaks to the HTTP API: one request, its JSON, or a Failure in plain words made from the problem document. */
import { z } from 'zod';
import { exitCodes, Failure } from './failure';

export interface Target {
  readonly url: string;
  readonly token: string;
}

const Problem = z.looseObject({
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  allowed: z.array(z.string()).optional(),
  conflicts: z.array(z.object({ claimId: z.string().nullable(), caseId: z.string() })).optional(),
});

export interface Ask {
  readonly method?: 'GET' | 'POST';
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly json?: unknown;
  /** A body that is not JSON. */
  readonly body?: Blob;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly etag: string | null;
}

/** @throws Failure with an exit code for whatever is not 2xx. */
export async function ask(target: Target, path: string, request: Ask = {}): Promise<Reply> {
  const response = await open(target, path, request);
  return { status: response.status, body: parsed(await response.text()), etag: response.headers.get('etag') };
}

/** The same with the body unread: for what may be large. */
export async function open(target: Target, path: string, request: Ask = {}): Promise<Response> {
  const address = new URL(`/api/v1${path}`, target.url);
  for (const [name, value] of Object.entries(request.query ?? {})) {
    if (value !== undefined) address.searchParams.set(name, value);
  }
  const body = request.json === undefined ? request.body : JSON.stringify(request.json);
  const type = request.json === undefined ? request.contentType : 'application/json';
  const init: RequestInit & { duplex?: 'half' } = {
    method: request.method ?? 'GET',
    headers: {
      authorization: `Bearer ${target.token}`,
      ...(type === undefined ? {} : { 'content-type': type }),
      ...request.headers,
    },
    ...(body === undefined ? {} : { body, duplex: 'half' as const }),
  };
  const response = await fetch(address, init).catch((error: unknown) => {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Failure(
      exitCodes.unavailable,
      `${target.url} cannot be reached (${cause}). Is \`npm start\` running? Set CASECLOCK_URL if it listens elsewhere.`,
    );
  });
  if (!response.ok) throw failureOf(response.status, parsed(await response.text()));
  return response;
}

function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

function failureOf(status: number, json: unknown): Failure {
  const problem = Problem.safeParse(json);
  if (!problem.success) return new Failure(codeOf(status), `The server answered ${status} and no reason.`, json);
  const { title, detail, errors, allowed, conflicts } = problem.data;
  const lines = [
    detail === undefined ? title : `${title}: ${detail}`,
    ...(errors ?? []).map((fault) => `  ${fault.path}: ${fault.message}`),
    ...(allowed && allowed.length > 0 ? [`  Allowed now: ${allowed.join(', ')}`] : []),
    ...(conflicts ?? []).map((other) =>
      other.claimId === null
        ? `  The other case: ${other.caseId}`
        : `  Claim ${other.claimId} is on case ${other.caseId}`,
    ),
  ];
  return new Failure(codeOf(status), lines.join('\n'), json);
}

function codeOf(status: number): number {
  if (status === 401 || status === 403) return exitCodes.notAllowed;
  if (status === 404) return exitCodes.notFound;
  if (status === 429 || status === 503) return exitCodes.unavailable;
  return status >= 500 ? exitCodes.failed : exitCodes.refused;
}
