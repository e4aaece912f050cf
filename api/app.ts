/** Builds the HTTP application from its dependencies. Listens to nothing; server.ts does. */
import { randomUUID } from 'node:crypto';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import { pinoHttp } from 'pino-http';
import { answerError, problemOf } from './answer-error';
import type { Caller } from './auth/caller';
import { codecCors } from './codec-cors';
import { identify } from './auth/identify';
import { emergencyBanner } from './auth/emergency-banner';
import type { ApiDeps } from './deps';
import { docsPage } from './docs-page';
import { mountHealth } from './health';
import { mountRoutes } from './mount';
import { mountPages } from './pages';
import { Problem, unauthenticated } from './problem';
import { guardRequest } from './request-guard';
import { routes } from './routes';
import { recordRefusal } from './trail/of-request';
import { mountWebApp } from './web-app';
import { webHeaders } from './web-headers';

export const API = '/api/v1';
const A_MINUTE_MS = 60_000;

export interface AppOptions {
  /** True once the process was told to stop: /readyz says so, so that no new work arrives. */
  stopping?(): boolean;
  /** The listener speaks HTTPS. */
  readonly tls?: boolean;
}

export function makeApp(deps: ApiDeps, options: AppOptions = {}): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('etag', false);
  app.set('trust proxy', [...deps.signIn.settings.trustedProxies]);
  app.use(pinoHttp(logging(deps)), observe(deps));
  const secure = options.tls || deps.signIn.settings.publicUrl?.startsWith('https:');
  app.use(webHeaders(secure ?? false), guardRequest);
  mountHealth(app, deps, options.stopping ?? (() => false));
  const api = express.Router();
  api.use(docsPage(API));
  api.use('/codec', codecCors(deps.temporalUiOrigins));
  api.use(authenticate(deps), limitTokens(deps), emergencyBanner(deps.db.pool));
  mountRoutes(api, routes, deps);
  api.use((_req, res, next) => {
    if (res.locals['caller'] === undefined) throw unauthenticated();
    next();
  });
  app.use(API, api);
  mountPages(app, deps);
  mountWebApp(app);
  app.use(() => {
    throw new Problem('route_not_found');
  });
  app.use(async (error: unknown, req: Request, res: Response, _next: NextFunction) => {
    // A refusal that cannot be put on record is not answered either: then the database's absence is the answer.
    const unrecorded = await recordRefusal(deps, req, res, problemOf(error)).catch((failed: unknown) => ({ failed }));
    answerError(unrecorded ? unrecorded.failed : error, req, res, deps.log);
  });
  return app;
}

/** Ids, the route's pattern and the status. No query string, no body, no address, no header. */
function logging(deps: ApiDeps) {
  return {
    logger: deps.log,
    genReqId: () => randomUUID(),
    autoLogging: { ignore: (req: { url?: string }) => /^\/(healthz|readyz|metrics)/.test(req.url ?? '') },
    serializers: {
      req: (req: { id: unknown; method: string }) => ({ id: req.id, method: req.method }),
      res: (res: { statusCode: number }) => ({ statusCode: res.statusCode }),
    },
    customProps: (_req: unknown, res: unknown) => {
      const { locals } = res as Response;
      const caller = locals['caller'] as Caller | undefined;
      return { route: locals['route'] as unknown, userId: caller?.userId };
    },
    // The error itself is logged by answer-error, without what a message may quote.
    customErrorObject: (_req: unknown, res: unknown) => ({ res: { statusCode: (res as Response).statusCode } }),
  };
}

function observe(deps: ApiDeps) {
  return (req: Request, res: Response, next: NextFunction) => {
    const stop = deps.metrics.requests.startTimer();
    res.setHeader('X-Request-Id', String(req.id));
    res.on('finish', () => {
      const route = (res.locals['route'] as string | undefined) ?? 'other';
      stop({ method: req.method, route, status: String(res.statusCode) });
    });
    next();
  };
}

function authenticate(deps: ApiDeps) {
  const failures = rateLimit({
    windowMs: A_MINUTE_MS,
    limit: deps.failuresPerMinute,
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_req, res) => res.statusCode !== 401,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    // Whether that header counts is TRUSTED_PROXIES' decision, also when somebody sends it unasked.
    validate: { xForwardedForHeader: false },
    handler: refuseByRate,
  });
  const check = async (req: Request, res: Response, next: NextFunction) => {
    await identify(deps, req, res);
    next();
  };
  const router = express.Router();
  router.use(failures, check);
  return router;
}

function limitTokens(deps: ApiDeps) {
  return rateLimit({
    windowMs: A_MINUTE_MS,
    limit: deps.requestsPerMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    skip: (_req, res) => res.locals['caller'] === undefined,
    keyGenerator: (_req, res) => (res.locals['caller'] as Caller).tokenId,
    handler: refuseByRate,
  });
}

function refuseByRate(_req: Request, res: Response, next: NextFunction): void {
  const after = res.getHeader('Retry-After');
  next(new Problem('rate_limited', undefined, {}, { 'Retry-After': after === undefined ? '60' : String(after) }));
}
