/** Denial cases: six views of them. */
import { Navigate, type RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: '/denials', element: <Navigate to="/denials/open" replace /> },
  { path: '/denials/:view', lazy: async () => ({ Component: (await import('./denials-page')).DenialsPage }) },
];
