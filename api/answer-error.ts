/** Turns anything thrown into a problem document: the one place where errors become statuses. */
import type { Request, Response } from 'express';
import { CaseNotFound, KeyReused } from '../commands/types';
import { UnknownCaseKind } from '../domain/cases';
import { isDbUnavailable } from '../platform/db';
import type { Logger } from '../platform/log';
import { Problem } from './problem';

/** A statement that the server ended (time limit, lock, deadlock), or a server that cannot be found or reached. */
const TRY_AGAIN = new Set([
  ...['57014', '55P03', '40P01', '40001'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'],
]);
const RETRY_AFTER = { 'Retry-After': '2' };

export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof KeyReused) return new Problem('key_reused', error.message, { commandId: error.commandId });
  if (error instanceof CaseNotFound) return new Problem('not_found', 'There is no case with this id.');
  if (error instanceof UnknownCaseKind) {
    return new Problem('invalid', undefined, {
      errors: [{ path: 'body.kind', message: `must be one of ${error.known.join(', ')}` }],
    });
  }
  const code = (error as { code?: unknown } | null)?.code;
  if (isDbUnavailable(error) || (typeof code === 'string' && TRY_AGAIN.has(code))) {
    return new Problem(
      'unavailable',
      'The database is not available now. Wait and send it again.',
      { part: 'database' },
      RETRY_AFTER,
    );
  }
  const status = (error as { status?: unknown } | null)?.status;
  // Express: a path that cannot be decoded.
  if (error instanceof URIError || status === 400)
    return new Problem('bad_header', 'The path or a header is malformed.');
  return new Problem('internal');
}

export function answerError(error: unknown, req: Request, res: Response, log: Logger): void {
  const problem = problemOf(error);
  const requestId = typeof req.id === 'string' ? req.id : undefined;
  if (problem.code === 'internal') log.error({ requestId, ...safe(error) }, 'a request failed');
  if (res.headersSent) {
    res.destroy();
    return;
  }
  for (const [name, value] of Object.entries(problem.headers)) res.setHeader(name, value);
  res.status(problem.status).type('application/problem+json').set('Cache-Control', 'no-store');
  res.send(JSON.stringify(problem.toDocument(requestId)));
}

/** Messages of database errors can quote values: only name, code and the place in our code are logged. */
function safe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { errorType: typeof error };
  const code = (error as { code?: unknown }).code;
  const stack = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { errorType: error.name, errorCode: typeof code === 'string' ? code : undefined, at: stack.slice(0, 8) };
}
