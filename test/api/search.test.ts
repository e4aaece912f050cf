/** Search over everything: what is found, and what is not found by whom. */
import { randomUUID } from 'node:crypto';
import { startApiUnderTest, type ApiUnderTest } from './running-api';

let t: ApiUnderTest;
beforeAll(async () => {
  t = await startApiUnderTest();
}, 240_000);
afterAll(() => t?.stop());

interface Hits {
  cases: { caseId: string; patient: string | null; claimNumber: string | null }[];
  claims: { claimId: string; number: string; caseId: string | null }[];
  patients: { patientId: string; name: string }[];
  adjusters: { name: string; cases: number }[];
  payers: { name: string }[];
  tasks: { taskId: string; title: string | null }[];
  people: { name: string }[];
}
const find = async (q: string, token?: string) =>
  (await t.ask<Hits>('POST', '/search', { q }, token ? { token } : {})).body;
const nothing = { cases: [], claims: [], patients: [], adjusters: [], payers: [], tasks: [], people: [] };

async function openWc(word: string): Promise<string> {
  const reply = await t.ask<{ caseId: string }>('POST', '/cases', {
    kind: 'wc',
    data: {},
    details: {
      claimNumber: `WC-${word}-77`,
      patient: { name: `Ines ${word}` },
      adjuster: { name: `Orla ${word}`, phone: '555 0100' },
      payerName: `Mutual ${word}`,
      employer: `Bakery ${word}`,
    },
  });
  if (reply.status !== 201) throw new Error(reply.text);
  return reply.body.caseId;
}
const someWord = () => `Zq${randomUUID().replaceAll('-', '').slice(0, 8)}`;

test('a case is found by worker, claim number, adjuster and employer; its adjuster and its open tasks come with it', async () => {
  const word = someWord();
  const caseId = await openWc(word);
  await t.ask('POST', `/cases/${caseId}/tasks`, { title: 'Fetch the report', dueOn: '2027-01-01' });
  for (const q of [word, word.slice(2, 7).toLowerCase(), `WC-${word}`, `ines ${word}`, `Bakery ${word}`]) {
    expect([q, (await find(q)).cases.map((hit) => hit.caseId)]).toEqual([q, [caseId]]);
  }
  const hits = await find(word);
  expect(hits.cases[0]).toMatchObject({ patient: `Ines ${word}`, claimNumber: `WC-${word}-77` });
  expect(hits.adjusters).toMatchObject([{ name: `Orla ${word}`, cases: 1 }]);
  expect(hits.tasks.map((task) => task.title)).toContain('Fetch the report');
});

test('a claim is found by its number with the case that holds it, a patient and a payer by name, a colleague too', async () => {
  const word = someWord();
  const { body: claim } = await t.ask<{ id: string }>('POST', '/claims', {
    number: `C-${word}`,
    payer: { name: `Payer ${word}` },
    patient: { name: `Pat ${word}` },
    serviceFrom: '2026-01-02',
    chargeCents: 100,
  });
  const { body: opened } = await t.ask<{ caseId: string }>('POST', '/cases', {
    kind: 'denial',
    data: {
      claims: [{ claimId: claim.id, submissionId: null }],
      carcCodes: ['CO-16'],
      priority: 'normal',
      deniedOn: '2026-01-20',
      deniedCents: 100,
      outstandingCents: 100,
    },
  });
  const hits = await find(word);
  expect(hits.claims).toMatchObject([{ claimId: claim.id, caseId: opened.caseId }]);
  expect(hits.patients).toMatchObject([{ name: `Pat ${word}` }]);
  expect(hits.payers).toMatchObject([{ name: `Payer ${word}` }]);
  expect((await find('coordinator')).people.length).toBeGreaterThan(0);
});

test('G17 nobody finds by what is withheld from them: without identity no name, without contact no adjuster', async () => {
  const word = someWord();
  await openWc(word);
  const { token: executive } = await t.user(['account-executive']);
  expect(await find(`Ines ${word}`, executive)).toMatchObject(nothing);
  expect((await find('test', executive)).people.length).toBeGreaterThan(0);
  const { token: coder } = await t.user(['coder']);
  expect((await find(`Orla ${word}`, coder)).adjusters).toEqual([]);
  const { token: administrator } = await t.user(['administrator']);
  expect(await find(word, administrator)).toMatchObject(nothing);
});

test('A1 what belongs to another location is not found', async () => {
  const word = someWord();
  await openWc(word);
  const elsewhere = await t.stack.db.prisma.practice.create({
    data: { name: 'Elsewhere', zone: 'America/Los_Angeles', jurisdiction: 'US-CA' },
  });
  const stranger = await t.user(['manager']);
  await t.stack.db.prisma.userLocation.deleteMany({ where: { userId: stranger.userId } });
  await t.stack.db.prisma.userLocation.create({ data: { userId: stranger.userId, practiceId: elsewhere.id } });
  expect(await find(word, stranger.token)).toMatchObject(nothing);
});

test('signs that mean something to the database mean themselves, and what is looked for stands in no address', async () => {
  const word = someWord();
  await openWc(word);
  expect((await find(`${word.slice(0, 4)}%${word.slice(5)}`)).cases).toEqual([]);
  expect((await find('__')).cases).toEqual([]);
  expect(await t.ask('GET', `/search?q=${word}`)).toMatchObject({ status: 405 });
  const rows = await t.stack.db.prisma.auditEntry.findMany({ where: { action: 'search.all' } });
  expect(rows.length).toBeGreaterThan(0);
  expect(JSON.stringify(rows.map((row) => row.data))).not.toContain(word);
});
