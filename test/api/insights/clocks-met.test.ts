/** The share of clocks met, by definition: whose it was, what counts and what does not (R29). */
import { listBehind, type Behind } from '../../../api/insights/cases-behind';
import { readClocksMet } from '../../../api/insights/clocks-met';
import { denialKind } from '../../../domain/cases/denial/kind';
import { Play } from '../../domain/support/play';
import { id, la, rulesWith } from '../../domain/support/practice';
import { wc } from '../../domain/cases/wc/wc-play';
import { asSeenAt, file, startRecord, type FigureRecord } from './played';

let record: FigureRecord;
const [anna, bert, billing] = [id(901), id(902), id(903)];

beforeEach(async () => {
  record = await startRecord();
  const { prisma } = record.db;
  for (const [one, name] of [
    [anna, 'Anna'],
    [bert, 'Bert'],
  ] as const) {
    await prisma.user.create({
      data: { id: one, email: `${name}@example.test`, displayName: name, roles: ['biller'] },
    });
  }
  await prisma.team.create({ data: { id: billing, name: 'Billing', members: { create: { userId: anna } } } });
}, 240_000);
afterEach(() => record?.stop());

const asking = asSeenAt('2026-08-01 12:00');
const period = { from: '2026-03-01', to: '2026-07-31' };
const read = (changes = {}) => readClocksMet(record.db.pool, { asking, practiceId: undefined, period, ...changes });
const behind = async (asked: Omit<Behind, 'of'>) => {
  const days = { clockFrom: period.from, clockTo: period.to };
  const page = await listBehind(
    record.db.pool,
    { of: 'clocks', ...days, ...asked },
    { limit: 200, cursor: undefined },
    asking,
  );
  return page.items.map((item) => item.id).sort();
};
const shares = (rows: readonly { owner: { name: string | null } | null; met: number; missed: number }[]) =>
  Object.fromEntries(rows.map(({ owner, met, missed }) => [owner?.name ?? 'nobody', [met, missed]]));

function denial(owner: object | null, receivedAt = '2026-03-02 10:00'): Play {
  const data = {
    claims: [{ claimId: crypto.randomUUID(), submissionId: null }],
    ...{ carcCodes: ['CO-29'], priority: 'normal', deniedOn: '2026-02-27', deniedCents: 1, outstandingCents: 1 },
    ...(owner ? { owner } : {}),
  };
  return new Play({ kind: denialKind, data, at: la(receivedAt), rules: rulesWith() });
}

async function filed(play: Play): Promise<string> {
  const claims = (play.facts.claims ?? []).map(({ claimId }) => claimId);
  for (const one of claims) {
    await record.db.prisma.claim.create({ data: { id: one, practiceId: record.practiceId, number: one } });
  }
  return file(record, play);
}

test('R29 a denial worked within its 48 hours is a clock met, one that nobody worked is missed', async () => {
  const worked = denial({ userId: anna });
  worked.until('2026-03-03 10:00');
  worked.send('work.started');
  const met = await filed(worked);
  const left = denial({ userId: bert });
  left.until('2026-03-05 10:00');
  const missed = await filed(left);
  const { people, teams, clocks, share } = await read();
  expect(shares(people)).toEqual({ Anna: [1, 0], Bert: [0, 1] });
  expect(shares(teams)).toEqual({ Billing: [1, 0] });
  expect(clocks).toEqual([
    expect.objectContaining({ clock: 'unworkedDenial', title: 'Denial not worked', met: 1, missed: 1, share: 0.5 }),
  ]);
  expect(share).toBe(0.5);
  expect(await behind({ owner: anna })).toEqual([met]);
  expect(await behind({ owner: billing, by: 'team' })).toEqual([met]);
  expect(await behind({ owner: billing, by: 'person' })).toEqual([]);
  expect(await behind({ outcomeOf: 'missed', name: 'unworkedDenial' })).toEqual([missed]);
  expect(await behind({ owner: bert, outcomeOf: 'met' })).toEqual([]);
});

test('R29 each contact in time is a clock met, a silence is one missed, however often its reminder repeats', async () => {
  const play = wc({ owner: { userId: anna } });
  play.until('2026-03-09 10:00');
  play.contact('2026-03-09');
  play.until('2026-04-24 10:00');
  expect(play.flags).toContain('silent');
  await filed(play);
  const { clocks } = await read({ period: { from: '2026-03-01', to: '2026-04-16' } });
  expect(clocks.find(({ clock }) => clock === 'adjusterSilence')).toMatchObject({ met: 1, missed: 1 });
  expect(clocks.map(({ clock }) => clock)).toEqual(['adjusterSilence']);
});

test('R29 a clock counts for whoever owned the case when it ended, whoever owns it now', async () => {
  const play = denial({ userId: anna });
  play.until('2026-03-05 10:00');
  play.send('case.assigned', { owner: { userId: bert } });
  await filed(play);
  expect(shares((await read()).people)).toEqual({ Anna: [0, 1] });
});

test('R29 what was past when it was armed, what was canceled, and what a rule switched off count for nobody', async () => {
  await filed(wc({ owner: { userId: anna }, lastContactOn: '2026-01-05' }));
  const canceled = denial({ userId: anna });
  canceled.until('2026-03-03 10:00');
  canceled.send('case.canceled', { reason: 'duplicate' });
  await filed(canceled);
  const off = denial({ userId: anna });
  off.until('2026-03-03 10:00');
  const settings = { 'denial.appeal-trigger': { mode: 'off' as const, params: {} } };
  off.send('rules.published', { rules: rulesWith(settings, 2) });
  await filed(off);
  const { met, missed, people } = await read();
  expect([met, missed, people]).toEqual([0, 0, []]);
});

test('R29 a claim submitted in time meets the billing clock, an extension meets the authorization', async () => {
  const play = wc({ owner: { userId: anna } });
  play.completed(1, '2026-03-02');
  play.until('2026-03-10 10:00');
  play.contact('2026-03-10');
  play.send('authorization.changed', { authorizationId: id(1), endsOn: '2026-06-30', source: 'portal' });
  play.send('treatment.completed', { on: '2026-03-10' });
  play.until('2026-03-11 10:00');
  play.send('claim.submitted', { on: '2026-03-11' });
  await filed(play);
  const { clocks } = await read();
  const met = Object.fromEntries(clocks.map(({ clock, met: n, missed }) => [clock, [n, missed]]));
  expect(met).toEqual({ adjusterSilence: [1, 0], authorizationLapsed: [2, 0], authorizedUnbilled: [1, 0] });
});
