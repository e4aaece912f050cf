/** Work on cases: clocks, tasks, the visit check, commands, and claims. */
import { randomUUID } from 'node:crypto';
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
        { role: 'coder', limit: '200' },
        { payerId: it.payerId },
        { patientId: it.patientId },
      ),
  },
  {
    route: 'POST /cases/:id/tasks',
    own: [412],
    ask: (it) => [
      { path: `/cases/${it.caseId}/tasks`, body: { title: 'Walk on', dueOn: '2027-05-05' }, headers: STALE },
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
  {
    route: 'POST /visit-check',
    own: [200],
    ask: (it) => [
      { path: '/visit-check', body: { caseId: it.wcCaseId, on: '2027-05-05' } },
      { path: '/visit-check', body: { caseId: it.caseId, on: '2027-05-05' }, own: [409] },
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
