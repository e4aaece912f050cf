/** Hangs one thing of each remaining sort on a place's cases: task, command, batch, import, incident, each with its canary. */
import type { Stack } from '../../../support/stack';
import type { Things } from './entry';

export async function hangThings(stack: Stack, it: Things): Promise<void> {
  const { prisma } = stack.db;
  const { caseId, wcCaseId, word, practiceId, userId } = it;
  await prisma.task.create({
    data: {
      ...{ id: it.taskId, caseId, key: `walk:${word}`, title: `Task ${word}`, reason: `Since ${word}`, state: 'open' },
      ...{ followsOwner: true, assigneeTeamId: it.teamId, priority: 'normal', dueOn: new Date('2027-03-03') },
      ...{ openedAt: new Date(), openedBySeq: 1 },
    },
  });
  await prisma.task.create({
    data: {
      ...{ caseId, key: `walked:${word}`, title: `Done ${word}`, reason: word, state: 'closed', followsOwner: true },
      ...{ assigneeTeamId: it.teamId, priority: 'normal', dueOn: new Date('2027-03-03'), outcome: 'done' },
      ...{ openedAt: new Date(), openedBySeq: 1, closedAt: new Date(), closedBySeq: 1 },
    },
  });
  await prisma.task.create({
    data: {
      ...{ caseId: wcCaseId, key: `walk:${word}`, title: `Task ${word}`, reason: `Since ${word}`, state: 'open' },
      ...{ followsOwner: true, assigneeTeamId: it.teamId, priority: 'normal', dueOn: new Date('2027-03-03') },
      ...{ openedAt: new Date(), openedBySeq: 1 },
    },
  });
  await prisma.command.create({
    data: {
      ...{ id: it.commandId, caseId, kind: 'denial', type: 'work.started', actorType: 'user', actorId: userId },
      ...{ bodyHash: '-', data: {}, note: word, state: 'refused', settledAt: new Date(), version: 1 },
      outcome: { refusal: { code: 'event_not_allowed', why: `Because of ${word}`, version: 1, allowed: [] } },
    },
  });
  await prisma.batch.create({
    data: {
      ...{
        id: it.batchId,
        type: 'command',
        state: 'finished',
        filter: { q: word },
        createdBy: userId,
        total: 2,
        done: 1,
      },
      command: { type: 'followUp.set', data: { denial: { on: '2027-01-01' } }, note: word },
      practiceIds: [practiceId],
      items: {
        create: [
          { caseId, state: 'applied', outcome: { version: 1 } },
          { caseId: wcCaseId, state: 'refused', outcome: { refusal: { code: 'x', why: `Not ${word}` } } },
        ],
      },
    },
  });
  await prisma.savedView.create({
    data: {
      ...{ id: it.savedViewId, page: 'denials', name: `View ${word}`, filter: { q: word }, ownerUserId: userId },
      ...{ teamId: it.teamId, changedAt: new Date() },
    },
  });
  const told = { code: 'x', message: `About ${word}` };
  await prisma.import.create({
    data: {
      ...{ id: it.importId, kind: '835', practiceId, fileName: `${word}.835`, sha256: word, bytes: 1n, dryRun: false },
      ...{ options: {}, state: 'finished', summary: { about: word }, createdBy: userId, finishedAt: new Date() },
      rows: {
        create: [
          { row: 1, outcome: 'created', reasons: [told], caseId },
          { row: 2, outcome: 'created', reasons: [told], caseId },
        ],
      },
      exceptions: { create: { ...told, scope: 'claim', severity: 'warning', controlNumber: word } },
      parts: { create: { n: 1, outcome: 'posted', counts: { trace: word } } },
    },
  });
  await prisma.incident.create({
    data: {
      id: it.incidentId,
      source: `command:${it.commandId}`,
      caseId,
      code: 'command_undelivered',
      message: told.message,
    },
  });
  await prisma.incident.create({
    data: { source: `import:${it.importId}`, code: 'import_failing', message: `The import ${it.importId} fails.` },
  });
  await prisma.incident.create({
    data: { source: `batch:${it.batchId}`, code: 'batch_failing', message: `The batch ${it.batchId} fails.` },
  });
}
