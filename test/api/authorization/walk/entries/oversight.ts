/** What watches over everything: the audit trail, sweeps, figures, readable histories. Of every place, for few roles. */
import { at, filters, type Entry, type Things } from '../entry';

const trail = (it: Things) => [
  { caseId: it.caseId },
  { patientId: it.patientId },
  { actor: it.userId },
  { action: 'case.*', caseId: it.wcCaseId },
];

const audit: readonly Entry[] = [
  {
    route: 'GET /audit',
    own: [200],
    // By design: who reads the trail reads that of every place. It holds ids and codes, and no words.
    ids: 'audit.read',
    ask: (it) => filters('/audit', { limit: '200' }, ...trail(it)),
  },
  {
    route: 'GET /audit/export',
    own: [200],
    ids: 'audit.read',
    ask: (it) => [
      ...trail(it).map((query) => ({ path: at('/audit/export', query) })),
      ...['ndjson', 'fhir'].map((format) => ({ path: at('/audit/export', { caseId: it.caseId, format }) })),
    ],
  },
  { route: 'GET /audit/verify', own: [200], ids: 'audit.read', ask: () => [{ path: '/audit/verify' }] },
];

const plainPayload = { metadata: { encoding: 'anNvbi9wbGFpbg==' }, data: 'IndhbGsi' };

const sweeps: readonly Entry[] = [
  {
    route: 'GET /reconciliations',
    own: [200],
    ask: () => filters('/reconciliations', { limit: '200' }, { limit: '1' }),
  },
  {
    route: 'GET /reconciliations/:id',
    own: [200],
    // By design: a sweep looks at every case, and names those that are in trouble by their ids.
    ids: 'reconciliation.read',
    ask: (it) => filters(`/reconciliations/${it.reconciliationId}`, { limit: '1' }),
  },
  {
    route: 'POST /reconciliations',
    // 409: one is under way.
    own: [202, 409],
    ask: () => [{ path: '/reconciliations', body: { repair: false } }],
  },
  { route: 'GET /figures/no-orphan', own: [200], ask: () => [{ path: '/figures/no-orphan' }] },
  {
    route: 'POST /codec/decode',
    own: [200],
    ask: () => [{ path: '/codec/decode', body: { payloads: [plainPayload] } }],
  },
];

export const oversightEntries = [...audit, ...sweeps];
