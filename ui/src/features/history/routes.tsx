/** The history of a case: its workflow's story, and the case as of any moment. */
import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  {
    path: '/cases/:id/history',
    lazy: async () => ({ Component: (await import('./history-page')).HistoryPage }),
  },
];
