/** Mounts a page: headers, form, the proof that our own page sent it; what goes wrong is said on a page. */
import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import type { ApiDeps } from '../deps';
import { problemOf } from '../answer-error';
import { checkText } from '../input/check-text';
import { faultsOf, Problem } from '../problem';
import { isSameOrigin } from '../sign-in/same-origin';
import type { Visit } from '../sign-in/visit';
import { html } from './html';
import { pageHeaders, sendPage } from './layout';

const FORM_LIMIT = '16kb';
const MOST_FIELDS = 20;

type Handler = (visit: Visit, form: Readonly<Record<string, unknown>>) => Promise<void>;

export interface Pages {
  get(path: string, handler: Handler): void;
  post(path: string, handler: Handler): void;
}

export function makePages(app: Express, deps: ApiDeps): Pages {
  const headers = pageHeaders(deps);
  const parse = express.urlencoded({ extended: false, limit: FORM_LIMIT, parameterLimit: MOST_FIELDS });
  const serve = (path: string, handler: Handler) => async (req: Request, res: Response, next: NextFunction) => {
    res.locals['route'] = path;
    try {
      if (req.method === 'POST' && !isSameOrigin(req, deps.signIn.origin())) throw new Problem('cross_site');
      if (req.method === 'POST') await parsed(parse, req, res);
      const given: unknown = req.body ?? {};
      checkText('form', given);
      await handler({ deps, req, res }, Object(given) as Record<string, unknown>);
    } catch (error) {
      const problem = problemOf(error);
      // What nobody foresaw is logged and answered where all of it is.
      if (problem.code === 'internal') next(error);
      else sayProblem(res, problem);
    }
  };
  return {
    get: (path, handler) => app.get(path, headers, serve(path, handler)),
    post: (path, handler) => app.post(path, headers, serve(path, handler)),
  };
}

/** @throws Problem for a form that cannot be read, instead of the parser's own error. */
async function parsed(parse: RequestHandler, req: Request, res: Response): Promise<void> {
  const error = await new Promise<unknown>((resolve) => void parse(req, res, resolve));
  if (error === undefined) return;
  const { status } = error as { status?: unknown };
  if (status === 413) throw new Problem('too_large', 'Type less into the form.');
  throw typeof status === 'number' && status < 500 ? new Problem('body_interrupted', 'Send the form again.') : error;
}

function sayProblem(res: Response, problem: Problem): void {
  for (const [name, value] of Object.entries(problem.headers)) res.setHeader(name, value);
  sendPage(res, {
    status: problem.status,
    title: 'That did not work',
    bad: wordsOf(problem),
    content: html`<p class="aside"><a href="/sign-in">Back to sign-in</a></p>`,
  });
}

/** For people: the fault of the field where there is one. */
export function wordsOf(problem: Problem): string {
  const faults = problem.members.errors ?? [];
  if (faults.length === 0) return `${problem.toDocument(undefined).title}. ${problem.detail}`;
  return faults
    .map(({ path, message }) => `${labels[path.split('.').at(-1) ?? ''] ?? 'The form'} ${message}.`)
    .join(' ');
}

const labels: Readonly<Record<string, string>> = {
  password: 'The password',
  email: 'The e-mail address',
  name: 'The name',
  code: 'The code',
};

/** @throws Problem invalid */
export function read<T extends z.ZodType>(schema: T, form: Readonly<Record<string, unknown>>): z.output<T> {
  const result = schema.safeParse(form);
  if (result.success) return result.data;
  throw new Problem('invalid', undefined, { errors: faultsOf('form', result.error.issues) });
}

/** Runs a step and shows the same page again, with the reason, when it was refused. */
export async function orAgain(again: (bad: string, status: number) => void, step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (!(error instanceof Problem) || error.code === 'rate_limited' || error.status >= 500) throw error;
    again(wordsOf(error), error.status);
  }
}
