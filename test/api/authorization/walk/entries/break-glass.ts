/** Emergency reading: ended by who opened it, reviewed where one answers for the case, opened by whose work may not wait. */
import { filters, type Entry } from '../entry';

export const breakGlassEntries: readonly Entry[] = [
  {
    route: 'GET /break-glass',
    own: [200],
    ask: () => filters('/break-glass', { limit: '200' }, { reviewed: 'true', limit: '200' }, { limit: '1' }),
  },
  {
    route: 'POST /break-glass/:id/end',
    own: [200],
    ask: (it) => [
      { path: `/break-glass/${it.selfGlassId}/end`, reach: 'self' },
      { path: `/break-glass/${it.glassId}/end`, reach: 'self', own: [404] },
    ],
  },
  {
    route: 'POST /break-glass/:id/review',
    // 409: another role of the walk has reviewed it.
    own: [200, 409],
    ask: (it) => [{ path: `/break-glass/${it.glassId}/review`, body: { finding: 'justified', note: 'Walked' } }],
  },
  {
    route: 'POST /cases/:id/break-glass',
    // Every case of the own place can be read without.
    own: [409],
    /**
     * The one route that tells a case that exists from one that does not, to whom it opens the case: its permission
     * reaches everywhere by design, and each use is on record and reviewed. Roles that may not open learn nothing.
     * Afterwards the other location's case is open to the caller, so nothing may be walked behind it.
     */
    last: true,
    ask: (it) => [{ path: `/cases/${it.caseId}/break-glass`, body: { reason: 'The walk needs it', minutes: 1 } }],
  },
];
