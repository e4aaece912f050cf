/** The page of all notices. */
import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: 'notices', lazy: async () => ({ Component: (await import('./notices-page')).NoticesPage }) },
];
