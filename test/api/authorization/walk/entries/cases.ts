/** Cases: open, list, show, edit, send an event, history, and the views of them. */
import { randomUUID } from 'node:crypto';
import { inDays } from '../../../../support/days';
import { encodeCursor } from '../../../../../api/input/cursor';
import { denialData } from '../../../../support/stack';
import { at, filters, STALE, type Entry, type Things } from '../entry';

const opening = (claimId: string, practiceId: string, data: object = {}, top: object = {}) => ({
  kind: 'denial',
  practiceId,
  data: denialData([claimId], { ...data }),
  ...top,
});

/** Every filter that names something. */
const named = (it: Things) => [
  { owner: it.userId },
  { owner: it.teamId },
  { payerId: it.payerId },
  { patientId: it.patientId },
  { claimId: it.claimId },
  { q: it.word },
  { tag: it.word },
];
const ofPractice = (path: string, it: Things) =>
  ({ path: at(path, { practiceId: it.practiceId }), reach: 'directory.read' }) as const;

const inBody = (what: string) => (filter: object) => ({ path: `/cases/${what}`, body: { filter } });

export const caseEntries: readonly Entry[] = [
  {
    route: 'POST /cases',
    // The claims are held by the cases of the place.
    own: [409],
    ask: (it, own) => [
      { path: '/cases', body: opening(it.claimId, own.practiceId), reach: 'claim.read' },
      { path: '/cases', body: opening(own.claimId, it.practiceId), own: [409] },
      {
        path: '/cases',
        body: opening(own.claimId, own.practiceId, { owner: { userId: it.userId } }),
        reach: 'directory.read',
      },
      {
        path: '/cases',
        body: opening(own.claimId, own.practiceId, { owner: { teamId: it.teamId } }),
        reach: 'directory.read',
      },
      {
        path: '/cases',
        body: opening(own.claimId, own.practiceId, {}, { patientId: it.patientId }),
        reach: 'claim.read',
      },
      {
        path: '/cases',
        body: opening(own.claimId, own.practiceId, {
          claims: [{ claimId: own.claimId, submissionId: it.submissionId }],
        }),
        reach: 'claim.read',
        own: [409, 422],
      },
    ],
  },
  {
    route: 'GET /cases',
    own: [200],
    ask: (it) => [
      ...filters(
        '/cases',
        ...named(it),
        { count: 'true' },
        { limit: '200', sort: 'attention' },
        { limit: '200', sort: 'followUpOn' },
        { limit: '200', sort: 'nextDueAt' },
        { limit: '200', sort: '-changedAt' },
        { cursor: encodeCursor('cases:-openedAt', ['2100-01-01T00:00:00.000Z', it.caseId]) },
        { patientId: it.patientId, count: 'true' },
      ),
      ofPractice('/cases', it),
    ],
  },
  {
    route: 'GET /cases/:id',
    own: [200],
    ask: (it) => [it.caseId, it.wcCaseId].map((id) => ({ path: `/cases/${id}` })),
  },
  {
    route: 'PATCH /cases/:id',
    own: [200],
    ask: (it) => [
      {
        path: `/cases/${it.caseId}`,
        body: { details: { description: `Walked ${randomUUID()}` } },
        writes: 'words',
      },
      { path: `/cases/${it.caseId}`, body: { tags: ['walked'] }, headers: STALE, own: [412] },
    ],
  },
  {
    route: 'POST /cases/:id/events',
    own: [200],
    ask: (it, own) => {
      const send = (id: string, type: string, data: object, headers: Record<string, string> = {}) => ({
        path: `/cases/${id}/events`,
        body: { type, data },
        headers,
      });
      return [
        send(it.caseId, 'followUp.set', { on: inDays(160) }),
        { ...send(it.caseId, 'followUp.set', { on: inDays(161) }, STALE), own: [412] },
        { ...send(it.caseId, 'no.such.event', {}), own: [409] },
        { ...send(it.wcCaseId, 'case.reopened', {}), own: [403, 409] },
        {
          ...send(own.caseId, 'case.assigned', { owner: { userId: it.userId } }, STALE),
          reach: 'directory.read',
          own: [412],
        },
        {
          ...send(own.caseId, 'case.assigned', { owner: { teamId: it.teamId } }, STALE),
          reach: 'directory.read',
          own: [412],
        },
        {
          ...send(own.caseId, 'claims.added', { claims: [{ claimId: it.claimId, submissionId: null }] }, STALE),
          reach: 'claim.read',
          own: [412],
        },
      ];
    },
  },
  ...(['timeline', 'receipts'] as const).map((part): Entry => ({
    route: `GET /cases/:id/${part}`,
    own: [200],
    ask: (it) => filters(`/cases/${it.caseId}/${part}`, { limit: '1' }),
  })),
  ...(['chart', 'sources'] as const).map((part): Entry => ({
    route: `GET /cases/:id/${part}`,
    own: [200],
    ask: (it) => [it.caseId, it.wcCaseId].map((id) => ({ path: `/cases/${id}/${part}` })),
  })),
  { route: 'GET /codes', own: [200], ask: () => [{ path: '/codes' }] },
  { route: 'GET /counts', own: [200], ask: () => [{ path: '/counts' }] },
  ...(['moments', 'moments/1', 'forward', 'workflow', 'history'] as const).map((part): Entry => ({
    route: `GET /cases/:id/${part.replace('/1', '/:version')}`,
    own: [200],
    ask: (it) => [it.caseId, it.wcCaseId].map((id) => ({ path: `/cases/${id}/${part}` })),
  })),
  {
    route: 'GET /board/wc',
    own: [200],
    ask: (it) => [...filters('/board/wc', ...named(it), { limit: '200' }), ofPractice('/board/wc', it)],
  },
  {
    route: 'GET /board/wc/sections',
    own: [200],
    ask: (it) => [
      ...filters('/board/wc/sections', ...named(it), { perSection: '30', owner: 'team' }),
      ofPractice('/board/wc/sections', it),
    ],
  },
  {
    route: 'GET /views/denials/:view',
    own: [200],
    ask: (it) => [
      ...['all', 'open', 'my-open', 'in-progress', 'awaiting-payment', 'resolved'].map((view) => ({
        path: `/views/denials/${view}?limit=200`,
      })),
      ...filters('/views/denials/all', ...named(it)),
      ofPractice('/views/denials/open', it),
    ],
  },
  { route: 'GET /views/counts', own: [200], ask: () => filters('/views/counts', { kind: 'denial' }, { kind: 'wc' }) },
  ...(['count', 'export'] as const).map((what): Entry => ({
    route: `POST /cases/${what}`,
    own: [200],
    ask: (it, own) => [
      ...[{ owner: it.userId }, { owner: it.teamId }, { payerId: it.payerId }, { patientId: it.patientId }].map(
        inBody(what),
      ),
      ...[{ claimId: it.claimId }, { q: it.word }, { tag: it.word }, { ids: [it.caseId, it.wcCaseId] }].map(
        inBody(what),
      ),
      inBody(what)({ patientId: own.patientId, exceptIds: [it.caseId] }),
      { ...inBody(what)({ practiceId: it.practiceId }), reach: 'directory.read' },
    ],
  })),
  { route: 'GET /payers', own: [200], ask: () => [{ path: '/payers' }] },
  {
    route: 'GET /events/stream',
    own: [200],
    stream: true,
    ask: () => [{ path: '/events/stream', headers: { 'Last-Event-ID': '0' } }],
  },
];
