/** The audit row of a request: what it answered, or why it was refused. One row each, written before the answer leaves. */
import type { Request, Response } from 'express';
import { audit } from '../audit';
import type { Caller } from '../auth/caller';
import type { ApiDeps } from '../deps';
import type { Problem } from '../problem';
import { OWN_ROWS, type Answer, type Route } from '../route';
import { askedIds, lookUp } from './asked-ids';
import { purposeIn } from './purpose';
import { isUuid, shownIn } from './shown';

/** Fields of every list that say nothing about what was looked for. */
const NOT_A_FILTER = new Set(['limit', 'cursor', 'sort']);

/** What a route that streams says of itself: at its opening and at its end. */
export interface StreamRecord {
  readonly outcome: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly caseIds?: readonly string[];
}

/** A request that came to a route, with what is known of it so far. */
export interface Asked {
  readonly route: Route;
  /** `:id` of the path, if it is one. Express forgets the path's parts before a refusal is answered. */
  readonly id: string | null;
  /** The path's parts, for the same reason. */
  readonly params: Readonly<Record<string, unknown>>;
  /** `caseId` of the body, where it names one. */
  bodyCaseId?: string;
}

const askedOf = (res: Response): Asked | undefined => res.locals['asked'] as Asked | undefined;
const callerOf = (res: Response): Caller | undefined => res.locals['caller'] as Caller | undefined;

/** Notes which route a request came to; its refusal, wherever it is found out, is recorded under the route's action. */
export function noteRoute(req: Request, res: Response, route: Route): Asked {
  const id = req.params['id'];
  const asked: Asked = { route, id: isUuid(id) ? id.toLowerCase() : null, params: { ...req.params } };
  res.locals['asked'] = asked;
  return asked;
}

/** @throws what the database throws; the answer must not leave then. */
export async function recordAnswer(deps: ApiDeps, req: Request, res: Response, answer: Answer): Promise<void> {
  const { status, body, audited } = answer;
  const asked = askedOf(res);
  const caller = callerOf(res);
  if (!asked || asked.route.audit === false || asked.route.audit === OWN_ROWS || !caller) return;
  const shown = shownIn(body, asked.route.shows);
  const caseId = caseOf(asked) ?? (shown.count === null && shown.caseIds.length === 1 ? shown.caseIds[0] : null);
  await audit(deps.db.pool, caller, {
    action: asked.route.audit,
    caseId: caseId ?? null,
    outcome: String(status),
    requestId: String(req.id),
    purpose: purposeIn(req),
    caseIds: shown.caseIds,
    patientIds: shown.patientIds,
    data: {
      ...dataOf(asked, req),
      ...(shown.count === null ? {} : { count: shown.count }),
      ...commandOf(body),
      ...audited,
      ...notedIn(res),
    },
  });
}

/** The same for a stream, which answers for itself. */
export async function recordStream(deps: ApiDeps, req: Request, res: Response, record: StreamRecord): Promise<void> {
  const asked = askedOf(res);
  const caller = callerOf(res);
  if (!asked || asked.route.audit === false || !caller) return;
  await audit(deps.db.pool, caller, {
    action: asked.route.audit,
    caseId: null,
    outcome: record.outcome,
    requestId: String(req.id),
    purpose: purposeIn(req),
    caseIds: record.caseIds,
    data: { ...dataOf(asked, req), ...record.data },
  });
}

/**
 * Every refusal of a known caller, also on routes whose answers leave no row, and every wrong credential. A request that
 * shows none at all is nobody's: it leaves no row, or a scan of the port would fill the table.
 * Too many requests are not counted one by one either.
 * @throws what the database throws, except where the refusal already says that the database is away.
 */
export async function recordRefusal(deps: ApiDeps, req: Request, res: Response, problem: Problem): Promise<void> {
  if (problem.members.part === 'database' || problem.code === 'rate_limited' || res.headersSent) return;
  const caller = callerOf(res);
  if (!caller && req.get('authorization') === undefined) return;
  const asked = askedOf(res);
  const named = asked?.route.audit ?? false;
  if (res.locals['ownRow'] === true) return;
  // Somebody reached for what is not theirs, or is not there: the answer does not say which, the record does.
  const reached = caller && (problem.code === 'forbidden' || problem.code === 'not_found');
  const ids = reached ? askedIds(asked?.params, req) : {};
  const found = reached ? await lookUp(deps.db.pool, Object.values(ids)) : null;
  const action = !caller ? 'sign-in.token' : named === false || named === OWN_ROWS ? 'request' : named;
  await audit(deps.db.pool, caller ?? null, {
    action,
    caseId: found ? found.caseId : asked ? caseOf(asked) : null,
    outcome: problem.code === 'not_found' && found?.there ? 'not_yours' : problem.code,
    requestId: String(req.id),
    purpose: statedPurpose(req),
    data: {
      ...(asked ? dataOf(asked, req) : {}),
      ...(reached ? { asked: ids } : {}),
      ...(reached && asked ? { permission: asked.route.permission } : {}),
      ...(action === 'request' ? { method: req.method, route: asked?.route.path ?? 'none' } : {}),
      ...notedIn(res),
      ...(problem.members.commandId ? { command: problem.members.commandId } : {}),
    },
  });
}

/** Says that the handler put this refusal on record itself. What it refuses without a word is recorded like any other. */
export function noteOwnRow(res: Response): void {
  res.locals['ownRow'] = true;
}

/** A purpose that is none was refused, and is not what the row may carry. */
function statedPurpose(req: Request) {
  try {
    return purposeIn(req);
  } catch {
    return undefined;
  }
}

const ofCase = ({ route }: Asked): boolean => route.path.startsWith('/cases/:id');

const caseOf = (asked: Asked): string | null => (ofCase(asked) ? asked.id : null) ?? asked.bodyCaseId ?? null;

/** Names of a search's fields come from the sender: only what looks like one is kept. */
const isFilter = (key: string): boolean => /^[A-Za-z]{1,40}$/.test(key) && !NOT_A_FILTER.has(key);

/** The thing the path names, and which fields were filtered by: their names, never what was looked for. */
function dataOf(asked: Asked, req: Request): Record<string, unknown> {
  const known = Object.keys(asked.route.query?.shape ?? {}).filter((key) => !NOT_A_FILTER.has(key));
  const searched = (req.body as { filter?: object } | undefined)?.filter;
  const inBody = asked.route.path.endsWith('/search') ? Object.keys(searched ?? {}) : [];
  const filter = [...known.filter((key) => req.query[key] !== undefined), ...inBody.filter(isFilter)];
  return {
    ...(asked.id === null || ofCase(asked) ? {} : { id: asked.id }),
    ...(filter.length > 0 ? { filter } : {}),
  };
}

/** What a handler noted for the record before it answered or refused. */
const notedIn = (res: Response) => res.locals['auditData'] as Readonly<Record<string, unknown>> | undefined;

/** The command that an answer names, so that its request and its outcome can be brought together. */
function commandOf(body: unknown): { command?: string } {
  const id = (body as { commandId?: unknown } | null | undefined)?.commandId;
  return isUuid(id) ? { command: id } : {};
}
