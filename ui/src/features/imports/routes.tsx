/** Pages of imports. */
import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: 'imports', lazy: async () => ({ Component: (await import('./imports-page')).ImportsPage }) },
  { path: 'imports/:id', lazy: async () => ({ Component: (await import('./import-page')).ImportPage }) },
];
