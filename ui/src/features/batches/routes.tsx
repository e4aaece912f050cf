/** Changes to many cases: the list of them, and how each goes. */
import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: '/batches', lazy: async () => ({ Component: (await import('./batches-page')).BatchesPage }) },
  { path: '/batches/:id', lazy: async () => ({ Component: (await import('./batch-page')).BatchPage }) },
];
