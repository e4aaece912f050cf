/** The frame of every page, and how a page is answered. No script, no inline style, nothing from elsewhere. */
import type { Response } from 'express';
import helmet from 'helmet';
import { formPolicy } from '../web-headers';
import type { ApiDeps } from '../deps';
import { html, type Html } from './html';

export interface Page {
  readonly status?: number;
  readonly title: string;
  /** What went wrong, above the form. */
  readonly bad?: string | null;
  readonly good?: string | null;
  readonly content: Html;
}

export function sendPage(res: Response, { status = 200, title, bad = null, good = null, content }: Page): void {
  const text = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Caseclock</title>
        <link rel="stylesheet" href="/pages.css" />
        <link rel="icon" href="data:," />
      </head>
      <body>
        <main>
          <p class="brand">Caseclock</p>
          <h1>${title}</h1>
          ${bad === null ? null : html`<p class="bad" role="alert">${bad}</p>`}
          ${good === null ? null : html`<p class="good" role="status">${good}</p>`} ${content}
        </main>
      </body>
    </html>`;
  res.status(status).type('html').set('Cache-Control', 'no-store').send(text.text);
}

/** A form's answer is a redirect, which browsers hold to form-action as well. */
export function pageHeaders(deps: ApiDeps) {
  const provider = deps.signIn.settings.oidc;
  const policy = formPolicy(["'self'", ...(provider ? [new URL(provider.issuer).origin] : [])]);
  // With no-referrer a browser hides the origin of our own forms too, and they would be taken for another site's.
  return [policy, helmet.referrerPolicy({ policy: 'same-origin' })];
}
