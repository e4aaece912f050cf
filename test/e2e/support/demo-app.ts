/** The product with the demo's practice in it, for tests that look at pages with real cases. */
import { randomUUID } from 'node:crypto';
import { loadDemo } from '../../../scripts/demo/load';
import type { Role } from '../../../domain/effects';
import type { Person } from '../../api/auth/browser';
import { startApp, type AppUnderTest } from './app';

export interface DemoApp extends AppUnderTest {
  readonly wcCaseId: string;
  readonly denialCaseId: string;
  /** Sees every page: no real person has all of these roles. */
  readonly everybody: Person;
}

const ALL: readonly Role[] = ['manager', 'coordinator', 'administrator', 'compliance', 'auditor'];

export async function startDemoApp(): Promise<DemoApp> {
  const app = await startApp();
  try {
    return await withDemo(app);
  } catch (error) {
    // Nobody else would stop it, and it would go on asking a database that is gone.
    await app.stop();
    throw error;
  }
}

async function withDemo(app: AppUnderTest): Promise<DemoApp> {
  const { db, target, taskQueue, practiceId } = app.stack;
  // The servers are the whole run's: another test file has cases of the demo there too.
  await loadDemo({ db, temporal: target, taskQueue, practiceId, keyedBy: randomUUID() });
  // The one that has most to say, and the same one every time.
  const urgent = await db.prisma.case.findMany({
    where: { kind: 'wc', closedAt: null, attentionRank: 1 },
    orderBy: { claimNumber: 'asc' },
  });
  const wcCaseId = urgent.toSorted((a, b) => b.flags.length - a.flags.length)[0]?.id ?? '';
  const { id: denialCaseId } = await db.prisma.case.findFirstOrThrow({
    where: { kind: 'denial', stage: 'In Progress' },
    orderBy: { searchText: 'asc' },
  });
  return { ...app, wcCaseId, denialCaseId, everybody: await app.someone(ALL, 'Robin Test') };
}
