/** People, feeds' accounts, and their ways in: an administrator's, for all of them; nobody else may. */
import { randomUUID } from 'node:crypto';
import { filters, type Entry } from '../entry';

const about = (method: string, rest: string, own: readonly number[], body?: object): Entry => ({
  route: `${method} /people/:id${rest}`,
  own,
  ask: (it) => [{ path: `/people/${it.userId}${rest}`, ...(body === undefined ? {} : { body }) }],
});
const aToken = { name: 'The walk', days: 1 };

export const peopleEntries: readonly Entry[] = [
  {
    route: 'GET /people',
    own: [200],
    ask: () => filters('/people', { limit: '200' }, { kind: 'person' }, { kind: 'service' }),
  },
  about('GET', '', [200]),
  {
    route: 'POST /people',
    // The address is taken.
    own: [409],
    ask: (it) => [{ path: '/people', body: { email: it.email, name: 'Walker', roles: ['coder'] } }],
  },
  about('POST', '/link', [200]),
  about('PATCH', '', [204], { active: true }),
  about('GET', '/work', [200]),
  about('GET', '/sessions', [200]),
  { route: 'GET /figures/stranded-work', own: [200], ask: () => [{ path: '/figures/stranded-work' }] },
  {
    route: 'DELETE /people/:id/sessions/:sessionId',
    own: [204],
    ask: (it) => [{ path: `/people/${it.userId}/sessions/${it.sessionId}` }],
  },
  about('DELETE', '/sessions', [200]),
  about('DELETE', '/second-factor', [204]),
  {
    route: 'POST /service-accounts',
    own: [201],
    ask: () => [{ path: '/service-accounts', body: { name: `Feed ${randomUUID()}`, roles: ['biller'] } }],
  },
  about('GET', '/tokens', [200]),
  {
    route: 'POST /people/:id/tokens',
    own: [403],
    ask: (it) => [
      { path: `/people/${it.userId}/tokens`, body: aToken },
      // A person makes their own.
      { path: `/people/${it.userId}/tokens`, body: aToken, by: 'session', own: [409] },
    ],
  },
  {
    route: 'DELETE /people/:id/tokens/:tokenId',
    own: [204],
    ask: (it) => [{ path: `/people/${it.userId}/tokens/${it.tokenId}` }],
  },
];
