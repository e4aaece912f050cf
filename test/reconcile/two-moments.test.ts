/** F20: both databases restored to different moments. What differs is found, what is certain is mended, what is lost is told by id. */
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { CommandOutcome, CommandRequest } from '../../commands/types';
import { restoreBackup } from '../../platform/backup/restore-backup';
import { writeBackup } from '../../platform/backup/write-backup';
import { workflowIdOf } from '../../platform/names';
import { folderFor, startInstallation, type Installation } from '../backup/installation';
import { passphrase } from '../backup/databases';
import { eventually } from '../support/eventually';
import { denialData, eventRequest, openRequest, viewOf, type Stack } from '../support/stack';
import { sweep } from './sweep';

jest.setTimeout(600_000);

const folder = folderFor('moments');
const earlier = folder.dir('earlier.backup');
const later = folder.dir('later.backup');
let live: Installation | undefined;
let practiceId = '';
let claims: string[] = [];

type Opened = CommandOutcome & { kind: 'denial' };
/** Case by what happened to it between the two moments. */
const cases: Record<string, Opened> = {};

const running = (): Installation => {
  if (!live) throw new Error('Nothing runs.');
  return live;
};
/** As much of a stack as requests are made from. */
const asStack = () => ({ ...running(), practiceId }) as unknown as Stack;

/** As a caller does on a busy machine: the same request again until its outcome is known. */
const submit = (request: CommandRequest) =>
  eventually(
    () => running().gateway.submit(request),
    ({ state }) => state !== 'pending',
    60_000,
  );

async function open(name: string): Promise<void> {
  const outcome = await submit(openRequest(asStack(), 'denial', denialData([claims.pop() ?? ''])));
  expect(outcome.state).toBe('applied');
  cases[name] = { ...outcome, kind: 'denial' };
}

const of = (name: string): Opened => {
  const found = cases[name];
  if (!found) throw new Error(`No case is called ${name}.`);
  return found;
};

async function send(name: string, type: string, data: Record<string, unknown> = {}, key?: string) {
  const outcome = await submit(
    eventRequest(of(name), type, data, { note: 'What a person wrote', ...(key === undefined ? {} : { key }) }),
  );
  if (outcome.state !== 'applied') throw new Error(`${type} on ${name}: ${JSON.stringify(outcome)}`);
  return outcome;
}

const receipts = (caseId: string) => running().db.prisma.clockReceipt.count({ where: { caseId, name: 'stalled' } });

beforeAll(async () => {
  live = await startInstallation(folder.dir('first'));
  const { prisma } = running().db;
  const practice = await prisma.practice.create({
    data: { name: 'Two moments', zone: 'America/Los_Angeles', jurisdiction: 'US-CA' },
  });
  practiceId = practice.id;
  claims = Array.from({ length: 12 }, (_, n) => `00000000-0000-4000-8000-0000000000${String(n + 10)}`);
  await prisma.claim.createMany({ data: claims.map((id, n) => ({ id, practiceId, number: `M-${n}` })) });
  for (const name of ['untouched', 'worked', 'fired', 'closed', 'reopened']) await open(name);
  await send('fired', 'work.started');
  await send('fired', 'clock.moved', { clock: 'stalled', dueAt: Date.now() + 45_000 });
  await send('reopened', 'case.canceled', { reason: 'opened-in-error' });
  await eventually(
    () =>
      running()
        .temporal.client.workflow.getHandle(workflowIdOf('denial', of('reopened').caseId))
        .describe(),
    (description) => description.status.name === 'COMPLETED',
  );
  await writeBackup(earlier, passphrase, running().sources);
  await send('worked', 'work.started', {}, 'known-later');
  await send('worked', 'carc.added', { codes: ['CO-45'] });
  await send('closed', 'work.started');
  await send('closed', 'case.canceled', { reason: 'opened-in-error' });
  await send('reopened', 'case.reopened');
  await send('reopened', 'carc.added', { codes: ['CO-45'] });
  await open('new');
  await send('new', 'work.started');
  await eventually(
    () => receipts(of('fired').caseId),
    (count) => count === 1,
    90_000,
  );
  await writeBackup(later, passphrase, running().sources);
  await running().stop();
  live = undefined;
});
afterEach(async () => {
  await live?.stop();
  live = undefined;
});
afterAll(async () => {
  await live?.stop();
  folder.remove();
});

/** Rows of one moment beside the histories of another, as two separate backups would give. */
async function mixed(name: string, rows: string, histories: string): Promise<void> {
  const target = (dir: string) => ({ databaseUrl: null, dataDir: dir, temporal: 'embedded' as const, replace: false });
  const [data, other] = [folder.dir(name), folder.dir(`${name}-histories`)];
  await restoreBackup(rows, passphrase, target(data));
  await restoreBackup(histories, passphrase, target(other));
  for (const file of ['temporal.db', 'temporal.db-wal']) {
    rmSync(path.join(data, file), { force: true });
    if (existsSync(path.join(other, file))) copyFileSync(path.join(other, file), path.join(data, file));
  }
}

/** The chaos harness's checker finds nothing in the cases with these names. */
async function sound(names: readonly string[] = Object.keys(cases)): Promise<void> {
  expect(await brokenIn(names)).toEqual([]);
}

async function brokenIn(names: readonly string[]) {
  const ids = names.map((name) => of(name).caseId);
  return (await running().violations()).filter((v) => v.caseId === null || ids.includes(v.caseId));
}

test('F20 an older database beside newer histories: the missing events are written again, and what is lost is named', async () => {
  await mixed('rows-older', earlier, later);
  live = await startInstallation(folder.dir('rows-older'));
  const found = await sweep(running(), false);
  const codes = Object.fromEntries(found.map((f) => [f.caseId, f.code]));
  const code = (name: string) => codes[of(name).caseId];
  expect(code('untouched')).toBeUndefined();
  expect(code('worked')).toBe('row_behind');
  expect(code('fired')).toBe('row_behind');
  expect(code('closed')).toBe('row_behind');
  expect(code('reopened')).toBe('row_behind');
  expect(code('new')).toBe('workflow_without_row');
  expect(found.every((f) => f.outcome === 'reported')).toBe(true);

  const from = performance.now();
  const repaired = await sweep(running(), true);
  console.info(`rows older: ${repaired.length} cases in ${((performance.now() - from) / 1000).toFixed(1)} s`);
  const byCase = new Map(repaired.map((f) => [f.caseId, f]));
  for (const name of ['worked', 'fired', 'closed', 'reopened']) {
    expect(byCase.get(of(name).caseId)).toMatchObject({ outcome: 'repaired' });
  }
  // Its patient, payer and claim number were only in the lost database: named with its commands, not invented.
  expect(byCase.get(of('new').caseId)).toMatchObject({
    outcome: 'reported',
    detail: { events: [{ type: 'case.opened' }, { type: 'work.started' }] },
  });
  // Their commands stood in the lost rows; everything else of them is whole.
  const broken = await brokenIn(['untouched', 'worked', 'fired', 'closed', 'reopened']);
  expect([...new Set(broken.map((v) => v.rule))]).toEqual(['an event comes from no command']);
  expect(broken).toHaveLength(6);
  expect(await receipts(of('fired').caseId)).toBe(1);
  // A command that was sent after the backup is known when it is sent again, and a new one is applied.
  expect(await send('worked', 'work.started', {}, 'known-later')).toMatchObject({ version: 2 });
  expect(await send('worked', 'carc.added', { codes: ['CO-50'] })).toMatchObject({ version: 4 });
  const left = await sweep(running(), true);
  expect(left.map((f) => f.caseId)).toEqual([of('new').caseId]);
});

test('F20 older histories beside a newer database: each workflow takes what it has forgotten, and clocks fire once', async () => {
  await mixed('histories-older', later, earlier);
  live = await startInstallation(folder.dir('histories-older'));
  const from = performance.now();
  const found = await sweep(running(), true);
  console.info(`histories older: ${found.length} cases in ${((performance.now() - from) / 1000).toFixed(1)} s`);
  const byCase = new Map(found.map((f) => [f.caseId, f]));
  expect(byCase.get(of('worked').caseId)).toMatchObject({ code: 'workflow_behind', outcome: 'repaired' });
  expect(byCase.get(of('closed').caseId)).toMatchObject({ code: 'workflow_behind', outcome: 'repaired' });
  expect(byCase.get(of('reopened').caseId)).toMatchObject({ code: 'no_workflow', outcome: 'repaired' });
  expect(byCase.get(of('new').caseId)).toMatchObject({ code: 'no_workflow', outcome: 'repaired' });
  expect(byCase.has(of('untouched').caseId)).toBe(false);
  await eventually(
    async () => (await viewOf(asStack(), 'denial', of('fired').caseId)).state?.seq,
    (seq) => seq === 4,
  );
  expect(await receipts(of('fired').caseId)).toBe(1);
  expect(await sweep(running(), true)).toEqual([]);
  await sound();
  expect(await send('new', 'carc.added', { codes: ['CO-45'] })).toMatchObject({ version: 3 });
  expect(await send('worked', 'work.started', {}, 'known-later')).toMatchObject({ version: 2 });
  await sound();
});

test('F20 both restored to one moment by one backup: nothing differs', async () => {
  await restoreBackup(later, passphrase, {
    databaseUrl: null,
    dataDir: folder.dir('together'),
    temporal: 'embedded',
    replace: false,
  });
  live = await startInstallation(folder.dir('together'));
  expect(await sweep(running(), true)).toEqual([]);
  await sound();
});

test('F20 a database alone is enough: without any history each open case lives again from its row', async () => {
  const data = folder.dir('rows-only');
  await restoreBackup(later, passphrase, { databaseUrl: null, dataDir: data, temporal: 'embedded', replace: false });
  for (const file of ['temporal.db', 'temporal.db-wal']) rmSync(path.join(data, file), { force: true });
  live = await startInstallation(data);
  const found = await sweep(running(), true);
  expect(found.map((f) => f.code)).toEqual(Array(5).fill('no_workflow'));
  expect(found.every((f) => f.outcome === 'repaired')).toBe(true);
  expect(await sweep(running(), true)).toEqual([]);
  // A closed case needs no run: its row is the record.
  await sound(['untouched', 'worked', 'fired', 'reopened', 'new']);
});
