/** Reading the trail: who may, finding, exporting, verifying; each of it on the trail itself. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import pg from 'pg';
import { AuditEvent, auditEventOf } from '../../../api/fhir/audit-event';
import type { AuditView } from '../../../api/read/audit';
import { appendAudit } from '../../../platform/audit/writer';
import { startApiUnderTest, type ApiUnderTest } from '../running-api';

interface Page {
  items: AuditView[];
  next: string | null;
}

let t: ApiUnderTest;
let auditor: { userId: string; token: string };
let caseId: string;
beforeAll(async () => {
  t = await startApiUnderTest();
  auditor = await t.user(['auditor']);
  ({ caseId } = await t.openDenial());
  await t.ask('GET', `/cases/${caseId}`);
  await t.ask('GET', '/cases?kind=denial');
  await t.ask('GET', '/incidents');
}, 240_000);
afterAll(() => t?.stop());

const asAuditor = <T = Page>(query: string) => t.ask<T>('GET', `/audit${query}`, undefined, { token: auditor.token });

test('auditor and compliance read the trail, nobody else does, and both is on it', async () => {
  for (const role of ['auditor', 'compliance'] as const) {
    expect((await t.ask('GET', '/audit', undefined, await t.user([role]))).status).toBe(200);
  }
  for (const role of ['coordinator', 'manager', 'administrator', 'account-executive'] as const) {
    for (const route of ['/audit', '/audit/export', '/audit/verify']) {
      expect([role, route, (await t.ask('GET', route, undefined, await t.user([role]))).status]).toEqual([
        role,
        route,
        403,
      ]);
    }
  }
  const { body } = await asAuditor('?action=audit.*&outcome=forbidden');
  expect(body.items).toHaveLength(12);
});

test('a row says who, in which role, what, about which case, why and with what outcome', async () => {
  const { body } = await asAuditor(`?action=case.read&caseId=${caseId}`);
  expect(body.items).toEqual([
    expect.objectContaining({
      actor: { type: 'user', id: t.userId, name: 'Test coordinator' },
      roles: ['coordinator'],
      action: 'case.read',
      outcome: '200',
      purpose: 'payment',
      case: caseId,
      cases: [caseId],
    }),
  ]);
});

test('the trail is searched by actor, case, action, outcome, purpose and time, newest first, page by page', async () => {
  const ids = (items: readonly AuditView[]) => items.map((item) => Number(item.id));
  const all: AuditView[] = [];
  for (let cursor = ''; ;) {
    const { body } = await asAuditor(`?actor=${t.userId}&limit=2${cursor}`);
    all.push(...body.items);
    if (body.next === null) break;
    cursor = `&cursor=${body.next}`;
  }
  expect(ids(all)).toEqual([...new Set(ids(all))].sort((a, b) => b - a));
  expect(all.every((item) => item.actor.id === t.userId)).toBe(true);
  expect(all.map((item) => item.action)).toEqual(
    expect.arrayContaining(['case.open', 'case.command', 'case.read', 'case.list', 'incident.list']),
  );
  const about = (await asAuditor(`?caseId=${caseId}`)).body.items.map((item) => item.action);
  expect(about.sort()).toEqual(['case.command', 'case.list', 'case.open', 'case.read']);
  const refused = (await asAuditor(`?actor=${t.userId}&outcome=forbidden`)).body.items;
  expect(refused.map((item) => item.action)).toEqual(['incident.list']);
  expect((await asAuditor('?purpose=treatment')).body.items).toEqual([]);
  const [from, to] = [all.at(-1)?.at, all[0]?.at];
  expect((await asAuditor(`?actor=${t.userId}&from=${from}&to=${to}`)).body.items.length).toBeLessThan(all.length);
  expect((await asAuditor('?from=yesterday')).status).toBe(422);
  expect((await asAuditor(`?actor=${encodeURIComponent("x' or 1=1")}`)).status).toBe(422);
});

test('reading the trail about a case is on it with the filter, and does not count as seeing the case', async () => {
  const reply = await asAuditor(`?caseId=${caseId}&action=case.read`);
  const { body } = await asAuditor(`?requestId=${reply.headers.get('x-request-id')}`);
  expect(body.items).toEqual([
    expect.objectContaining({
      action: 'audit.search',
      cases: [],
      purpose: 'operations',
      data: { filter: ['caseId', 'action'], count: 1 },
    }),
  ]);
});

test('the export is an attachment of the same rows in three formats, with an opening and an end on record', async () => {
  const filter = `actor=${t.userId}`;
  const found = (await asAuditor(`?${filter}&limit=200`)).body.items.map((item) => item.id).toReversed();
  const [csv, ndjson, fhir] = await Promise.all(
    ['csv', 'ndjson', 'fhir'].map((format) => asAuditor(`/export?${filter}&format=${format}`)),
  );
  expect(csv?.headers.get('content-type')).toContain('text/csv');
  expect(csv?.headers.get('content-disposition')).toBe('attachment; filename="audit.csv"');
  expect(fhir?.headers.get('content-type')).toContain('application/fhir+ndjson');
  const table: Record<string, string>[] = parse(csv?.text ?? '', { columns: true });
  expect(table.map((row) => row['id'])).toEqual(found);
  expect(table.find((row) => row['action'] === 'case.read')).toMatchObject({
    actorId: t.userId,
    case: caseId,
    outcome: '200',
  });
  const lines = (text = '') =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines(ndjson?.text).map((row) => row['id'])).toEqual(found);
  const events = lines(fhir?.text).map((event) => AuditEvent.parse(event));
  expect(events.map((event) => event.id)).toEqual(found.map((id) => `audit-${id}`));
  const { body } = await asAuditor(`?requestId=${csv?.headers.get('x-request-id')}`);
  expect(body.items.map(({ action, outcome, data }) => [action, outcome, data])).toEqual([
    ['audit.export', 'finished', { filter: ['actor', 'format'], format: 'csv', count: found.length }],
    ['audit.export', 'opened', { filter: ['actor', 'format'], format: 'csv' }],
  ]);
});

test('a long trail is exported whole and in order', async () => {
  const entry = {
    actorType: 'service',
    actorId: 'feed',
    action: 'feed.row',
    outcome: 'ok',
    purpose: 'operations',
  } as const;
  await Promise.all(Array.from({ length: 1_700 }, (_, n) => appendAudit(t.stack.db.pool, { ...entry, data: { n } })));
  const { text } = await asAuditor('/export?action=feed.row&format=ndjson');
  const ids = text
    .trim()
    .split('\n')
    .map((line) => Number((JSON.parse(line) as AuditView).id));
  expect(ids).toHaveLength(1_700);
  expect(ids).toEqual([...ids].sort((a, b) => a - b));
});

test('a FHIR AuditEvent carries the codes of the standard: type, action, outcome, purpose, agent, source, entities', () => {
  const row: AuditView = {
    ...{ id: '7', at: '2026-11-25T10:00:00.000Z', actor: { type: 'user', id: auditor.userId, name: 'Somebody' } },
    ...{ roles: ['auditor'], action: 'case.read', outcome: '200', purpose: 'emergency', case: caseId, patient: null },
    ...{ cases: [caseId], patients: [auditor.userId], requestId: 'r-1', data: { count: 1 }, hash: 'ab'.repeat(32) },
  };
  const event = AuditEvent.parse(auditEventOf(row));
  expect(event).toMatchObject({
    type: { system: 'http://terminology.hl7.org/CodeSystem/audit-event-type', code: 'rest' },
    action: 'R',
    recorded: row.at,
    outcome: '0',
    purposeOfEvent: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'ETREAT' }] }],
    agent: [{ who: { identifier: { system: 'urn:caseclock:user', value: auditor.userId } }, requestor: true }],
    source: { observer: { display: 'Caseclock' }, type: [{ code: '4' }] },
  });
  expect(event.subtype[0]).toMatchObject({ system: 'http://hl7.org/fhir/restful-interaction', code: 'read' });
  expect(event.entity?.map((entity) => [entity.what?.identifier?.system, entity.role?.code])).toEqual([
    ['urn:caseclock:case', '4'],
    ['urn:caseclock:patient', '1'],
    ['urn:caseclock:request', '24'],
  ]);
  // No name leaves: the copy may go to a system that must not hold it.
  expect(JSON.stringify(event)).not.toContain('Somebody');
  const as = (action: string, outcome: string) => {
    const { type, action: done, outcome: code } = auditEventOf({ ...row, action, outcome });
    return [type.code, done, code];
  };
  expect(as('case.list', 'forbidden')).toEqual(['rest', 'R', '4']);
  expect(as('case.open', '201')).toEqual(['rest', 'C', '0']);
  expect(as('case.command', 'applied')).toEqual(['rest', 'U', '0']);
  expect(as('case.event', 'internal')).toEqual(['rest', 'U', '8']);
  expect(as('sign-in.token', 'unauthenticated')).toEqual(['110114', 'E', '4']);
  expect(as('audit.export', 'finished')).toEqual(['110106', 'R', '0']);
  expect(as('calendar.change', '201')).toEqual(['rest', 'U', '0']);
  expect(as('token.revoke', '204')).toEqual(['rest', 'D', '0']);
});

test('A13 verify names a changed row over HTTP, and the command line ends with 1 and prints the head', async () => {
  const whole = await asAuditor<{ ok: boolean; head: { id: string; hash: string }; complete: boolean }>('/verify');
  expect(whole.body).toMatchObject({ ok: true, complete: true });
  const { head } = whole.body;
  const command = (...args: string[]) =>
    new Promise<{ code: number; stdout: string }>((resolve) => {
      execFile(
        process.execPath,
        ['--import', 'tsx', 'cli/main.ts', ...args],
        {
          env: { ...process.env, DATABASE_URL: t.stack.url, CASECLOCK_URL: t.api.url, CASECLOCK_TOKEN: auditor.token },
        },
        (error, stdout, stderr) =>
          resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout: stdout + stderr }),
      );
    });
  const good = await command('audit', 'verify', '--known', `${head.id}:${head.hash}`);
  expect(good).toMatchObject({ code: 0 });
  expect(good.stdout).toMatch(/The chain of \d+ rows is whole\.\nHead, to be kept elsewhere: \d+:[0-9a-f]{64}\n/);

  const found = await command('audit', 'search', '--action', 'case.read', '--case', caseId);
  expect(found).toMatchObject({ code: 0 });
  expect(found.stdout).toContain('Test coordinator');
  const folder = mkdtempSync(path.join(tmpdir(), 'caseclock-audit-'));
  const file = path.join(folder, 'events.ndjson');
  expect(await command('audit', 'export', '--format', 'fhir', '--case', caseId, '--out', file)).toMatchObject({
    code: 0,
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(4);
  rmSync(folder, { recursive: true });

  const superuser = new pg.Client({ connectionString: t.stack.ownerUrl });
  await superuser.connect();
  await superuser.query(`update audit_entry set actor_id = 'nobody' where id = 2`);
  await superuser.end();
  const broken = await asAuditor('/verify');
  expect(broken.body).toMatchObject({ ok: false, broken: 1, breaks: [{ id: '2', kind: 'changed' }] });
  const bad = await command('audit', 'verify');
  expect(bad).toMatchObject({ code: 1 });
  expect(bad.stdout).toContain('Row 2 (changed): its own hash does not fit what it says.');
});
