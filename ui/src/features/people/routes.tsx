/** Pages of people: who there is, where they belong, who stands in for whom, and who looked where they had to explain it. */
import type { RouteObject } from 'react-router';

export const routes: RouteObject[] = [
  { path: 'people', lazy: async () => ({ Component: (await import('./people-page')).PeoplePage }) },
  { path: 'people/teams', lazy: async () => ({ Component: (await import('./teams-page')).TeamsPage }) },
  { path: 'people/locations', lazy: async () => ({ Component: (await import('./locations-page')).LocationsPage }) },
  { path: 'people/covers', lazy: async () => ({ Component: (await import('./covers-page')).CoversPage }) },
  {
    path: 'people/emergency-access',
    lazy: async () => ({ Component: (await import('./emergency-page')).EmergencyPage }),
  },
  { path: 'people/:id', lazy: async () => ({ Component: (await import('./person-page')).PersonPage }) },
];
