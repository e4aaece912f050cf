/** Every page of the app as an address, and the check that no page of any feature is missing. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { DemoApp } from './demo-app';

const FEATURES = path.resolve(__dirname, '../../../ui/src/features');

export interface NamedPage {
  readonly name: string;
  readonly address: string;
}

/** What a pattern's parameters stand for in the demo; a page with others fails the test that lists it. */
function addressesOf(pattern: string, app: DemoApp): NamedPage[] {
  const known: Readonly<Record<string, readonly NamedPage[]>> = {
    '/cases/:id': [
      { name: 'case-wc', address: `/cases/${app.wcCaseId}` },
      { name: 'case-denial', address: `/cases/${app.denialCaseId}` },
    ],
    '/cases/:id/history': [{ name: 'history', address: `/cases/${app.wcCaseId}/history` }],
    '/denials/:view': ['all', 'open', 'my-open', 'in-progress', 'awaiting-payment', 'resolved'].map((view) => ({
      name: `denials-${view}`,
      address: `/denials/${view}`,
    })),
    '/people/:id': [{ name: 'person', address: `/people/${app.everybody.userId}` }],
  };
  if (known[pattern]) return [...known[pattern]];
  if (pattern.includes(':')) {
    // A thing that is not there: the page must say so as well as any other.
    return [
      {
        name: named(`${pattern}-absent`),
        address: pattern.replaceAll(/:\w+/g, '00000000-0000-4000-8000-000000000000'),
      },
    ];
  }
  return [{ name: named(pattern), address: pattern }];
}

const named = (pattern: string): string => pattern.replaceAll(/[^a-z0-9]+/gi, '-').replaceAll(/^-|-$/g, '');

/** The addresses of the features' own routes, so that a new page is looked at without being listed. */
export function everyPattern(): string[] {
  const patterns = readdirSync(FEATURES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const text = readFileSync(path.join(FEATURES, name, 'routes.tsx'), 'utf8');
      return [...text.matchAll(/path: ['"`]([^'"`]+)['"`]/g)].map(([, pattern = '']) =>
        pattern.startsWith('/') ? pattern : `/${pattern}`,
      );
    });
  return [...new Set(patterns)];
}

export function everyPage(app: DemoApp): NamedPage[] {
  return everyPattern()
    .flatMap((pattern) => addressesOf(pattern, app))
    .concat({ name: 'nowhere', address: '/nowhere' });
}
