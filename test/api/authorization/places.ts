/** People and cases at several locations and in teams, for tests of who sees what. */
import { randomUUID } from 'node:crypto';
import { createToken } from '../../../api/auth/tokens';
import type { Role } from '../../../domain/effects';
import { eventually } from '../../support/eventually';
import { denialData, openRequest } from '../../support/stack';
import type { ApiUnderTest, Reply } from '../running-api';

export interface Someone {
  readonly userId: string;
  readonly token: string;
}

export interface Work {
  readonly roles: readonly Role[];
  /** Locations; none: nowhere. */
  readonly at?: readonly string[];
  readonly teams?: readonly string[];
  readonly everywhere?: boolean;
}

export async function someone(
  t: ApiUnderTest,
  { roles, at = [], teams = [], everywhere = false }: Work,
): Promise<Someone> {
  const { id } = await t.stack.db.prisma.user.create({
    data: {
      email: `${randomUUID()}@example.test`,
      displayName: `Somebody ${randomUUID().slice(0, 8)}`,
      roles: [...roles],
      allLocations: everywhere,
      locations: { create: at.map((practiceId) => ({ practiceId })) },
      teams: { create: teams.map((teamId) => ({ teamId })) },
    },
  });
  return { userId: id, token: await createToken(t.stack.db, id, 'test') };
}

export async function location(t: ApiUnderTest): Promise<string> {
  const data = { name: `Practice ${randomUUID()}`, zone: 'America/Los_Angeles', jurisdiction: 'US-CA' };
  return (await t.stack.db.prisma.practice.create({ data })).id;
}

export async function team(t: ApiUnderTest): Promise<string> {
  return (await t.stack.db.prisma.team.create({ data: { name: `Team ${randomUUID()}` } })).id;
}

export interface Opened {
  readonly caseId: string;
  readonly claimId: string;
  readonly payerId: string;
}

type Owner = { readonly userId: string } | { readonly teamId: string } | null;

/** A denial case on a claim and with a payer of its own. */
export async function denialAt(t: ApiUnderTest, practiceId: string, owner: Owner = null): Promise<Opened> {
  const { prisma } = t.stack.db;
  const [claimId, payerId] = [randomUUID(), randomUUID()];
  await prisma.payer.create({ data: { id: payerId, name: 'Payer', identity: `name:${payerId}` } });
  await prisma.claim.create({ data: { id: claimId, practiceId, payerId, number: `T-${claimId.slice(0, 8)}` } });
  return {
    ...(await opened(t, 'denial', practiceId, denialData([claimId], owner ? { owner } : {}), payerId)),
    claimId,
  };
}

export async function opened(
  t: ApiUnderTest,
  kind: string,
  practiceId: string,
  data: Record<string, unknown>,
  payerId: string | null = null,
) {
  const request = openRequest(t.stack, kind, data);
  if (!request.row) throw new Error('An opening request without a row.');
  const row = { ...request.row, practiceId, payerId };
  const { caseId, commandId } = await t.stack.gateway.submit({ ...request, row });
  await eventually(
    () => t.stack.gateway.outcome(commandId),
    (outcome) => outcome?.state === 'applied',
    60_000,
  );
  return { caseId, payerId: payerId ?? '' };
}

/** Asks as somebody. */
export const asking =
  (t: ApiUnderTest, { token }: Pick<Someone, 'token'>) =>
  <T = Record<string, unknown>>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    t.ask<T>(method, path, body, { token, headers });

/** Ids of the cases that somebody sees in a list. */
export async function seenBy(
  t: ApiUnderTest,
  who: Pick<Someone, 'token'>,
  path = '/cases?limit=200',
): Promise<Set<string>> {
  const reply: Reply<{ items: { id: string }[] }> = await asking(t, who)('GET', path);
  if (reply.status !== 200) throw new Error(`${path}: ${reply.status} ${reply.text}`);
  return new Set(reply.body.items.map((item) => item.id));
}
