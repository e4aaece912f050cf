/** Builds the HTTP application from its dependencies. Listens to nothing; server.ts does. */
import { randomUUID } from 'node:crypto';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import helmet from 'helmet';
import { pinoHttp } from 'pino-http';
import swaggerUi from 'swagger-ui-express';
import { answerError } from './answer-error';
import type { Caller } from './auth/caller';
import { emergencyBanner } from './auth/emergency-banner';
import { callerOf } from './auth/tokens';
import type { ApiDeps } from './deps';
import { mountHealth } from './health';
import { mountRoutes } from './mount';
import { buildDocument } from './openapi';
import { Problem, unauthenticated } from './problem';
import { routes } from './routes';

export const API = '/api/v1';
const A_MINUTE_MS = 60_000;
/** Wrong tokens from one address in a minute: enough for a broken script, too few for guessing. */
const FAILURES_A_MINUTE = 300;

export interface AppOptions {
  /** True once the process was told to stop: /readyz says so, so that no new work arrives. */
  stopping?(): boolean;
}

export function makeApp(deps: ApiDeps, options: AppOptions = {}): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.set('etag', false);
  app.use(pinoHttp(logging(deps)), observe(deps));
  app.use(
    helmet({
      contentSecurityPolicy: { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] }, useDefaults: false },
    }),
  );
  mountHealth(app, deps, options.stopping ?? (() => false));
  const api = express.Router();
  mountDocument(api);
  api.use(authenticate(deps), limitTokens(deps), emergencyBanner(deps.db.pool));
  mountRoutes(api, routes, deps);
  api.use((_req, res, next) => {
    if (res.locals['caller'] === undefined) throw unauthenticated();
    next();
  });
  app.use(API, api);
  app.use(() => {
    throw new Problem('route_not_found');
  });
  app.use((error: unknown, req: Request, res: Response, _next: NextFunction) => {
    answerError(error, req, res, deps.log);
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
    limit: FAILURES_A_MINUTE,
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_req, res) => res.statusCode !== 401,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: refuseByRate,
  });
  const check = async (req: Request, res: Response, next: NextFunction) => {
    const header = req.get('authorization');
    if (header !== undefined) {
      const caller = await callerOf(deps.db.pool, header);
      // A wrong token is refused everywhere: whoever sends one believes to be somebody.
      if (!caller) throw unauthenticated();
      res.locals['caller'] = caller;
    }
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

/** The document and its readable page need no token: they say nothing about anyone. */
function mountDocument(api: express.Router): void {
  const document = JSON.stringify(buildDocument(routes));
  api.get('/openapi.json', (_req, res) => {
    res.type('application/json').send(document);
  });
  const page = helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      // The page's own styles stand in its HTML.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      frameAncestors: ["'none'"],
    },
  });
  const setup = swaggerUi.setup(undefined, {
    customSiteTitle: 'Caseclock API',
    swaggerOptions: { url: `${API}/openapi.json`, validatorUrl: null },
  });
  api.use(
    '/docs',
    page,
    swaggerUi.serveFiles(undefined, { swaggerOptions: { url: `${API}/openapi.json`, validatorUrl: null } }),
    setup,
  );
}
