/** The denial views in a real browser: filters, preview, changes to all that match, and cases opened on several claims. */
import { randomUUID } from 'node:crypto';
import { inDays } from '../support/days';
import { sideBySide } from '../../activities/batches/side-by-side';
import { eventually } from '../support/eventually';
import { denialData, openRequest, someClaims } from '../support/stack';
import { startApp, type AppUnderTest } from './support/app';
import { violationsOf } from './support/axe';

let app: AppUnderTest;
beforeAll(async () => {
  app = await startApp();
}, 300_000);
afterAll(() => app?.stop());

const newPayer = (name: string) =>
  app.stack.db.prisma.payer.create({ data: { name, identity: `name:${randomUUID()}` } });

/** Denial cases in a queue of their own. */
async function openCases(count: number, payerId: string): Promise<string[]> {
  const claims = await someClaims(app.stack, count);
  const ids: string[] = [];
  const open = async (claim: string) => {
    const request = openRequest(app.stack, 'denial', denialData([claim], { outstandingCents: 10_000 }));
    if (!request.row) throw new Error('An opening request without a row.');
    const { caseId, commandId } = await app.stack.gateway.submit({ ...request, row: { ...request.row, payerId } });
    await eventually(
      () => app.stack.gateway.outcome(commandId),
      (outcome) => outcome?.state === 'applied',
      60_000,
    );
    ids.push(caseId);
  };
  await sideBySide(claims, 12, open, () => false);
  return ids;
}

test('R13 R14 a follow-up date for 500 cases that match, with a reason for each that failed', async () => {
  const { id: payerId } = await newPayer('Many Cases Mutual');
  const ids = await openCases(500, payerId);
  const on = inDays(92);
  const page = await app.pageOf(await app.someone(['biller']));
  await page.goto(`/denials/open?payerId=${payerId}`);
  await page.getByText('500 match').waitFor();
  await page.getByRole('row').nth(1).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Control+a');
  await page.getByText('All 500 that match').waitFor();
  const bar = page.getByRole('region', { name: 'Selected rows' });
  await bar.getByText('$50,000.00').waitFor();
  await bar.getByRole('button', { name: 'Follow up by' }).click();
  await page.getByRole('textbox', { name: 'Follow up by' }).or(page.locator('input[type=date]')).first().fill(on);
  await page.getByRole('button', { name: 'Set follow-up date on 500 cases' }).click();
  const line = page.getByRole('region', { name: 'Progress of the change' });
  await line.getByText('Set follow-up date: 500 cases done').waitFor({ timeout: 120_000 });
  const set = await app.stack.db.prisma.case.count({ where: { id: { in: ids }, followUpOn: new Date(on) } });
  expect(set).toBe(500);
  await page.getByRole('link', { name: 'See each case' }).click();
  await page.getByRole('heading', { name: 'Set follow-up date' }).waitFor();
  await page.getByText('500 cases, 500 done, 0 failed').waitFor();
  expect(page.faults).toEqual([]);
}, 300_000);

test('R13 what a case does not accept is listed with its reason, and the others go on', async () => {
  const { id: payerId } = await newPayer('Some Refuse Mutual');
  const [resolved, ...rest] = await openCases(4, payerId);
  await app.ask('POST', `/cases/${resolved}/events`, { type: 'case.resolved', data: { outcome: 'paid' } });
  const page = await app.pageOf(await app.someone(['biller']));
  await page.goto(`/denials/all?payerId=${payerId}`);
  await page.getByText('4 match').waitFor();
  await page.getByRole('checkbox', { name: 'Select all that match' }).click();
  await page.getByRole('region', { name: 'Selected rows' }).getByRole('button', { name: 'Priority' }).click();
  await page.getByRole('button', { name: 'Set priority of 4 cases' }).click();
  const line = page.getByRole('region', { name: 'Progress of the change' });
  await line.getByText('Set priority: 3 cases done, 1 failed').waitFor({ timeout: 60_000 });
  expect(await line.locator('li').allTextContents()).toEqual([expect.stringMatching(/^1 ./)]);
  const high = await app.stack.db.prisma.case.count({ where: { id: { in: rest }, priority: 'high' } });
  expect(high).toBe(3);
  expect(page.faults).toEqual([]);
}, 180_000);

test('H24 H26 each view has its count, rows open beside the list and by themselves, and nothing breaks WCAG 2.2 AA', async () => {
  const { id: payerId } = await newPayer('Looked At Mutual');
  await openCases(3, payerId);
  const person = await app.someone(['biller']);
  for (const scheme of ['light', 'dark'] as const) {
    const page = await app.pageOf(person, { scheme });
    await page.goto(`/denials/open?payerId=${payerId}`);
    await page.getByRole('row').nth(3).waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('Space');
    await page.getByRole('complementary').getByRole('heading', { name: 'Denial codes' }).waitFor();
    await page
      .getByRole('complementary')
      .getByText(/of \d+ event/)
      .waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('complementary').waitFor({ state: 'detached' });
    expect(page.faults).toEqual([]);
  }
}, 120_000);

test('R16 a filter with a name in it is kept on the server, and the address says only which view it is', async () => {
  const page = await app.pageOf(await app.someone(['biller']));
  await page.goto('/cases');
  await page.getByLabel('Search in this list').fill('samplesby');
  await page.getByRole('heading', { name: 'No case matches' }).waitFor();
  await page.getByRole('button', { name: 'Save view' }).click();
  await page.getByLabel('Name of the view').fill('One patient');
  await page.getByRole('button', { name: 'Save view' }).last().click();
  await page.waitForURL(/view=/);
  expect(page.url()).not.toContain('samplesby');
  const kept = await app.stack.db.prisma.savedView.findFirstOrThrow({ where: { name: 'One patient' } });
  expect(kept.filter).toEqual({ q: 'samplesby' });
  // Whoever opens the link anew gets the whole filter back.
  await page.goto(`/cases?view=${kept.id}`);
  await eventually(
    () => page.getByLabel('Search in this list').inputValue(),
    (value) => value === 'samplesby',
  );
  expect(page.faults).toEqual([]);
}, 60_000);

test('H02 H05 a case is opened on several claims; a claim that is held leads to its case', async () => {
  const { prisma } = app.stack.db;
  const payer = await newPayer('Group Create Mutual');
  const patient = await prisma.patient.create({ data: { name: 'Fern Examplar' } });
  const group = `GROUP-${randomUUID().slice(0, 8)}`;
  const numbers = [1, 2, 3].map((n) => `${group}-${n}`);
  for (const number of numbers) {
    await prisma.claim.create({
      data: {
        ...{ practiceId: app.stack.practiceId, number, payerId: payer.id, patientId: patient.id },
        ...{ chargeCents: 20_000n, outstandingCents: 20_000n },
      },
    });
  }
  const page = await app.pageOf(await app.someone(['biller']));
  await page.goto('/claims');
  await page.getByLabel('Claim number').fill(group);
  for (const number of numbers.slice(0, 2)) await page.getByRole('checkbox', { name: `Select ${number}` }).click();
  await page.getByRole('button', { name: 'Create case' }).click();
  const form = page.getByRole('complementary');
  await form.getByLabel('CARC codes').fill('CO-16');
  await page.keyboard.press('Enter');
  await form.getByLabel('Denied on').fill('2026-11-02');
  await form.getByRole('button', { name: 'Open case on 2 claims' }).click();
  await page.waitForURL(/\/cases\/[0-9a-f-]{36}/);
  const caseId = page.url().split('/').at(-1) ?? '';
  const held = await prisma.caseClaim.findMany({ where: { caseId }, include: { claim: true } });
  expect(held.map(({ claim }) => claim.number).sort()).toEqual(numbers.slice(0, 2));
  // The third goes onto the same case, from the claim's side.
  await page.goto('/claims');
  await page.getByLabel('Claim number').fill(group);
  await page.getByRole('checkbox', { name: `Select ${numbers[2]}` }).click();
  await page.getByRole('button', { name: 'Add to a case' }).click();
  await form.getByRole('radio').first().click();
  await form.getByRole('button', { name: 'Add 1 claim' }).click();
  await page.waitForURL(new RegExp(caseId));
  expect(await prisma.caseClaim.count({ where: { caseId, active: true } })).toBe(3);
  expect(page.faults).toEqual([]);
}, 120_000);
