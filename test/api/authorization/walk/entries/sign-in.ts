/** Ways in: the session, the own account, own tokens. What is another's answers like what is not there. */
import type { Asked, Entry } from '../entry';

const WRONG = 'not-the-password-7';
const bySession = (asked: Asked): Asked => ({ ...asked, by: 'session' });

/** Names nothing: asked with a token, which is not enough, and with a session. */
const bothMeans = (route: string, path: string, own: readonly number[], body?: object): Entry => {
  const asked = body === undefined ? { path } : { path, body };
  return { route, own, ask: () => [{ ...asked, own: [403] }, bySession(asked)] };
};
/** Names nothing, and is asked by nobody in particular. */
const anonymous = (route: string, own: readonly number[], body?: object): Entry => {
  const path = route.split(' ')[1] ?? '';
  return { route, own, ask: () => [body === undefined ? { path } : { path, body }] };
};

const session: readonly Entry[] = [
  {
    route: 'POST /session',
    own: [401],
    ask: (it) => [{ path: '/session', body: { email: it.email, password: WRONG }, reach: 'self' }],
  },
  bothMeans('GET /session', '/session', [200]),
  // With a token alone: a session that ended would end the walk.
  { route: 'DELETE /session', own: [403], ask: () => [{ path: '/session' }] },
  anonymous('POST /session/second-factor', [401], { code: '000000' }),
  anonymous('POST /session/enrolment', [401]),
  anonymous('POST /session/enrolment/confirm', [401], { code: '000000' }),
  bothMeans('POST /session/reauthentication', '/session/reauthentication', [401], { password: WRONG }),
  anonymous('POST /session/oidc', [404], {}),
  anonymous('GET /session/oidc/callback', [303]),
];

const account: readonly Entry[] = [
  { route: 'GET /account', own: [200], ask: () => [{ path: '/account' }, bySession({ path: '/account' })] },
  bothMeans('PATCH /account', '/account', [204], { name: 'Walker' }),
  {
    route: 'GET /account/sessions',
    own: [200],
    ask: () => [{ path: '/account/sessions' }, bySession({ path: '/account/sessions' })],
  },
  {
    route: 'DELETE /account/sessions/:id',
    own: [204],
    ask: (it) => [
      // A token ends no session, whoever's.
      { path: `/account/sessions/${it.sessionId}`, reach: 'self', own: [403] },
      bySession({ path: `/account/sessions/${it.selfSessionId}`, reach: 'self' }),
      // Of a colleague at the own place: as good as not there.
      bySession({ path: `/account/sessions/${it.sessionId}`, reach: 'self', own: [404] }),
    ],
  },
  { route: 'DELETE /account/sessions', own: [200], last: true, ask: () => [bySession({ path: '/account/sessions' })] },
  bothMeans('PUT /account/password', '/account/password', [401], {
    currentPassword: WRONG,
    newPassword: 'violin-otter-plum-4',
  }),
  bothMeans('POST /account/second-factor', '/account/second-factor', [200]),
  bothMeans('POST /account/second-factor/confirm', '/account/second-factor/confirm', [401], { code: '000000' }),
  // 409: the roles ask for one.
  bothMeans('DELETE /account/second-factor', '/account/second-factor', [204, 409]),
  bothMeans('POST /account/second-factor/recovery-codes', '/account/second-factor/recovery-codes', [200]),
  {
    route: 'POST /account/password-reset',
    own: [202],
    ask: (it) => [{ path: '/account/password-reset', body: { email: it.email }, reach: 'self' }],
  },
  anonymous('POST /account/link', [410], { token: 'not-a-link', password: WRONG }),
];

const tokens: readonly Entry[] = [
  { route: 'GET /tokens', own: [200], ask: () => [{ path: '/tokens' }, bySession({ path: '/tokens' })] },
  bothMeans('POST /tokens', '/tokens', [201], { name: 'The walk', days: 1 }),
  {
    route: 'DELETE /tokens/:id',
    own: [204],
    ask: (it) => [
      { path: `/tokens/${it.selfTokenId}`, reach: 'self' },
      { path: `/tokens/${it.tokenId}`, reach: 'self', own: [404] },
      bySession({ path: `/tokens/${it.tokenId}`, reach: 'self', own: [404] }),
    ],
  },
];

export const signInEntries = [...session, ...account, ...tokens];
