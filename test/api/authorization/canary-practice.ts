/** A practice in which every value that can leave is a canary that names its own group. */
import { randomUUID } from 'node:crypto';
import { inDays } from '../../support/days';
import { eventually } from '../../support/eventually';
import type { ApiUnderTest } from '../running-api';
import { word } from './canary-search';

export interface CanaryPractice {
  readonly wc: string;
  readonly denial: string;
  readonly claimId: string;
  readonly patientId: string;
  readonly importId: string;
  readonly batchId: string;
  readonly commandId: string;
  readonly reconciliationId: string;
  /** Somebody with a token and a session. */
  readonly userId: string;
  readonly ruleVersion: number;
  /** Asked for by the one who may do everything. */
  readonly whatIfId: string;
}

async function must<T>(t: ApiUnderTest, method: string, path: string, body: unknown, token: string): Promise<T> {
  const reply = await t.ask<T>(method, path, body, { token });
  if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${reply.text}`);
  return reply.body;
}

/** @param token of somebody who may do everything here. */
export async function openCanaryPractice(t: ApiUnderTest, token: string): Promise<CanaryPractice> {
  const send = (id: string, type: string, data: object, note?: string) =>
    must(t, 'POST', `/cases/${id}/events`, { type, data, ...(note ? { note } : {}) }, token);
  const authorizationId = randomUUID();
  const { caseId: wc } = await must<{ caseId: string }>(
    t,
    'POST',
    '/cases',
    {
      kind: 'wc',
      subject: word('words', 'subject'),
      tags: [word('words', 'tag')],
      details: wcDetails(authorizationId),
      data: {
        injuredOn: '2021-01-11',
        treatmentStartedOn: '2021-01-12',
        treatment: 'treating',
        authorizations: [
          {
            authorizationId,
            startsOn: '2021-02-01',
            endsOn: '2031-02-02',
            visitsLimit: 500,
            source: 'portal',
            determinedOn: '2021-02-03',
          },
        ],
        visits: [{ visitId: randomUUID(), on: '2021-02-04', status: 'completed' }],
        lastContactOn: inDays(-3),
        claimSubmittedOn: '2021-05-01',
        returnToWorkOn: '2031-01-13',
        followUpOn: inDays(20),
      },
    },
    token,
  );
  await send(wc, 'adjuster.contacted', contact, word('words', 'note'));
  await send(wc, 'document.changed', {
    documentId: randomUUID(),
    kind: word('clinical', 'document'),
    status: 'missing',
  });
  const { claimId, patientId, caseId: denial } = await openDenial(t, token);
  await send(denial, 'payer.responded', { outcome: 'partial', on: inDays(-1), amountCents: 7_310_004 });
  await send(denial, 'payment.posted', { amountCents: 7_310_005, on: inDays(-1) }, word('words', 'payment'));
  for (const id of [wc, denial]) {
    await must(t, 'POST', `/cases/${id}/tasks`, { title: word('words', 'task'), dueOn: inDays(3) }, token);
  }
  const refused = await t.ask<{ commandId: string }>(
    'POST',
    `/cases/${wc}/events`,
    { type: 'visits.counted', data: { authorizationId, used: 900 } },
    { token },
  );
  const records = await writeRecords(t, wc);
  const { userId } = t;
  const commandId = refused.body.commandId;
  const whatIfId = await askWhatIf(t, token);
  return { wc, denial, claimId, patientId, ...records, commandId, userId, ruleVersion: 1, whatIfId };
}

async function askWhatIf(t: ApiUnderTest, token: string): Promise<string> {
  const changes = [{ ruleId: 'wc.authorization-expiring', params: { leadDays: 30 } }];
  const { id } = await must<{ id: string }>(t, 'POST', '/rules/what-ifs', { scope: 'default', changes }, token);
  const path = `/rules/what-ifs/${id}`;
  await eventually(
    () => t.ask<{ state: string }>('GET', path, undefined, { token }),
    ({ body }) => body.state === 'finished',
  );
  return id;
}

const contact = { channel: 'call', direction: 'out', on: inDays(-2), reached: true };

function wcDetails(authorizationId: string) {
  const identity = (what: string) => word('identity', what);
  const contacts = (what: string) => word('contact', what);
  return {
    claimNumber: identity('claim'),
    patient: {
      name: identity('name'),
      dateOfBirth: '1961-03-17',
      phone: contacts('phone'),
      email: `${contacts('mail')}@example.test`,
      preferredContact: 'text',
      accountNumber: identity('account'),
    },
    employer: identity('employer'),
    employment: identity('employment'),
    claimsAdministrator: contacts('administrator'),
    adjuster: {
      name: contacts('adjuster'),
      email: `${contacts('adjustermail')}@example.test`,
      phone: contacts('line'),
    },
    injuredOn: '2021-01-11',
    injuryType: word('clinical', 'injury'),
    bodyPart: word('clinical', 'body'),
    authorizationNumbers: [{ authorizationId, number: identity('authorization') }],
    description: word('words', 'description'),
    tags: [word('words', 'detailtag')],
  };
}

async function openDenial(t: ApiUnderTest, token: string) {
  const claim = await must<{ id: string; patient: { id: string } }>(
    t,
    'POST',
    '/claims',
    {
      number: word('identity', 'number'),
      payer: { name: 'Acme Mutual' },
      patient: { name: word('identity', 'patient'), identity: word('identity', 'member'), dateOfBirth: '1961-03-17' },
      payerControlNumber: word('identity', 'control'),
      serviceFrom: '2021-06-01',
      chargeCents: 7_310_001,
      outstandingCents: 7_310_002,
      submissions: [{ payerControl: word('identity', 'submission') }],
    },
    token,
  );
  const { db } = t.stack;
  const transaction = await db.prisma.remitTransaction.create({
    data: {
      importId: randomUUID(),
      identity: randomUUID(),
      payerName: 'Acme Mutual',
      payeeName: 'Practice',
      payeeIdentifier: '1',
      traceNumber: word('money', 'trace'),
      paymentMethod: 'ACH',
      paymentOn: new Date('2021-06-02'),
      bprCents: 1n,
      clpCents: 1n,
      plbCents: 0n,
      differenceCents: 0n,
      claimCount: 1,
    },
  });
  const remit = await db.prisma.remitClaim.create({
    data: {
      transactionId: transaction.id,
      identity: randomUUID(),
      position: 1,
      claimId: claim.id,
      number: word('identity', 'number'),
      statusCode: '1',
      classification: 'denied',
      chargeCents: 7_310_001n,
      paidCents: 0n,
      patientResponsibilityCents: 7_310_003n,
      patientName: word('identity', 'patient'),
      remarkCodes: ['N130'],
      detail: {},
    },
  });
  await db.prisma.remitAdjustment.create({
    data: { remitClaimId: remit.id, groupCode: 'CO', carc: '16', amountCents: 7_310_003n },
  });
  const { caseId } = await must<{ caseId: string }>(
    t,
    'POST',
    '/cases',
    {
      kind: 'denial',
      tags: [word('words', 'tag')],
      details: {
        patient: {
          name: word('identity', 'name'),
          dateOfBirth: '1961-03-17',
          accountNumber: word('identity', 'account'),
          memberId: word('identity', 'member'),
        },
        payerReference: word('identity', 'reference'),
        claimNumbers: [word('identity', 'number')],
        description: word('words', 'description'),
      },
      data: {
        claims: [{ claimId: claim.id, submissionId: null }],
        carcCodes: ['CO-16'],
        priority: 'normal',
        deniedOn: inDays(-4),
        serviceFrom: '2021-06-01',
        deniedCents: 7_310_001,
        outstandingCents: 7_310_002,
      },
    },
    token,
  );
  return { claimId: claim.id, patientId: claim.patient.id, caseId };
}

/** What imports, batches and emergencies leave: rows as their own writers shape them. */
async function writeRecords(t: ApiUnderTest, caseId: string) {
  const { prisma } = t.stack.db;
  const reason = { code: 'noted', message: word('words', 'reason') };
  const { id: importId } = await prisma.import.create({
    data: {
      kind: 'wc-audit',
      practiceId: t.stack.practiceId,
      fileName: `${word('identity', 'file')}.csv`,
      sha256: '0',
      bytes: 1n,
      dryRun: false,
      options: {},
      state: 'failed',
      summary: { paidCents: 7_310_005 },
      error: reason,
      createdBy: t.userId,
      rows: { create: { row: 1, outcome: 'refused', reasons: [reason], caseId } },
      parts: { create: { n: 1, outcome: 'posted', counts: { paidCents: 7_310_005 } } },
      exceptions: {
        create: {
          scope: word('identity', 'scope'),
          code: 'unbalanced',
          message: word('words', 'exception'),
          severity: 'refused',
          controlNumber: word('identity', 'control'),
          amountCents: 7_310_004n,
        },
      },
    },
  });
  const { id: batchId } = await prisma.batch.create({
    data: {
      type: 'command',
      filter: { q: word('identity', 'search'), kind: 'wc' },
      command: { type: 'payment.posted', data: { wc: { amountCents: 7_310_001, on: '2021-06-02', final: true } } },
      state: 'finished',
      createdBy: t.userId,
      items: {
        create: {
          caseId,
          state: 'refused',
          outcome: { refusal: { code: 'event_not_allowed', why: word('visits', 'why') } },
        },
      },
    },
  });
  const glass = { userId: t.userId, caseId, endsAt: new Date(Date.now() + 60_000), reason: word('words', 'emergency') };
  const reviewer = await t.user(['compliance']);
  const judged = { reviewedBy: reviewer.userId, reviewedAt: new Date(), finding: 'justified' };
  await prisma.breakGlass.createMany({
    data: [
      { ...glass, endedAt: new Date() },
      { ...glass, endedAt: new Date(), ...judged, reviewNote: word('words', 'review') },
    ],
  });
  const { id: reconciliationId } = await prisma.reconciliation.create({
    data: {
      id: randomUUID(),
      workflowId: `reconcile-${randomUUID()}`,
      trigger: 'person',
      repair: false,
      state: 'finished',
      finishedAt: new Date(),
      findings: {
        create: {
          key: caseId,
          caseId,
          kind: 'wc',
          code: 'no_workflow',
          words: 'Its workflow is not there.',
          outcome: 'reported',
          done: 'Start it again.',
          detail: { version: 3 },
        },
      },
    },
  });
  return { importId, batchId, reconciliationId };
}
