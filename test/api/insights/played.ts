/** Writes cases that were played on paper, at instants of the test's choice, into a real database: what figures are counted from. */
import { randomUUID } from 'node:crypto';
import { makeProjectCase } from '../../../activities/projection/project-case';
import type { Caller } from '../../../api/auth/caller';
import type { Asking } from '../../../api/read/case-filter';
import { allowedOf, projectionOf, type Projection } from '../../../domain/kernel';
import { openDb, type Db } from '../../../platform/db';
import { startPostgres } from '../../support/servers';
import type { Play } from '../../domain/support/play';
import { id, la } from '../../domain/support/practice';

export interface FigureRecord {
  readonly db: Db;
  /** As the owner of the tables. */
  readonly ownerUrl: string;
  readonly practiceId: string;
  /** A second location, in the same zone. */
  readonly otherId: string;
  stop(): Promise<void>;
}

export async function startRecord(): Promise<FigureRecord> {
  const database = await startPostgres();
  const db = openDb({ url: database.url });
  const place = { zone: 'America/Los_Angeles', jurisdiction: 'US-CA' };
  const [practice, other] = [
    await db.prisma.practice.create({ data: { name: 'Here', ...place } }),
    await db.prisma.practice.create({ data: { name: 'There', ...place } }),
  ];
  return {
    db,
    ownerUrl: database.ownerUrl,
    practiceId: practice.id,
    otherId: other.id,
    stop: async () => {
      await db.close();
      await database.drop();
    },
  };
}

/** Somebody who sees every location, at a wall-clock time in Los Angeles. */
export function asSeenAt(text: string, caller: Partial<Caller> = {}): Asking {
  return {
    caller: {
      ...{ userId: randomUUID(), via: 'token', tokenId: 'test', roles: ['manager'], teamIds: [] },
      ...{ locationIds: 'all', coversIds: [], openedCaseIds: [], scopes: null },
      ...caller,
    },
    may: ['case.read'],
    now: la(text),
  };
}

export interface Filed {
  readonly practiceId?: string;
  readonly payerId?: string;
}

/** Every step of the play as the worker writes it. @returns the id of the case. */
export async function file(
  { db, practiceId }: Pick<FigureRecord, 'db' | 'practiceId'>,
  play: Play,
  filed: Filed = {},
): Promise<string> {
  const caseId = randomUUID();
  const project = makeProjectCase(db.pool);
  for (const step of play.steps) {
    const commandId = step.before === null ? randomUUID() : `${caseId}:${step.state.seq}`;
    if (step.before === null) {
      const details = {
        practiceId: filed.practiceId ?? practiceId,
        jurisdiction: 'US-CA',
        payerId: filed.payerId ?? null,
      };
      await db.prisma.command.create({
        data: {
          ...{ id: commandId, caseId, kind: play.kind.kind, type: 'case.opened', actorType: 'user', actorId: 'u1' },
          ...{ bodyHash: 'x', data: {}, details },
        },
      });
    }
    const written = JSON.stringify(projectionOf(step, allowedOf(play.kind, step.state, step.event.at)));
    const projection = JSON.parse(written.replaceAll(id(777), caseId)) as Projection;
    await project({ ...projection, event: { ...projection.event, commandId } });
  }
  return caseId;
}
