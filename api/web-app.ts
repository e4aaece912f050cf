/** Serves the web app that `npm run ui:build` made: its files by content name, its page for every address people visit. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { appPolicy } from './web-headers';

const DIST = path.resolve(__dirname, '..', 'ui', 'dist');
const A_YEAR_S = 31_536_000;
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** Mounted last: what no route and no page of the server answers, and a browser visits, is the app's. */
export function mountWebApp(app: Express): void {
  const page = readPage();
  app.use('/assets', pressed);
  // Files are named by their content, so a browser may keep them; they hold nothing about anyone.
  app.use(
    '/assets',
    express.static(path.join(DIST, 'assets'), {
      index: false,
      redirect: false,
      setHeaders: (res) => {
        res.setHeader('Cache-Control', `public, max-age=${A_YEAR_S}, immutable`);
      },
    }),
  );
  app.use((req, res, next) => {
    if (!isVisit(req)) {
      next();
      return;
    }
    res.locals['route'] = 'web-app';
    const nonce = randomBytes(18).toString('base64');
    appPolicy(nonce)(req, res, () => {
      res.type('html').send(page.replace('%NONCE%', nonce));
    });
  });
}

/** Answers with the file that the build pressed, to browsers that take it. */
function pressed(req: Request, res: Response, next: NextFunction): void {
  const name = path.basename(req.path);
  const type = TYPES[path.extname(name)];
  res.vary('Accept-Encoding');
  if (
    type !== undefined &&
    req.acceptsEncodings('gzip') !== false &&
    existsSync(path.join(DIST, 'assets', `${name}.gz`))
  ) {
    res.setHeader('Content-Encoding', 'gzip');
    res.type(type);
    req.url = `/${name}.gz`;
  }
  next();
}

/** Of a file: its ending is short. Ids of rules have dots, too: /rules/wc.visit-cap. */
const FILE = /\.[a-z0-9]{1,5}$/i;

/** A browser that opens an address. A program that mistyped one gets a problem document, and so does a missing file. */
function isVisit(req: Request): boolean {
  if (req.method !== 'GET' && req.method !== 'HEAD') return false;
  if (req.path.startsWith('/api/') || FILE.test(req.path)) return false;
  return (req.get('accept') ?? '').includes('text/html');
}

const NOT_BUILT = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Caseclock</title></head><body>
<p>The web app is not built. Run <code>npm run ui:build</code>, then start again. The API works without it.</p></body></html>`;

function readPage(): string {
  try {
    return readFileSync(path.join(DIST, 'index.html'), 'utf8');
  } catch {
    return NOT_BUILT;
  }
}
