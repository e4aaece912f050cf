/** The page of one case, and opening a new one. */
import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: 'cases/new', lazy: async () => ({ Component: (await import('./new-case-page')).NewCasePage }) },
  { path: 'cases/:id', lazy: async () => ({ Component: (await import('./case-page')).CasePage }) },
];
