/** Lets the pages of Temporal's Web UI, and no other page, ask for decoded payloads with the session of their browser. */
import type { NextFunction, Request, Response } from 'express';
import { Problem } from './problem';
import { trustPage } from './sign-in/same-origin';

const PREFLIGHT_KEPT_S = 600;

/**
 * @param origins such as http://127.0.0.1:8233. A request of another page is refused, also where the browser would only
 *   keep its answer from that page: reading is what is to be prevented, and the trace of it.
 */
export function codecCors(origins: readonly string[]) {
  return (req: Request, res: Response, next: NextFunction): void => {
    res.vary('Origin');
    const origin = req.get('origin');
    if (origin === undefined) {
      next();
      return;
    }
    if (!origins.includes(origin)) {
      throw new Problem('forbidden', 'Payloads are decoded for the pages of the configured Temporal Web UI only.');
    }
    // These pages are known: what defends against other sites lets them through, for this path alone.
    trustPage(res);
    res.setHeader('Access-Control-Allow-Origin', origin);
    res.setHeader('Access-Control-Allow-Credentials', 'true');
    if (req.method !== 'OPTIONS') {
      next();
      return;
    }
    res.setHeader('Access-Control-Allow-Methods', 'POST');
    res.setHeader('Access-Control-Allow-Headers', 'content-type, x-namespace');
    res.setHeader('Access-Control-Max-Age', String(PREFLIGHT_KEPT_S));
    res.status(204).end();
  };
}
