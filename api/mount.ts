/** Puts a route on the application: permit, parse, act, answer. Knows no route. */
import type { Request, Response, Router } from 'express';
import type { z } from 'zod';
import type { Caller } from './auth/caller';
import { may, rolesFor } from './auth/permissions';
import type { ApiDeps } from './deps';
import { checkText } from './input/check-text';
import { readJson } from './input/json-body';
import { refuseWithheldFilters } from './privacy/asked';
import { privateAnswer } from './privacy/private-answer';
import { invalid, Problem, unauthenticated } from './problem';
import { STREAMED, type Answer, type Route, type RouteContext } from './route';
import { noteRoute, recordAnswer, recordStream } from './trail/of-request';
import { purposeIn } from './trail/purpose';
import { isUuid } from './trail/shown';

/** Mounts all routes, then for each path a refusal of the methods it does not have. */
export function mountRoutes(router: Router, routes: readonly Route[], deps: ApiDeps): void {
  for (const route of routes) {
    router[route.method](route.path, (req, res) => serve(route, deps, req, res));
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((r) => r.path === path).map((r) => r.method.toUpperCase());
    const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].join(', ');
    router.all(path, (_req, res) => {
      if (res.locals['caller'] === undefined) throw unauthenticated();
      throw new Problem('method_not_allowed', `This route answers ${allow}.`, {}, { Allow: allow });
    });
  }
}

async function serve(route: Route, deps: ApiDeps, req: Request, res: Response): Promise<void> {
  res.locals['route'] = route.path;
  const known = res.locals['caller'] as Caller | undefined;
  const asked = noteRoute(req, res, route);
  permit(route, known);
  purposeIn(req);
  let recorded = false;
  const params = parsed('params', route.params, { ...req.params });
  const query = parsed('query', route.query, { ...req.query });
  const body =
    route.body === undefined || route.consumes !== undefined ? undefined : await bodyOf(route, route.body, req, res);
  const named = (body as { caseId?: unknown } | undefined)?.caseId;
  if (isUuid(named)) asked.bodyCaseId = named;
  const context: RouteContext = {
    params,
    query,
    body,
    // A handler of an anonymous route never looks at it; every other route has one once it is permitted.
    caller: known as Caller,
    deps,
    req,
    res,
    record: (row) => {
      recorded = true;
      return recordStream(deps, req, res, row);
    },
  };
  refuseWithheldFilters(known, context.query, context.body);
  const handled = await route.handle(context);
  if (handled === STREAMED) {
    if (!recorded) throw new Error(`${route.method} ${route.path} streamed without a word for the audit trail.`);
    return;
  }
  const answer = await privateAnswer(route, deps, req, known, handled);
  if (deps.checkAnswers) checkAnswer(route, answer);
  // Awaited before the answer: what is not on record was not answered. Refusals are recorded where they are answered.
  await recordAnswer(deps, req, res, answer);
  send(res, answer);
}

/** @throws Problem 401 without a caller, 403 for one who may not. */
function permit(route: Route, caller: Caller | undefined): void {
  if (route.permission === 'anonymous') return;
  if (caller === undefined) throw unauthenticated();
  if (route.permission === 'signed-in' || may(caller, route.permission)) return;
  const roles = [...rolesFor(route.permission)];
  throw new Problem('forbidden', `This needs one of the roles ${roles.join(', ')}.`, { roles });
}

function parsed(where: string, schema: z.ZodObject | undefined, value: Record<string, unknown>): unknown {
  if (!schema) {
    const unknown = Object.keys(value);
    if (unknown.length === 0) return undefined;
    throw new Problem('invalid', undefined, {
      errors: unknown
        .slice(0, 20)
        .map((key) => ({ path: `${where}.${key.slice(0, 80)}`, message: 'is not a known field' })),
    });
  }
  checkText(where, value);
  const result = schema.safeParse(value);
  if (!result.success) throw invalid(where, result.error.issues);
  return result.data;
}

async function bodyOf(route: Route, schema: z.ZodType, req: Request, res: Response): Promise<unknown> {
  const body = await readJson(req, res, route.bodyLimitBytes);
  checkText('body', body);
  const result = schema.safeParse(body ?? {});
  if (!result.success) throw invalid('body', result.error.issues);
  return result.data;
}

function send(res: Response, answer: Answer): void {
  for (const [name, value] of Object.entries(answer.headers ?? {})) res.setHeader(name, value);
  res.setHeader('Cache-Control', 'no-store');
  res.status(answer.status);
  if (answer.body === null || answer.body === undefined) res.end();
  else res.type('application/json').send(JSON.stringify(answer.body));
}

function checkAnswer(route: Route, answer: Answer): void {
  const schema = route.answers[answer.status];
  if (schema === undefined)
    throw new Error(`${route.method} ${route.path} answered ${answer.status}, which is not documented.`);
  if (schema === null) return;
  const result = schema.safeParse(JSON.parse(JSON.stringify(answer.body)));
  if (!result.success) {
    const where = result.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ');
    throw new Error(`${route.method} ${route.path} answered what its document does not show: ${where}`);
  }
}
