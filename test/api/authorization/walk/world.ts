/** The world that is walked: two locations, three teams, one thing of each sort in each place, and a caller of every role. */
import { randomUUID } from 'node:crypto';
import { inDays } from '../../../support/days';
import { Role } from '../../../../domain/effects';
import { eventually } from '../../../support/eventually';
import { denialData, eventRequest, openRequest } from '../../../support/stack';
import { TEST_COST } from '../../auth/browser';
import { startApiUnderTest, type ApiUnderTest } from '../../running-api';
import type { Place, Things } from './entry';
import { hangPeople, meansOf, type Means } from './people';
import { hangThings } from './things';

export type Peopled = Exclude<Place, 'missing'>;

export interface World {
  readonly t: ApiUnderTest;
  readonly things: Readonly<Record<Place, Things>>;
  /** Role -> somebody with this role alone, at the own location and in the own team. */
  readonly means: ReadonlyMap<Role, Means>;
  readonly callerIds: readonly string[];
}

/** Who may own and do things at a place: a user, and a team of that user. */
async function people(t: ApiUnderTest, practiceId: string, { word, email }: Things) {
  const { prisma } = t.stack.db;
  const team = await prisma.team.create({ data: { name: `Team ${word}` } });
  const user = await prisma.user.create({
    data: {
      email,
      displayName: `User ${word}`,
      roles: ['biller'],
      locations: { create: { practiceId } },
      teams: { create: { teamId: team.id } },
    },
  });
  return { userId: user.id, selfId: user.id, teamId: team.id };
}

async function opened(t: ApiUnderTest, kind: string, practiceId: string, it: Things, claimId: string | null) {
  const owner = { teamId: it.teamId };
  const authorization = {
    authorizationId: randomUUID(),
    startsOn: '2026-01-01',
    endsOn: '2027-12-31',
    visitsLimit: 99,
  };
  const data =
    kind === 'wc'
      ? { owner, authorizations: [{ ...authorization, source: 'portal' }] }
      : denialData([claimId ?? ''], { owner, followUpOn: inDays(129) });
  const request = openRequest(t.stack, kind, data);
  if (!request.row) throw new Error('An opening request without a row.');
  const { caseId, commandId } = await t.stack.gateway.submit({
    ...request,
    row: {
      ...request.row,
      practiceId,
      details: {
        patient: { name: `Patient ${it.word}` },
        ...(kind === 'denial' ? { description: `About ${it.word}` } : {}),
      },
      tags: [it.word],
      payerId: it.payerId,
      patientId: it.patientId,
      claimNumber: kind === 'wc' ? it.word : null,
      searchText: it.word.toLowerCase(),
    },
  });
  await eventually(
    () => t.stack.gateway.outcome(commandId),
    (outcome) => outcome?.state === 'applied',
    60_000,
  );
  return caseId;
}

const word = () => `Canary${randomUUID().replaceAll('-', '').slice(0, 12)}`;

function nothing(): Things {
  const id = () => randomUUID();
  const userId = id();
  return {
    ...{
      caseId: id(),
      wcCaseId: id(),
      claimId: id(),
      submissionId: id(),
      patientId: id(),
      payerId: id(),
      userId,
      selfId: userId,
    },
    ...{
      teamId: id(),
      practiceId: id(),
      taskId: id(),
      commandId: id(),
      batchId: id(),
      savedViewId: id(),
      importId: id(),
      incidentId: id(),
      reconciliationId: id(),
      whatIfId: id(),
    },
    ...{
      sessionId: id(),
      selfSessionId: id(),
      tokenId: id(),
      selfTokenId: id(),
      glassId: id(),
      selfGlassId: id(),
      selfWhatIfId: id(),
      coverId: id(),
    },
    email: `${id()}@example.test`,
    patientIdentity: `MRN:${id()}`,
    word: word(),
  };
}

async function furnished(t: ApiUnderTest, practiceId: string): Promise<Things> {
  const { prisma } = t.stack.db;
  const it: Things = { ...nothing(), practiceId };
  Object.assign(it, await people(t, practiceId, it));
  await prisma.payer.create({ data: { id: it.payerId, name: `Payer ${it.word}`, identity: `name:${it.word}` } });
  await prisma.patient.create({
    data: { id: it.patientId, name: `Patient ${it.word}`, identity: it.patientIdentity },
  });
  const { payerId, patientId, word: number } = it;
  await prisma.claim.create({
    data: {
      ...{ id: it.claimId, practiceId, number, payerId, patientId },
      submissions: { create: { id: it.submissionId, version: 1, payerControl: `ICN ${number}` } },
    },
  });
  const cases = {
    caseId: await opened(t, 'denial', practiceId, it, it.claimId),
    wcCaseId: await opened(t, 'wc', practiceId, it, null),
  };
  Object.assign(it, cases);
  await hangThings(t.stack, it);
  await hangPeople(t.stack, it);
  return it;
}

/** @param things of the places that roles other than the own one are kept from. */
async function rulesOf(t: ApiUnderTest, places: readonly Things[], elsewhere: Things): Promise<void> {
  const { prisma } = t.stack.db;
  const layer = { 'wc.adjuster-silence': { params: { businessDays: 12 } } };
  const layers = { default: {}, [`practice:${elsewhere.practiceId}`]: layer };
  const scopes = [['default'], [`practice:${elsewhere.practiceId}`], ['default']];
  for (const [n, its] of scopes.entries()) {
    const version = n + 1;
    const batch = await prisma.batch.create({
      data: {
        ...{ type: 'rules', state: 'finished', createdBy: elsewhere.userId, filter: { scopes: its } },
        command: { version },
        practiceIds: n === 1 ? [elsewhere.practiceId] : [],
        items: {
          create: places.flatMap((it) =>
            [it.caseId, it.wcCaseId].map((caseId) => ({
              ...{ caseId, state: 'applied' },
              outcome: { version: 1, flagsBefore: [], flagsAfter: [`walked-${version}`] },
            })),
          ),
        },
      },
    });
    await prisma.ruleVersion.create({
      data: {
        ...{ version, layers: version === 1 ? { default: {} } : layers, batchId: batch.id },
        note: n === 1 ? `Because of ${elsewhere.word}` : 'For everybody',
        publishedBy: n === 1 ? elsewhere.userId : 'seed',
      },
    });
  }
  await prisma.holiday.create({
    data: { jurisdiction: 'US-CA', on: new Date('2027-07-07'), name: 'Walk day', source: 'the walk' },
  });
}

/** Builds it on real servers; stop it with `world.t.stop()`. */
export async function buildWorld(): Promise<World> {
  const t = await startApiUnderTest(
    {},
    { signIn: { passwordCost: TEST_COST, trustedProxies: ['127.0.0.1/8', '::1/128'] } },
  );
  const { prisma } = t.stack.db;
  const second = await prisma.practice.create({
    data: { name: 'Second practice', zone: 'America/Los_Angeles', jurisdiction: 'US-CA' },
  });
  const elsewhere = await furnished(t, second.id);
  await prisma.practice.update({ where: { id: second.id }, data: { name: `Practice ${elsewhere.word}` } });
  const otherTeam = await furnished(t, t.stack.practiceId);
  const own = await furnished(t, t.stack.practiceId);
  await rulesOf(t, [elsewhere, otherTeam, own], elsewhere);
  const means = new Map<Role, Means>();
  const callerIds: string[] = [];
  for (const role of Role.options) {
    const { userId, token } = await t.user([role]);
    await prisma.teamMember.create({ data: { teamId: own.teamId, userId } });
    means.set(role, await meansOf(t.stack, { userId, token }, own, [otherTeam, elsewhere]));
    callerIds.push(userId);
  }
  // The last change of all is one that everybody who reads cases may hear of: a stream that has come to it has come to all.
  await t.stack.gateway.submit(
    eventRequest({ caseId: own.caseId, kind: 'denial' }, 'followUp.set', { on: inDays(130) }),
  );
  const places = { own, 'other team': otherTeam, 'other location': elsewhere, missing: nothing() };
  return { t, things: places, means, callerIds };
}
