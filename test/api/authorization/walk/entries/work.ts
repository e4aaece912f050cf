/** Work on cases: clocks, tasks, the visit check, commands, and claims. */
import { randomUUID } from 'node:crypto';
import { inDays } from '../../../../support/days';
import { filters, STALE, type Entry } from '../entry';

const LATER = '2031-05-05T17:00:00.000Z';

export const workEntries: readonly Entry[] = [
  {
    route: 'GET /clocks',
    own: [200],
    ask: (it) =>
      filters(
        '/clocks',
        { limit: '200' },
        { owner: it.userId },
        { owner: it.teamId },
        { kind: 'wc' },
        { moved: 'false' },
        { overdue: 'true' },
      ),
  },
  { route: 'GET /cases/:id/clocks', own: [200], ask: (it) => [{ path: `/cases/${it.caseId}/clocks` }] },
  {
    route: 'POST /cases/:id/clocks/:name/move',
    own: [412],
    ask: (it) => [
      {
        path: `/cases/${it.caseId}/clocks/followUp/move`,
        body: { dueAt: LATER, reason: 'The walk moves it' },
        headers: STALE,
      },
      {
        path: `/cases/${it.caseId}/clocks/followUp/move`,
        body: { dueAt: '2020-01-01T00:00:00.000Z', reason: 'The walk moves it' },
        own: [422],
      },
    ],
  },
  {
    route: 'GET /tasks',
    own: [200],
    ask: (it) =>
      filters(
        '/tasks',
        { limit: '200' },
        { state: 'closed' },
        { caseId: it.caseId },
        { assignee: it.userId },
        { assignee: it.teamId },
        { assignee: 'mine' },
        { assignee: 'none' },
        { assignee: 'own' },
        { assignee: 'teams' },
        { assignee: 'unassigned', limit: '200' },
        { postponed: 'true' },
        { postponed: 'false', limit: '200' },
        { role: 'coder', limit: '200' },
        { payerId: it.payerId },
        { patientId: it.patientId },
      ),
  },
  {
    route: 'POST /cases/:id/tasks',
    own: [412],
    ask: (it) => [
      { path: `/cases/${it.caseId}/tasks`, body: { title: 'Walk on', dueOn: inDays(160) }, headers: STALE },
    ],
  },
  {
    route: 'POST /tasks/:id/done',
    own: [200, 409],
    ask: (it) => [
      { path: `/tasks/${it.taskId}/done`, body: {} },
      { path: `/tasks/${it.taskId}/done`, body: { note: 'x' } },
    ],
  },
  ...(['postpone', 'return', 'assign'] as const).map((what): Entry => {
    const more = { postpone: { until: inDays(68), why: 'The walk waits' }, return: {}, assign: { userId: null } }[what];
    return {
      route: `POST /tasks/${what}`,
      own: [200],
      ask: (it) => [
        { path: `/tasks/${what}`, body: { tasks: [it.taskId], ...more } },
        { path: `/tasks/${what}`, body: { filter: { caseId: it.caseId }, ...more } },
        { path: `/tasks/${what}`, body: { filter: { assignee: it.userId }, ...more } },
        { path: `/tasks/${what}`, body: { filter: { patientId: it.patientId }, ...more } },
        ...(what === 'assign'
          ? [
              {
                // Of a task that is not there: only the colleague decides, and nothing changes hands.
                path: '/tasks/assign',
                body: { tasks: [randomUUID()], userId: it.userId },
                reach: 'directory.read' as const,
              },
            ]
          : []),
      ],
    };
  }),
  { route: 'GET /tasks/counts', own: [200], ask: () => [{ path: '/tasks/counts' }] },
  {
    route: 'POST /tasks/:id/reopen',
    // 409: it is open.
    own: [409, 200],
    ask: (it) => [{ path: `/tasks/${it.taskId}/reopen` }],
  },
  { route: 'GET /clocks/:id/receipt', own: [404], ask: (it) => [{ path: `/clocks/${it.caseId}:1/receipt` }] },
  { route: 'POST /clocks/:id/verify', own: [404], ask: (it) => [{ path: `/clocks/${it.caseId}:1/verify` }] },
  {
    route: 'POST /search',
    own: [200],
    ask: (it) => [
      { path: '/search', body: { q: it.word } },
      { path: '/search', body: { q: `Patient ${it.word}` } },
      { path: '/search', body: { q: `User ${it.word}` } },
      { path: '/search', body: { q: 'walk' } },
    ],
  },
  { route: 'GET /notices', own: [200], ask: () => [{ path: '/notices?limit=100' }] },
  {
    route: 'POST /notices/read',
    own: [200],
    ask: (it) => [{ path: '/notices/read', body: { ids: [`batch:${it.batchId}`, `import:${it.importId}`] } }],
  },
  {
    route: 'POST /visit-check',
    own: [200],
    ask: (it) => [
      { path: '/visit-check', body: { caseId: it.wcCaseId, on: inDays(160) } },
      { path: '/visit-check', body: { caseId: it.caseId, on: inDays(160) }, own: [409] },
    ],
  },
  {
    route: 'GET /commands/:id',
    own: [200],
    except: ['credentialing', 'administrator'],
    ask: (it) => [{ path: `/commands/${it.commandId}` }],
  },
  {
    route: 'POST /claims',
    own: [201],
    ask: (it, own) => {
      const claim = (more: object) => ({ number: `W-${randomUUID()}`, practiceId: own.practiceId, ...more });
      return [
        { path: '/claims', body: claim({ practiceId: it.practiceId }) },
        { path: '/claims', body: claim({ patientId: it.patientId }), reach: 'claim.read' },
        {
          path: '/claims',
          body: claim({ patient: { name: 'Walker', identity: it.patientIdentity } }),
          reach: 'claim.read',
        },
      ];
    },
  },
  {
    route: 'GET /claims',
    own: [200],
    ask: (it) =>
      filters(
        '/claims',
        { limit: '200' },
        { payerId: it.payerId },
        { patientId: it.patientId },
        { number: it.word },
        { hasCase: 'true', limit: '200' },
        { hasCase: 'false', limit: '200' },
      ),
  },
  { route: 'GET /claims/:id', own: [200], ask: (it) => [{ path: `/claims/${it.claimId}` }] },
];
