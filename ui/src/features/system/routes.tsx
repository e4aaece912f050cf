/** The page of the system itself. */
import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: 'system', lazy: async () => ({ Component: (await import('./system-page')).SystemPage }) },
];
