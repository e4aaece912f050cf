/**
 * The contract of a route: what it takes, who may call it, what it answers. Mounting, documentation and tests read
 * nothing else. How to add one:
 *
 *   // api/routes/show-rule.ts (a file per route or small resource; default export: one route or a list)
 *   export default defineRoute({
 *     method: 'get',
 *     path: '/rules/:id',                        // below /api/v1, Express 5 syntax
 *     tag: 'Rules',
 *     summary: 'Shows one rule with its layers',
 *     permission: 'rules.read',                  // a line in auth/permissions.ts
 *     params: z.strictObject({ id: z.string().max(80) }),
 *     query: z.strictObject({ at: z.iso.date().optional() }),  // optional; also body, consumes, documentedBody
 *     answers: { 200: RuleView },                // status -> schema of the body; null = no body
 *     problems: ['not_found'],                   // what else it may answer, for the document
 *     audit: 'rules.read',                       // the action of its audit row; false needs `unaudited`: why
 *     async handle({ params, query, body, caller, deps }) {
 *       const rule = await readRule(deps.db.pool, params.id);
 *       if (!rule) throw new Problem('not_found', 'There is no rule with this id.');
 *       return { status: 200, body: rule, headers: { ETag: '"7"' } };
 *     },
 *   });
 *
 * Then add it to the list in api/routes/index.ts, one line. Everything thrown is answered by problem.ts: throw
 * `new Problem(code, detail, members?)`, let database errors through (an absent database becomes 503). Bodies are
 * JSON up to 1 MB unless `consumes` names other media types: then the body is not read and `req` is the stream.
 * A handler that writes to `res` itself (a stream) calls `record` before the first byte and returns `STREAMED`. Instants in answers are ISO strings, money is
 * integer cents. Never log or put into a problem what came from a row or a body.
 */
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Caller } from './auth/caller';
import type { Permission } from './auth/permissions';
import type { ApiDeps } from './deps';
import type { ProblemCode } from './problem';
import type { StreamRecord } from './trail/of-request';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The handler has written, or is still writing, to the response itself. */
export const STREAMED = Symbol('streamed');

export interface RouteContext<P = unknown, Q = unknown, B = unknown> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly caller: Caller;
  readonly deps: ApiDeps;
  /** For headers (`req.get('if-match')`) and unread bodies; never for params, query or body. */
  readonly req: Request;
  /** For streams only. */
  readonly res: Response;
  /** For streams only: writes the audit row of the opening, and the one of the end. */
  record(row: StreamRecord): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Goes into the audit row beside the outcome: counts and codes, nothing that identifies a person. */
  readonly audited?: Readonly<Record<string, unknown>>;
}

/** A route as the application and the document see it. */
export interface Route {
  readonly method: Method;
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** A line in auth/permissions.ts; `signed-in`: any account; `anonymous`: nobody is asked for. */
  readonly permission: Permission | 'signed-in' | 'anonymous';
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Largest body of this route, where it is not the usual 1 MB. */
  readonly bodyLimitBytes?: number;
  /** Shown instead of `body`, where the body's form depends on stored data. */
  readonly documentedBody?: z.ZodType;
  /** Media types of a body that the handler reads itself from `req`. */
  readonly consumes?: readonly string[];
  /** Media type of the answers, where it is not JSON. */
  readonly produces?: string;
  /** Headers it reads: name -> what it is for. Idempotency-Key and If-Match have standard texts. */
  readonly headers?: readonly ('Idempotency-Key' | 'If-Match' | 'Last-Event-ID')[];
  readonly answers: Readonly<Record<number, z.ZodType | null>>;
  readonly problems?: readonly ProblemCode[];
  /** The action that its audit row names, with the cases and patients it showed; false: its answers leave none. */
  readonly audit: string | false;
  /** With `audit: false`: why nobody has to know who read it. Refusals are recorded all the same. */
  readonly unaudited?: string;
  /** The answer, or each of its `items`, is a case: its `id` is a case's. */
  readonly shows?: 'cases';
  handle(context: RouteContext): Promise<Answer | typeof STREAMED>;
}

/** As `audit`: the handler writes its own rows, such as those of a sign-in. What it refuses without one is recorded as always. */
export const OWN_ROWS = 'own-rows';

type Out<S> = S extends z.ZodType ? z.output<S> : undefined;
type BodyOf<S> = S extends z.ZodType ? z.input<S> : null;
type Answers = Readonly<Record<number, z.ZodType | null>>;
type AnswerOf<A extends Answers> = {
  [S in keyof A & number]: {
    readonly status: S;
    readonly body: BodyOf<A[S]>;
    readonly headers?: Readonly<Record<string, string>>;
    readonly audited?: Readonly<Record<string, unknown>>;
  };
}[keyof A & number];

type Definition<
  P extends z.ZodObject | undefined,
  Q extends z.ZodObject | undefined,
  B extends z.ZodType | undefined,
  A extends Answers,
> = Omit<Route, 'params' | 'query' | 'body' | 'answers' | 'handle'> & {
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answers: A;
  handle(context: RouteContext<Out<P>, Out<Q>, Out<B>>): Promise<AnswerOf<NoInfer<A>> | typeof STREAMED>;
};

/** Declares a route and ties the handler's types to its schemas. */
export function defineRoute<
  A extends Answers,
  P extends z.ZodObject | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(definition: Definition<P, Q, B, A>): Route {
  return definition as Route;
}
