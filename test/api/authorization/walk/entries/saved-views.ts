/** Saved views: one's own, and those shared with one's teams. */
import { filters, type Entry } from '../entry';

const view = { page: 'denials', name: 'Walked', filter: { priority: ['high'] } };

export const savedViewEntries: readonly Entry[] = [
  { route: 'GET /saved-views', own: [200], ask: () => filters('/saved-views', { page: 'denials' }) },
  {
    route: 'POST /saved-views',
    own: [201, 409],
    ask: (it) => [
      { path: '/saved-views', body: view, reach: 'self' },
      { path: '/saved-views', body: { ...view, name: 'Walked together', teamId: it.teamId }, reach: 'self' },
    ],
  },
  // It is somebody else's, and shared: seen, and not changed.
  ...(['PATCH', 'DELETE'] as const).map((method): Entry => ({
    route: `${method} /saved-views/:id`,
    own: [403],
    ask: (it) => [
      {
        path: `/saved-views/${it.savedViewId}`,
        ...(method === 'PATCH' ? { body: { name: 'Taken over' } } : {}),
        reach: 'self',
      },
    ],
  })),
];
