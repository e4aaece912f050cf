/** Tier 1: active and resolved cases, drafts, open activities; and the live figure of orphans (H34, N10). */
import { listBehind, type Behind } from '../../../api/insights/cases-behind';
import { readNoOrphanHere, readTierOne } from '../../../api/insights/tier-one';
import { wc } from '../../domain/cases/wc/wc-play';
import { asSeenAt, file, startRecord, type FigureRecord } from './played';

let record: FigureRecord;
beforeEach(async () => {
  record = await startRecord();
}, 240_000);
afterEach(() => record?.stop());

const asking = asSeenAt('2026-04-20 12:00');
const period = { from: '2026-03-01', to: '2026-04-30' };
const read = () => readTierOne(record.db.pool, { asking, practiceId: undefined, period });
const behind = async (asked: Behind) =>
  (await listBehind(record.db.pool, asked, { limit: 200, cursor: undefined }, asking)).items.map((item) => item.id);

test('H34 active cases stand by kind and stage, resolved ones by outcome in the period', async () => {
  const active = await file(record, wc());
  const play = wc();
  play.until('2026-03-10 10:00');
  play.send('case.resolved', { outcome: 'settled' });
  const resolved = await file(record, play);
  const tier = await read();
  expect(tier.active).toEqual([{ kind: 'wc', stage: 'In Progress', cases: 1 }]);
  expect(tier.resolved).toEqual([{ kind: 'wc', outcome: 'settled', cases: 1 }]);
  expect(await behind({ of: 'active', kind: 'wc', stage: ['In Progress'] })).toEqual([active]);
  expect(await behind({ of: 'resolved', closedFrom: period.from, closedTo: period.to })).toEqual([resolved]);
  expect(await behind({ of: 'resolved', closedFrom: '2026-04-01', closedTo: '2026-04-30' })).toEqual([]);
});

test('H34 open activities are the open tasks by what they ask for, late and today apart, and visits to come', async () => {
  const play = wc();
  play.until('2026-04-18 10:00');
  play.booked(5, '2026-04-27');
  const caseId = await file(record, play);
  const { activities, visits } = await read();
  const found = Object.fromEntries(activities.map(({ task, open, late, cases }) => [task, [open, late, cases]]));
  expect(found).toMatchObject({ 'authorization-expiring': [1, 1, 1] });
  expect(visits).toBe(1);
  expect(await behind({ of: 'activity', task: 'authorization-expiring' })).toEqual([caseId]);
  expect(await behind({ of: 'activity', task: 'follow-up' })).toEqual([]);
  expect(await behind({ of: 'visits' })).toEqual([caseId]);
});

test('H34 a draft is a letter that a rule ordered on an open case; without one there is none', async () => {
  expect((await read()).drafts).toEqual({ letters: 0, cases: 0 });
  const caseId = await file(record, wc());
  for (const n of [1, 2]) {
    await record.db.prisma.outsideEffect.create({
      data: {
        id: `${caseId}:1:${n}`,
        caseId,
        type: 'letter.draft',
        data: {},
        state: 'done',
        attempts: 1,
        at: new Date(),
      },
    });
  }
  expect((await read()).drafts).toEqual({ letters: 2, cases: 1 });
  expect(await behind({ of: 'drafts' })).toEqual([caseId]);
});

test('N10 an open case without clock, task and command is an orphan, and is named; no other is', async () => {
  await file(record, wc());
  const orphan = await file(record, wc());
  const where = { caseId: orphan };
  await record.db.prisma.clock.deleteMany({ where });
  await record.db.prisma.task.updateMany({ where, data: { state: 'closed' } });
  await record.db.prisma.command.updateMany({ data: { state: 'applied' } });
  const counted = await readNoOrphanHere(record.db.pool, { asking, practiceId: undefined });
  expect(counted).toEqual({ openCases: 2, orphans: 1, sweptAt: null });
  expect(await behind({ of: 'orphans' })).toEqual([orphan]);
  const elsewhere = asSeenAt('2026-04-20 12:00', { locationIds: [record.otherId] });
  expect(await readNoOrphanHere(record.db.pool, { asking: elsewhere, practiceId: undefined })).toMatchObject({
    openCases: 0,
    orphans: 0,
  });
});
