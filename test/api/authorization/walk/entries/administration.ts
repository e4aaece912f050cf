/** What is run and set for many: batches, imports, incidents, rules, the calendar, the directory. */
import { inDays } from '../../../../support/days';
import { filters, STALE, type Asked, type Entry, type Things } from '../entry';

const batch = (filter: object, data: object = { on: inDays(160) }, type = 'followUp.set', dryRun = true): Asked => ({
  path: '/batches',
  body: { filter, command: { type, data }, dryRun },
});

const batches: readonly Entry[] = [
  {
    route: 'POST /batches',
    own: [200],
    ask: (it, own) => [
      batch({ patientId: it.patientId }),
      batch({ claimId: it.claimId }),
      batch({ owner: it.userId }),
      batch({ owner: it.teamId }),
      batch({ q: it.word }),
      batch({ ids: [it.caseId] }, { add: ['walked'] }, 'tags.changed'),
      { ...batch({ practiceId: it.practiceId }), reach: 'directory.read' },
      // For real, where nothing can match: what is another's, and what is not there.
      ...(it === own ? [] : [batch({ patientId: it.patientId }, { on: inDays(160) }, 'followUp.set', false)]),
      {
        ...batch({ patientId: own.patientId }, { owner: { userId: it.userId } }, 'case.assigned'),
        reach: 'directory.read',
      },
    ],
  },
  { route: 'GET /batches', own: [200], ask: () => filters('/batches', { limit: '200' }) },
  { route: 'GET /batches/:id', own: [200], ask: (it) => [{ path: `/batches/${it.batchId}` }] },
  {
    route: 'GET /batches/:id/items',
    own: [200],
    ask: (it) => filters(`/batches/${it.batchId}/items`, { state: 'applied' }),
  },
  ...(['stop', 'resume'] as const).map((what): Entry => ({
    route: `POST /batches/:id/${what}`,
    own: [409],
    ask: (it) => [{ path: `/batches/${it.batchId}/${what}` }],
  })),
];

const imports: readonly Entry[] = [
  {
    route: 'POST /imports',
    own: [202],
    ask: (it) => [
      {
        path: `/imports?kind=835&dryRun=true&practiceId=${it.practiceId}`,
        raw: 'no remittance',
        headers: { 'Content-Type': 'application/octet-stream' },
      },
    ],
  },
  { route: 'GET /imports', own: [200], ask: () => filters('/imports', { limit: '200' }, { kind: '835' }) },
  { route: 'GET /imports/:id', own: [200], ask: (it) => [{ path: `/imports/${it.importId}` }] },
  ...(['rows', 'exceptions', 'parts'] as const).map((part): Entry => ({
    route: `GET /imports/:id/${part}`,
    own: [200],
    ask: (it) => filters(`/imports/${it.importId}/${part}`, { limit: '1' }),
  })),
  ...(['stop', 'resume', 'apply'] as const).map((what): Entry => ({
    route: `POST /imports/:id/${what}`,
    own: [409],
    ask: (it) => [{ path: `/imports/${it.importId}/${what}` }],
  })),
  {
    route: 'POST /imports/:id/check-again',
    // It was no dry run.
    own: [409],
    ask: (it) => [{ path: `/imports/${it.importId}/check-again`, body: { options: {} } }],
  },
];

const incidents: readonly Entry[] = [
  {
    route: 'GET /incidents',
    own: [200],
    ask: () => filters('/incidents', { limit: '200' }, { state: 'retried', limit: '200' }, { state: 'resolved' }),
  },
  { route: 'POST /incidents/:id/retry', own: [202], ask: (it) => [{ path: `/incidents/${it.incidentId}/retry` }] },
];

const publish = (scope: string): Asked => ({
  path: '/rules/versions',
  body: { scope, changes: [{ ruleId: 'wc.adjuster-silence', params: { businessDays: 9 } }], note: 'The walk' },
  headers: STALE,
});
/** The version in the middle was published for the practice of the other location alone. */
const versions = ['1', '2', '3'];

const silence = [{ ruleId: 'wc.adjuster-silence', params: { businessDays: 9 } }];

const drafts: readonly Entry[] = [
  { route: 'GET /rules/drafts', own: [200], ask: () => [{ path: '/rules/drafts' }] },
  {
    route: 'PUT /rules/drafts',
    own: [412],
    ask: (it) => [
      { path: '/rules/drafts', body: { scope: `practice:${it.practiceId}`, changes: silence }, headers: STALE },
      { path: '/rules/drafts', body: { scope: 'default', changes: silence }, headers: STALE, own: [403, 412] },
    ],
  },
  {
    route: 'DELETE /rules/drafts',
    own: [404],
    ask: (it) => [
      { path: `/rules/drafts?scope=practice:${it.practiceId}` },
      { path: '/rules/drafts?scope=default', own: [403, 404] },
    ],
  },
  {
    route: 'POST /rules/what-ifs',
    own: [202],
    // Ends and forgets what-ifs that others count on.
    last: true,
    ask: (it) => [
      { path: '/rules/what-ifs', body: { scope: `practice:${it.practiceId}`, changes: silence } },
      { path: '/rules/what-ifs', body: { scope: 'default', changes: silence }, own: [202, 403] },
    ],
  },
  {
    route: 'GET /rules/what-ifs/:id',
    own: [200],
    ask: (it) => [{ path: `/rules/what-ifs/${it.selfWhatIfId}`, reach: 'self' }],
  },
  {
    route: 'GET /rules/what-ifs/:id/cases',
    own: [200],
    ask: (it) =>
      filters(`/rules/what-ifs/${it.selfWhatIfId}/cases`, { which: 'flagged', limit: '200' }).map((asked) => ({
        ...asked,
        reach: 'self' as const,
      })),
  },
  {
    route: 'GET /rules/:ruleId/history',
    own: [200],
    ask: () => filters('/rules/wc.adjuster-silence/history', { limit: '200' }),
  },
];

const rules: readonly Entry[] = [
  { route: 'GET /rules', own: [200], ask: () => filters('/rules') },
  { route: 'GET /rules/versions', own: [200], ask: () => filters('/rules/versions', { limit: '1' }) },
  {
    route: 'GET /rules/versions/:version',
    own: [200],
    ask: () => versions.map((version) => ({ path: `/rules/versions/${version}` })),
  },
  {
    route: 'GET /rules/versions/:version/effects',
    own: [200],
    ask: () => versions.map((version) => ({ path: `/rules/versions/${version}/effects?limit=200` })),
  },
  {
    route: 'POST /rules/versions',
    own: [412],
    ask: (it: Things) => [publish(`practice:${it.practiceId}`), { ...publish('default'), own: [403, 412] }],
  },
  {
    route: 'POST /rules/versions/:version/revert',
    own: [403, 409, 412, 422],
    ask: () => versions.map((version) => ({ path: `/rules/versions/${version}/revert`, body: {}, headers: STALE })),
  },
  { route: 'GET /holidays', own: [200], ask: () => [{ path: '/holidays?jurisdiction=US-CA&year=2027' }] },
  {
    route: 'POST /holidays',
    // It is there already.
    own: [200, 403],
    ask: () => [
      { path: '/holidays', body: { holidays: [{ jurisdiction: 'US-CA', on: '2027-07-07', name: 'Walk day' }] } },
    ],
  },
  {
    route: 'DELETE /holidays',
    own: [403, 404],
    ask: () => [{ path: '/holidays?jurisdiction=US-CA&on=2027-07-08&name=No%20day' }],
  },
  {
    route: 'PUT /practices/:id/hours',
    own: [200],
    ask: (it) => [{ path: `/practices/${it.practiceId}/hours`, body: { zone: 'America/Los_Angeles', week: null } }],
  },
];

const directory: readonly Entry[] = ['me', 'practices', 'users', 'teams'].map((what) => ({
  route: `GET /${what}`,
  own: [200],
  ask: () => [{ path: `/${what}` }],
}));

export const administrationEntries = [...batches, ...imports, ...incidents, ...rules, ...drafts, ...directory];
