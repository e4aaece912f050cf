/** Edits of a batch: tags and priority of many cases, each by the rules of a single edit (R14). */
import type { Pool } from 'pg';
import { z } from 'zod';
import { CaseNotFound } from '../commands/types';
import type { BatchEditType, EditForBatch } from '../domain/batches';
import { Priority } from '../domain/effects';
import { callerOfUser } from './auth/caller-again';
import { editCase, type Edit } from './edit-case';
import { Problem } from './problem';

const Tags = z.array(z.string().trim().min(1).max(40)).max(30);

/** Data of each edit, as a batch takes it. */
export const editData = {
  'tags.changed': z
    .strictObject({ add: Tags.default([]), remove: Tags.default([]) })
    .refine(({ add, remove }) => add.length + remove.length > 0, { error: 'names no tag' }),
  'priority.set': z.strictObject({ priority: Priority }),
} as const satisfies Record<BatchEditType, z.ZodType>;

/** Another edit came between reading and writing: so often it is read again. */
const TRIES = 4;
const MOST_TAGS = 30;

interface Row {
  readonly version: number;
  readonly revision: number;
  readonly tags: readonly string[];
}

export function makeEditForBatch(pool: Pool): EditForBatch {
  return async ({ userId, caseId, batchId, type, data }) => {
    const caller = await callerOfUser(pool, userId);
    if (caller === null) return refused('forbidden', 'Whoever started this is not active any more.');
    for (let n = 1; ; n += 1) {
      const { rows } = await pool.query<Row>('select version, revision, tags from cases where id = $1', [caseId]);
      const row = rows[0];
      if (!row) return refused('not_found', 'There is no such case.');
      const edit = editOf(type, data, row);
      if (edit.tags && edit.tags.length > MOST_TAGS) return refused('invalid', `A case has at most ${MOST_TAGS} tags.`);
      try {
        const { changed, version } = await editCase(pool, caller, caseId, edit, row, batchId);
        return { state: changed.length > 0 ? 'applied' : 'skipped', version };
      } catch (error) {
        if (error instanceof CaseNotFound) return refused('not_found', 'There is no such case.');
        if (!(error instanceof Problem)) throw error;
        if (error.code === 'version_conflict' && n < TRIES) continue;
        return refused(error.code, whyOf(error));
      }
    }
  };
}

function editOf(type: BatchEditType, data: Readonly<Record<string, unknown>>, row: Row): Edit {
  if (type === 'priority.set') return editData[type].parse(data);
  const { add, remove } = editData[type].parse(data);
  return { tags: [...new Set([...row.tags, ...add])].filter((tag) => !remove.includes(tag)) };
}

const refused = (code: string, why: string) => ({ state: 'refused', code, why }) as const;

/** Messages of an edit name fields, never what stands in them. */
function whyOf(problem: Problem): string {
  const [fault] = problem.members.errors ?? [];
  return fault ? `${fault.path.replace('body.', '')} ${fault.message}` : problem.detail;
}
