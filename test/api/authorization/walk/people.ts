/** Gives a place's person, and every caller, what people have: sessions, tokens, a cover, a broken glass. */
import { randomBytes, randomUUID } from 'node:crypto';
import { createToken, hashOfToken } from '../../../../api/auth/tokens';
import { hashPassword } from '../../../../api/sign-in/passwords';
import type { Stack } from '../../../support/stack';
import { PASSWORD, SESSION, TEST_COST } from '../../auth/browser';
import type { Things } from './entry';

/** How a caller is known, and what is the caller's own. */
export interface Means {
  readonly token: string;
  readonly cookie: string;
  readonly self: Pick<Things, 'selfId' | 'selfSessionId' | 'selfTokenId' | 'selfGlassId' | 'selfWhatIfId' | 'coverId'>;
}

const DAY_MS = 86_400_000;
const inADay = () => new Date(Date.now() + DAY_MS);

/** @returns its cookie. */
async function session({ db }: Stack, userId: string, id: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const now = new Date();
  await db.prisma.authSession.create({
    data: {
      ...{ id, userId, tokenHash: hashOfToken(token), stage: 'complete', via: 'password', secondFactor: true },
      ...{ userAgent: 'Walker', createdAt: now, seenAt: now, authenticatedAt: now, expiresAt: inADay() },
    },
  });
  return `${SESSION}=${token}`;
}

async function apiToken({ db }: Stack, userId: string, id: string): Promise<void> {
  await createToken(db, userId, id);
  await db.prisma.apiToken.updateMany({ where: { userId, name: id }, data: { id, name: 'Spare' } });
}

async function cover({ db }: Stack, absentUserId: string, coverUserId: string, id: string): Promise<void> {
  const when = { startsAt: new Date(), endsAt: inADay() };
  await db.prisma.cover.create({ data: { id, absentUserId, coverUserId, ...when, createdBy: absentUserId } });
}

async function glass({ db }: Stack, userId: string, it: Things, id: string): Promise<void> {
  const reason = `Opened for ${it.word}`;
  await db.prisma.breakGlass.create({ data: { id, userId, caseId: it.caseId, reason, endsAt: inADay() } });
}

/** Of the cases of a place: who may not see one of them any more is not shown it here either. */
async function whatIf({ db }: Stack, createdBy: string, cases: readonly Things[], id: string): Promise<void> {
  const effect = { flagsRaised: ['expiring'], flagsCleared: [], clocks: [], opened: [], closed: [] };
  const rows = cases.map(({ wcCaseId }) => wcCaseId);
  await db.prisma.ruleWhatIf.create({
    data: {
      ...{ id, createdBy, scope: 'default', changes: [], basedOn: 0, state: 'running', total: rows.length },
      cases: {
        create: rows.map((caseId) => ({
          ...{ caseId, flagged: true, cleared: false, moved: 0, sortAt: new Date(), effect },
        })),
      },
    },
  });
}

export async function hangPeople(stack: Stack, it: Things): Promise<void> {
  const { prisma } = stack.db;
  const { userId, word, practiceId } = it;
  const hash = await hashPassword(PASSWORD, TEST_COST);
  await prisma.authPassword.create({ data: { userId, hash, changedAt: new Date() } });
  for (const id of [it.sessionId, it.selfSessionId]) await session(stack, userId, id);
  for (const id of [it.tokenId, it.selfTokenId]) await apiToken(stack, userId, id);
  for (const id of [it.glassId, it.selfGlassId]) await glass(stack, userId, it, id);
  for (const id of [it.whatIfId, it.selfWhatIfId]) await whatIf(stack, userId, [it], id);
  const colleague = await prisma.user.create({
    data: {
      ...{ email: `${randomUUID()}@example.test`, displayName: `User ${word}`, roles: ['biller'] },
      locations: { create: { practiceId } },
    },
  });
  // The person stays, so that somebody of each place can stand in for a caller.
  await cover(stack, colleague.id, userId, it.coverId);
  await prisma.reconciliation.create({
    data: {
      ...{ id: it.reconciliationId, trigger: 'nightly', repair: false, state: 'finished', finishedAt: new Date() },
      ...{ workflowId: `walked:${it.reconciliationId}`, looked: 1 },
      findings: {
        create: {
          ...{ key: `row_behind:${it.caseId}`, caseId: it.caseId, kind: 'denial', code: 'row_behind' },
          ...{ words: 'The row is behind.', outcome: 'reported', done: 'Look at it.', detail: {} },
        },
      },
    },
  });
}

/** The glass is of a case the caller reaches anyway, and the cover gives nobody who is walked with anything. */
export async function meansOf(
  stack: Stack,
  { userId, token }: { readonly userId: string; readonly token: string },
  own: Things,
  others: readonly Things[],
): Promise<Means> {
  const id = () => randomUUID();
  const self = {
    ...{ selfId: userId, selfSessionId: id(), selfTokenId: id(), selfGlassId: id(), selfWhatIfId: id() },
    coverId: id(),
  };
  const cookie = await session(stack, userId, id());
  await session(stack, userId, self.selfSessionId);
  await apiToken(stack, userId, self.selfTokenId);
  await glass(stack, userId, own, self.selfGlassId);
  await whatIf(stack, userId, [own, ...others], self.selfWhatIfId);
  await cover(stack, userId, own.userId, self.coverId);
  return { token, cookie, self };
}
