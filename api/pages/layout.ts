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

/** The app's own sign: a rounded square with a clock, in the accent. Its colours are those of the style sheet. */
const logo = html`<svg class="logo" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
  <rect x="1" y="1" width="22" height="22" rx="6" />
  <circle cx="12" cy="12" r="6.5" />
  <path d="M12 8.2V12l2.4 1.6" />
</svg>`;

export function sendPage(res: Response, { status = 200, title, bad = null, good = null, content }: Page): void {
  const text = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Caseclock</title>
        <link rel="stylesheet" href="/pages.css" />
        <link rel="icon" href="data:," />
      </head>
      <body>
        <main>
          <p class="brand">${logo} Caseclock</p>
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
