/** Writes the types of the web app's client from the routes themselves: `npm run ui:types`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { buildDocument } from '../api/openapi';
import { routes } from '../api/routes';

const PAIR = /\[\s*unknown,\s*unknown\s*\]/g;

const folder = path.resolve(__dirname, '..', 'ui', 'src', 'api', 'generated');

async function main(): Promise<void> {
  const document = buildDocument(routes) as unknown as OpenAPI3;
  // A pair of unknowns is read as a list of them: the client's own types cannot tell the two apart.
  const text = astToString(await openapiTS(document, { alphabetize: true })).replaceAll(PAIR, 'unknown[]');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'schema.ts'), `/* Written by npm run ui:types; not to be edited. */\n${text}`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
