/** Every page of the app: each feature folder brings its own routes, and nobody keeps a list of them. */
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import { PageFault } from './shell/page-fault';
import { NotFound } from './shell/not-found';
import { Shell } from './shell/shell';

const features = import.meta.glob<{ routes: RouteObject[] }>('../features/*/routes.tsx', { eager: true });

export function makeRouter() {
  const pages = Object.values(features).flatMap(({ routes }) => routes);
  return createBrowserRouter([
    {
      element: <Shell />,
      errorElement: <PageFault />,
      HydrateFallback: () => null,
      children: [
        {
          errorElement: <PageFault />,
          children: [
            { index: true, element: <Navigate to="/today" replace /> },
            ...pages,
            { path: '*', element: <NotFound /> },
          ],
        },
      ],
    },
  ]);
}
