/** Claims: found, looked at, and put on denial cases. */
import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: '/claims', lazy: async () => ({ Component: (await import('./claims-page')).ClaimsPage }) },
];
