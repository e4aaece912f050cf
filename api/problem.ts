/** Every error an API caller can get, in one table (RFC 9457). Says what to do; never carries a stack or text from data. */
import { z } from 'zod';
import { unknownField } from './input/private-fields';

interface Kind {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
}

const table = {
  malformed_json: { status: 400, title: 'The body is not JSON', detail: 'Send one JSON object in UTF-8.' },
  json_too_deep: { status: 400, title: 'The body is nested too deeply', detail: 'Send JSON of at most 32 levels.' },
  body_interrupted: { status: 400, title: 'The body ended early', detail: 'Send the whole body again.' },
  bad_header: {
    status: 400,
    title: 'A header cannot be used',
    detail: 'Correct the header and send the request again.',
  },
  unauthenticated: {
    status: 401,
    title: 'A sign-in or a token is needed',
    detail:
      'Sign in, or send a valid API token: "Authorization: Bearer <token>". An expired or revoked token must be replaced.',
  },
  sign_in_failed: {
    status: 401,
    title: 'The sign-in was not accepted',
    detail:
      'E-mail address or password are wrong, the account is not active, or there were too many tries. Check them, wait a quarter of an hour, or ask for a new password.',
  },
  code_refused: {
    status: 401,
    title: 'The code was not accepted',
    detail:
      'The code is wrong, was used before, or there were too many tries. Wait for the next code and check the time of your telephone, or use a recovery code. After ten minutes sign in again.',
  },
  reauthentication_needed: {
    status: 403,
    title: 'Prove again that it is you',
    detail: 'This needs a sign-in of the last ten minutes: POST /session/reauthentication with your password first.',
  },
  session_needed: {
    status: 403,
    title: 'A token may not do this',
    detail: 'Sign in and do it there: a token cannot make tokens or change how its person signs in.',
  },
  cross_site: {
    status: 403,
    title: 'The request does not come from our pages',
    detail:
      'A change made with a session cookie needs an Origin or Sec-Fetch-Site of this address, and a JSON body or the header X-Caseclock. Programs use a token instead.',
  },
  link_refused: {
    status: 410,
    title: 'This link does not work any more',
    detail: 'It was used, has expired, or a newer one was sent. Ask for a new one.',
  },
  forbidden: { status: 403, title: 'Your role may not do this', detail: 'Ask somebody whose role may do it.' },
  not_found: { status: 404, title: 'Not found', detail: 'There is nothing with this id. Check the id.' },
  route_not_found: {
    status: 404,
    title: 'There is no such route',
    detail: 'The routes are listed at /api/v1/docs.',
  },
  method_not_allowed: {
    status: 405,
    title: 'This route does not answer this method',
    detail: 'Use one of the methods in the Allow header.',
  },
  request_timeout: { status: 408, title: 'The request took too long to arrive', detail: 'Send it again, whole.' },
  event_not_allowed: { status: 409, title: 'The case does not accept this event now', detail: 'See what is allowed.' },
  claims_taken: {
    status: 409,
    title: 'Another active case holds the claim',
    detail: 'Resolve or cancel the other case first, or add what you know to it.',
  },
  claim_exists: {
    status: 409,
    title: 'This claim exists already',
    detail: 'Use the existing claim; its id is in existingId.',
  },
  conflict: { status: 409, title: 'This cannot be done now', detail: 'Look at the current state and decide again.' },
  version_conflict: {
    status: 412,
    title: 'It has changed since you read it',
    detail: 'Read it again, then decide and send the request with the new ETag.',
  },
  too_large: { status: 413, title: 'The body is too large', detail: 'Send less than the limit.' },
  unsupported_media_type: {
    status: 415,
    title: 'This kind of body is not understood',
    detail: 'Send the media type that the document names for this route, in UTF-8.',
  },
  invalid: {
    status: 422,
    title: 'The request has faults',
    detail: 'Correct what errors names, then send the request again.',
  },
  key_reused: {
    status: 422,
    title: 'This Idempotency-Key belongs to another request',
    detail: 'Use a new key for new content, or send the same content as before.',
  },
  rate_limited: { status: 429, title: 'Too many requests', detail: 'Wait for the time in Retry-After, then go on.' },
  internal: {
    status: 500,
    title: 'Something went wrong here',
    detail: 'It is recorded under the request id. Sending the request again with its Idempotency-Key is safe.',
  },
  unavailable: {
    status: 503,
    title: 'A part of the system is down',
    detail: 'Nothing was changed, or the same Idempotency-Key finds what was. Wait for Retry-After and send it again.',
  },
} as const satisfies Record<string, Kind>;

export type ProblemCode = keyof typeof table;

export const problemCodes = Object.keys(table) as ProblemCode[];
export const problemKind = (code: ProblemCode): Kind => table[code];

/** Where a fault is: names joined by dots, `body.data.claims.0.claimId`. */
export const Fault = z.strictObject({ path: z.string(), message: z.string() });
export type Fault = z.infer<typeof Fault>;

/** Further members, by problem. */
export const ProblemMembers = z.strictObject({
  errors: z.array(Fault).optional(),
  allowed: z.array(z.string()).optional(),
  conflicts: z.array(z.strictObject({ claimId: z.uuid().nullable(), caseId: z.uuid() })).optional(),
  currentVersion: z.int().optional(),
  commandId: z.uuid().optional(),
  existingId: z.uuid().optional(),
  roles: z.array(z.string()).optional(),
  part: z.enum(['database', 'temporal']).optional(),
  limitBytes: z.int().optional(),
});
export type ProblemMembers = z.infer<typeof ProblemMembers>;

export const ProblemDocument = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(problemCodes),
    requestId: z.string().optional(),
    ...ProblemMembers.shape,
  })
  .meta({ id: 'Problem' });

/** Thrown by handlers; answered as application/problem+json. */
export class Problem extends Error {
  readonly status: number;

  /** @param detail plain words with what to do; the table's when left out. Nothing that came from a body or a row. */
  constructor(
    readonly code: ProblemCode,
    readonly detail: string = table[code].detail,
    readonly members: ProblemMembers = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${code}: ${detail}`);
    this.name = 'Problem';
    this.status = table[code].status;
  }

  toDocument(requestId: string | undefined): z.infer<typeof ProblemDocument> {
    return {
      type: `urn:caseclock:problem:${this.code}`,
      title: table[this.code].title,
      status: this.status,
      detail: this.detail,
      code: this.code,
      ...(requestId === undefined ? {} : { requestId }),
      ...this.members,
    };
  }
}

export const unauthenticated = (): Problem =>
  new Problem('unauthenticated', undefined, {}, { 'WWW-Authenticate': 'Bearer realm="caseclock"' });

/** A 422 from a schema's issues; `where` is body, query or params. */
export function invalid(where: string, issues: readonly z.core.$ZodIssue[]): Problem {
  return new Problem('invalid', undefined, { errors: faultsOf(where, issues) });
}

const MOST_FAULTS = 100;

/** One fault per place. A union's branches are flattened; unknown keys are named one by one. */
export function faultsOf(where: string, issues: readonly z.core.$ZodIssue[]): Fault[] {
  const faults = issues.flatMap((issue): Fault[] => {
    const path = [where, ...issue.path.map(String)].join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: `${path}.${key}`.slice(0, 200), message: unknownField(path, key) }));
    }
    if (issue.code === 'invalid_union' && issue.errors.length > 0) {
      const nearest = issue.errors.reduce((a, b) => (b.length < a.length ? b : a));
      if (nearest.length > 0) return faultsOf(path, nearest);
    }
    return [{ path, message: issue.message }];
  });
  const first = new Map(faults.toReversed().map((fault) => [fault.path, fault]));
  return faults.filter((fault) => first.get(fault.path) === fault).slice(0, MOST_FAULTS);
}
