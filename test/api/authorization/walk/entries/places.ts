/** Who belongs where (an administrator keeps it), and who stands in for whom (everybody for oneself, managers for theirs). */
import type { Entry } from '../entry';

const teams: readonly Entry[] = [
  {
    route: 'POST /teams',
    // The name is taken.
    own: [409],
    ask: (it) => [{ path: '/teams', body: { name: `Team ${it.word}` } }],
  },
  {
    route: 'PATCH /teams/:id',
    own: [200],
    ask: (it) => [{ path: `/teams/${it.teamId}`, body: { name: `Team ${it.word}` } }],
  },
  // It has work.
  { route: 'DELETE /teams/:id', own: [409], ask: (it) => [{ path: `/teams/${it.teamId}` }] },
  {
    route: 'PUT /teams/:id/members/:userId',
    own: [200],
    ask: (it) => [{ path: `/teams/${it.teamId}/members/${it.userId}` }],
  },
  {
    route: 'DELETE /teams/:id/members/:userId',
    own: [200],
    last: true,
    ask: (it) => [{ path: `/teams/${it.teamId}/members/${it.userId}` }],
  },
];

const locations: readonly Entry[] = [
  { route: 'GET /locations', own: [200], ask: () => [{ path: '/locations' }] },
  {
    route: 'PUT /users/:id/locations',
    own: [200],
    ask: (it) => [
      { path: `/users/${it.userId}/locations`, body: { allLocations: false, locationIds: [it.practiceId] } },
    ],
  },
];

const LATER = '2031-05-05T17:00:00.000Z';
/** Whatever passes every other check ends there, and nothing is arranged. */
const PAST = '2020-01-01T00:00:00.000Z';

const covers: readonly Entry[] = [
  { route: 'GET /covers', own: [200], ask: () => [{ path: '/covers' }] },
  { route: 'POST /covers/:id/end', own: [200], ask: (it) => [{ path: `/covers/${it.coverId}/end` }] },
  {
    route: 'POST /covers',
    // 422: whoever has no queue, or one that a biller may not work, is covered by nobody of the place.
    own: [201, 422],
    ask: (it, own) => [
      { path: '/covers', body: { absentUserId: it.selfId, coverUserId: own.userId, endsAt: LATER } },
      {
        path: '/covers',
        body: { absentUserId: it.userId, coverUserId: own.selfId, endsAt: PAST },
        own: [403, 422],
      },
      { path: '/covers', body: { coverUserId: it.userId, endsAt: PAST }, reach: 'directory.read', own: [422] },
    ],
  },
];

export const placeEntries = [...teams, ...locations, ...covers];
