/**
 * What a shared computer at a front desk keeps after somebody worked on it: a browser's whole profile is searched for words
 * that were written about patients, in every encoding, after every page was looked at and forms were filled in.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { inDays } from '../support/days';
import { denialData, someClaims } from '../support/stack';
import { authorization, openWcCase } from '../support/wc-opening';
import { PASSWORD, type Person } from '../api/auth/browser';
import { Canaries } from '../leaks/canaries';
import { filesIn } from '../leaks/places/files';
import { searchPlace, type Piece } from '../leaks/places/place';
import { Searcher } from '../leaks/search/searcher';
import { startApp, type AppUnderTest } from './support/app';
import { launchWithProfile } from './support/chromium';
import { everyPattern } from './support/pages';
import { settled } from './support/settled';

const canaries = new Canaries();
const word = (field: string) => canaries.word(field);
const profile = mkdtempSync(path.join(os.tmpdir(), 'caseclock-profile-'));
let app: AppUnderTest;
let context: BrowserContext;
let person: Person;
let wcCaseId: string;
let denialCaseId: string;

beforeAll(async () => {
  app = await startApp();
  person = await app.someone(['coordinator', 'biller'], 'Robin Test');
  const own = { owner: { userId: person.userId }, lastContactOn: inDays(-40), startedOn: inDays(-90) };
  const details = {
    ...{ claimNumber: word('claim'), bodyPart: word('body part'), injuredOn: inDays(-120) },
    ...{ employer: word('employer'), adjuster: { name: word('adjuster') } },
    patient: { name: `${word('first name')} ${word('last name')}`, dateOfBirth: canaries.birthDate('birth date') },
  };
  wcCaseId = await openWcCase(app, { ...own, authorizations: [authorization()] }, details);
  const denial = await app.ask<{ caseId: string }>('POST', '/cases', {
    kind: 'denial',
    data: denialData(await someClaims(app.stack, 1), { owner: { userId: person.userId } }),
    details: { description: word('description'), patient: { name: word('denied patient') } },
  });
  expect([denial.status, denial.text]).toEqual([201, denial.text]);
  denialCaseId = denial.body.caseId;
}, 240_000);
afterAll(async () => {
  await context?.close();
  await app?.stop();
  rmSync(profile, { recursive: true, force: true });
});

async function signIn(page: Page): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail address').fill(person.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(/\/today$/);
}

const places = () =>
  everyPattern()
    .filter((pattern) => !pattern.includes(':') && pattern !== '/denials')
    .concat(`/cases/${wcCaseId}`, `/cases/${denialCaseId}`, `/cases/${wcCaseId}/history`, '/denials/open');

/** Searches, fills in and sends, and leaves something half written. */
async function work(page: Page): Promise<void> {
  await page.goto('/cases');
  await settled(page);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search and commands' }).pressSequentially(canaries.word('searched'));
  await page.getByText('Nothing has all these words').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('textbox', { name: 'Search' }).first().pressSequentially(canaries.word('looked for in a list'));
  await page.keyboard.press('Enter');

  await page.goto('/cases/new?kind=wc');
  await settled(page);
  for (const label of ['Injured worker', 'Phone', 'Claim number', 'Employer', 'Body part'])
    await page.getByRole('textbox', { name: label, exact: true }).pressSequentially(word(`typed ${label}`));
  await page.getByRole('button', { name: 'Open case' }).click();
  await page.waitForURL(/\/cases\/[0-9a-f-]{36}$/);
  const note = page.getByRole('button', { name: 'Note', exact: true }).first();
  await note.click();
  const log = page.getByRole('form', { name: 'Log contact' });
  await log.getByRole('textbox', { name: 'Note' }).pressSequentially(word('sent note'));
  await log.getByRole('button', { name: 'Save note' }).click();
  await log.waitFor({ state: 'detached' });
  await note.click();
  await log.getByRole('textbox', { name: 'Note' }).pressSequentially(word('half a note'));
}

/** What pages of ours can read back, named by the storage it stands in. */
async function storageOf(context: BrowserContext, page: Page): Promise<Piece[]> {
  const kept = await page.evaluate(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
  }));
  // Nothing of ours has a database or a cache: whatever appears there must be looked at.
  expect([kept.databases, kept.caches]).toEqual([[], []]);
  return [
    { label: 'localStorage', content: Buffer.from(JSON.stringify(kept.local)) },
    { label: 'sessionStorage', content: Buffer.from(JSON.stringify(kept.session)) },
    { label: 'cookies', content: Buffer.from(JSON.stringify(await context.cookies())) },
  ];
}

test('I9 no word about a patient is left in a browser: not in its storage, history, forms, cache or files', async () => {
  context = await launchWithProfile(profile, app.api.url);
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  await signIn(page);
  for (const address of places()) {
    await page.goto(address);
    await settled(page);
  }
  await work(page);
  const storage = await storageOf(context, page);
  // Only a browser that has closed has written everything down.
  await context.close();

  const result = await searchPlace(
    {
      name: 'a browser',
      // The address of a case stands in the history: proof that the right files were read.
      sentinel: wcCaseId,
      *pieces() {
        yield* storage;
        yield* filesIn(profile);
      },
    },
    new Searcher(canaries),
  );
  process.stdout.write(`${result.pieces} pieces, ${result.bytes} bytes, ${result.hits.length} hits\n`);
  expect(result.read).toBe(true);
  expect(
    result.hits.map(({ piece, field, encoding }) => `${field} (${encoding}) in ${path.relative(profile, piece)}`),
  ).toEqual([]);
}, 300_000);
