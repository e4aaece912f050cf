/** The few pages people need to get in: small, without script, calling the same code as the routes. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Express } from 'express';
import type { ApiDeps } from '../deps';
import { addLinkPages } from './link-pages';
import { makePages } from './serve';
import { addSignInPages } from './sign-in-pages';

export function mountPages(app: Express, deps: ApiDeps): void {
  const style = readFileSync(path.join(__dirname, 'style.css'), 'utf8');
  app.get('/pages.css', (_req, res) => {
    res.locals['route'] = '/pages.css';
    res.type('css').set('Cache-Control', 'public, max-age=3600').send(style);
  });
  const pages = makePages(app, deps);
  addSignInPages(pages);
  addLinkPages(pages);
}
