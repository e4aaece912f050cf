/** What can go wrong between the app and its server, as two kinds of error that every page knows how to say. */
import type { components } from './generated/schema';

export type ProblemDocument = components['schemas']['Problem'];

/** The server answered, and said no (RFC 9457). `code` is stable; `title` and `detail` are plain words. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ProblemDocument['code'];
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string | undefined;
  /** Faults of single fields; `path` such as `body.data.visits`. */
  readonly errors: readonly { path: string; message: string }[];

  constructor(readonly members: ProblemDocument) {
    super(`${members.code}: ${members.title}`);
    this.code = members.code;
    this.status = members.status;
    this.title = members.title;
    this.detail = members.detail;
    this.requestId = members.requestId;
    this.errors = members.errors ?? [];
  }

  /** The fault of one field of the body, or undefined. */
  faultOf(field: string): string | undefined {
    return this.errors.find(({ path }) => path === `body.${field}` || path.endsWith(`.${field}`))?.message;
  }
}

/** Nobody answered, or something between us did. Whether the request was done is unknown: send it with the same key. */
export class ServerAway extends Error {
  override readonly name = 'ServerAway';
  constructor(readonly status: number | null = null) {
    super('The server cannot be reached.');
  }
}

const PASSING = new Set([429, 502, 503, 504]);

/** True for what will pass by itself: the same question is worth asking again. */
export function isPassing(error: unknown): boolean {
  return error instanceof ServerAway || (error instanceof ApiProblem && PASSING.has(error.status));
}

/** A password or a code that is refused is a 401 too, of somebody who is signed in. */
export const isSignedOut = (error: unknown): boolean => error instanceof ApiProblem && error.code === 'unauthenticated';

/** For people: what happened and what to do, never as their fault when it is ours. */
export function wordsOf(error: unknown): { title: string; detail: string } {
  if (error instanceof ServerAway) {
    return {
      title: 'Caseclock cannot be reached',
      detail: 'The connection or the server is away. This page tries again by itself.',
    };
  }
  if (error instanceof ApiProblem) {
    if (error.code === 'unavailable') {
      return { title: 'A part of Caseclock is down', detail: 'Nothing is lost. This page tries again by itself.' };
    }
    if (error.status >= 500) {
      const named = error.requestId === undefined ? '' : ` Name it by ${error.requestId} when you ask for help.`;
      return { title: 'Something went wrong on our side', detail: `It is on record. Try again.${named}` };
    }
    return { title: error.title, detail: error.detail };
  }
  return { title: 'This page met a fault of its own', detail: 'Load it again. What was saved is saved.' };
}
