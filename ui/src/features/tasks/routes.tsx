/** The pages of tasks. */
import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: 'tasks', lazy: async () => ({ Component: (await import('./tasks-page')).TasksPage }) },
];
