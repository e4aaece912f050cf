/** The audit trail, emergency access and the system's own page in a real browser. */
import { randomUUID } from 'node:crypto';
import { someClaims, denialData } from '../support/stack';
import { startApp, type AppUnderTest, type OpenPage } from './support/app';
import { violationsOf } from './support/axe';

let app: AppUnderTest;
let compliance: OpenPage;
let caseId: string;
beforeAll(async () => {
  app = await startApp();
  const claims = await someClaims(app.stack, 1);
  const opened = await app.ask<{ caseId: string }>('POST', '/cases', { kind: 'denial', data: denialData(claims) });
  caseId = opened.body.caseId;
  compliance = await app.pageOf(await app.someone(['compliance'], 'Cam Test'));
}, 240_000);
afterAll(() => app?.stop());

test('G17 who read a case is found by the address of its page, shown in full, and the chain is whole', async () => {
  await app.ask('GET', `/cases/${caseId}`);
  await compliance.goto(`/audit?caseId=${caseId}`);
  const table = compliance.getByRole('table', { name: 'The audit trail, newest first' });
  await table.getByText('Case read').first().click();
  await compliance.keyboard.press('Enter');
  const detail = compliance.getByRole('complementary', { name: /^Preview of Row/ });
  await detail.getByText(caseId).first().waitFor();
  await detail.getByText('case.read', { exact: true }).waitFor();
  expect(await violationsOf(compliance)).toEqual([]);
  await compliance.getByRole('button', { name: 'Check the chain' }).click();
  await compliance.getByText('The chain is whole').waitFor({ timeout: 30_000 });
  expect(compliance.faults).toEqual([]);
}, 120_000);

test('G17 the trail is narrowed by who and by purpose, and taken out as a file', async () => {
  await compliance.goto('/audit');
  await compliance.getByRole('button', { name: /^Did/ }).click();
  await compliance.getByRole('combobox', { name: 'What was done' }).click();
  await compliance.getByRole('option', { name: 'Sign-in and sign-out' }).click();
  await compliance.waitForURL(/action=session/);
  await compliance.getByRole('table').getByText('Signed in').first().waitFor();
  await compliance.getByRole('button', { name: 'Export' }).click();
  const [file] = await Promise.all([
    compliance.waitForEvent('download'),
    compliance.getByRole('menuitem', { name: 'CSV, for a spreadsheet' }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('audit.csv');
  expect(compliance.faults).toEqual([]);
}, 120_000);

test('G17 an emergency access is reviewed with a note, by somebody else', async () => {
  const reader = await app.user(['clinical-staff']);
  const elsewhere = await app.stack.db.prisma.practice.create({
    data: { name: 'Elsewhere', zone: 'America/Denver', jurisdiction: 'US-CO' },
  });
  const where = { userId: reader.userId };
  await app.stack.db.prisma.userLocation.updateMany({ where, data: { practiceId: elsewhere.id } });
  const body = { reason: 'The patient stands at the desk and nobody else is in' };
  await app.ask('POST', `/cases/${caseId}/break-glass`, body, { token: reader.token });
  await compliance.goto('/people/emergency-access');
  await compliance.getByText(body.reason).waitFor();
  await compliance.getByRole('radio', { name: 'Justified', exact: true }).check();
  await compliance.getByLabel('Note').fill('Called the desk; it was so.');
  expect(await violationsOf(compliance)).toEqual([]);
  await compliance.getByRole('button', { name: 'Save and end the access' }).click();
  await compliance.getByText('Nothing to review').waitFor();
  await compliance.getByText('Reviewed', { exact: true }).click();
  await compliance.getByText('Called the desk; it was so.').waitFor();
  expect(compliance.faults).toEqual([]);
}, 120_000);

test('R22 background work that failed stands in plain words with Retry, and moves on when it is tried', async () => {
  const commandId = randomUUID();
  await app.stack.db.prisma.incident.create({
    data: {
      source: `command:${commandId}`,
      caseId,
      code: 'command_undelivered',
      message: 'A command could not be delivered for ten minutes. Try it again.',
    },
  });
  const manager = await app.pageOf(await app.someone(['manager'], 'Max Test'));
  await manager.goto('/system');
  await manager.getByText('A command could not be delivered for ten minutes. Try it again.').waitFor();
  expect(await violationsOf(manager)).toEqual([]);
  await manager.getByRole('button', { name: 'Retry' }).click();
  await manager.getByText('No incidents').waitFor();
  await manager.getByText('Tried again', { exact: true }).click();
  await manager.getByText('A command could not be delivered for ten minutes. Try it again.').waitFor();
  expect(manager.faults).toEqual([]);
}, 120_000);

test('N10 every case is compared with its workflow at a press, and the figure says that none is lost', async () => {
  const manager = await app.pageOf(await app.someone(['manager'], 'Max Test'));
  await manager.goto('/system');
  await manager.getByText('No case is lost').waitFor();
  await manager.getByRole('button', { name: 'Compare now' }).click();
  await manager.getByRole('button', { name: 'Compare', exact: true }).click();
  await manager
    .getByRole('table', { name: 'Comparisons, newest first' })
    .getByText('Finished')
    .waitFor({ timeout: 90_000 });
  expect(manager.faults).toEqual([]);
}, 150_000);
