/** Serves the API's document and a page to read it. They need no token: they say nothing about anyone. */
import { Router, type Request, type Response } from 'express';
import swaggerUi from 'swagger-ui-express';
import { buildDocument } from './openapi';
import { routes } from './routes';
import { pagePolicy } from './web-headers';

/** Styles stand in a file, because the page's policy allows none in the page. */
const STYLES = `html { box-sizing: border-box; overflow-y: scroll; }
*, *::before, *::after { box-sizing: inherit; }
body { margin: 0; background: #fafafa; }
.swagger-ui .topbar { display: none; }
`;

const PAGE = `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Caseclock API</title>
  <link rel="stylesheet" href="./swagger-ui.css">
  <link rel="stylesheet" href="./caseclock.css">
  <link rel="icon" type="image/png" href="./favicon-32x32.png" sizes="32x32">
</head>
<body>
  <div id="swagger-ui"></div>
  <script src="./swagger-ui-bundle.js"></script>
  <script src="./swagger-ui-standalone-preset.js"></script>
  <script src="./swagger-ui-init.js"></script>
</body>
</html>
`;

/** @param base where the API is mounted, such as /api/v1. */
export function docsPage(base: string): Router {
  const router = Router();
  const document = JSON.stringify(buildDocument(routes));
  router.get('/openapi.json', (_req, res) => {
    res.type('application/json').send(document);
  });
  const page = Router();
  page.use(pagePolicy());
  page.get('/', (req: Request, res: Response) => {
    // The page's files are beside it, so its own address must end in a slash.
    if (req.originalUrl.split('?')[0]?.endsWith('/')) res.type('html').send(PAGE);
    else res.redirect(301, `${base}/docs/`);
  });
  page.get('/caseclock.css', (_req, res) => {
    res.type('css').send(STYLES);
  });
  page.use(...swaggerUi.serveFiles(undefined, { swaggerOptions: { url: `${base}/openapi.json`, validatorUrl: null } }));
  router.use('/docs', page);
  return router;
}
