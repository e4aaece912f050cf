/** What withholding costs: 200 rows of the case list, for who sees everything, who sees some, who sees nothing. Prints ms. */
import { z } from 'zod';
import { withhold } from '../api/privacy/withhold';
import { ListedCase } from '../api/read/cover-for';
import type { Caller } from '../api/auth/caller';
import type { Role } from '../domain/effects';
import { wcPrivacy } from '../domain/cases/wc/privacy';

const ROWS = 200;
const RUNS = 400;
const id = '11111111-1111-4111-8111-111111111111';

const at = '2026-01-02T03:04:05.000Z';
const row = {
  ...{ id, kind: 'wc', practiceId: id, jurisdiction: 'US-CA', version: 7, revision: 1, stage: 'In Progress' },
  ...{ stageSince: at, openedAt: at, assignedAt: at, changedAt: at, closedAt: null, flags: ['silent', 'expiring'] },
  ...{ owner: { type: 'user', id, name: 'Rosa Quill' }, priority: 'high', followUpOn: '2026-02-03' },
  ...{ attention: { rank: 1, on: '2026-02-03' }, subject: 'subject', carcCodes: [], tags: ['one', 'two'] },
  ...{ next: { clock: 'authorizationExpiring', title: 'Expires', dueAt: at, otherwise: 'Opens a task.' } },
  ...{ payer: { id, name: 'Acme Mutual' }, patient: { id, name: 'Ida Quillon' }, claimNumber: 'C-1' },
  ...{ outstandingCents: 12_300, openTasks: 3, coverFor: null },
  facts: Object.fromEntries(Object.keys(wcPrivacy.facts).map((name) => [name, 'value'])),
};
const answer = { items: Array.from({ length: ROWS }, () => ({ ...row })), next: 'cursor' };
const schema = z.strictObject({ items: z.array(ListedCase), next: z.string().nullable() });

const callerOf = (role: Role, openedCaseIds: string[] = []): Caller => ({
  ...{ userId: id, via: 'token', tokenId: id, roles: [role], teamIds: [], locationIds: 'all', coversIds: [] },
  ...{ openedCaseIds, scopes: null },
});

function median(work: () => unknown): number {
  const times = Array.from({ length: RUNS }, () => {
    const from = process.hrtime.bigint();
    work();
    return Number(process.hrtime.bigint() - from) / 1e6;
  }).sort((a, b) => a - b);
  return times[RUNS / 2] ?? Number.NaN;
}

const report = {
  rows: ROWS,
  kilobytes: Math.round(JSON.stringify(answer).length / 1024),
  'JSON.stringify alone': median(() => JSON.stringify(answer)),
  coordinator: median(() => withhold(schema, answer, callerOf('coordinator'))),
  'front-desk': median(() => withhold(schema, answer, callerOf('front-desk'))),
  auditor: median(() => withhold(schema, answer, callerOf('auditor'))),
  'front-desk, glass broken': median(() => withhold(schema, answer, callerOf('front-desk', [id]))),
};
console.log(report);
