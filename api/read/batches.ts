/** Reads batches and their items: progress, and what came of each case (R13, R24). */
import type { Pool } from 'pg';
import { z } from 'zod';
import { batchStates, batchTypes, itemStates } from '../../domain/batches';
import type { Caller } from '../auth/caller';
import { batchScope } from '../auth/linked-scope';
import type { Permission } from '../auth/permissions';
import { caseScope } from '../auth/row-scope';
import { Instant } from '../input/fields';
import { Statement } from './statement';
import { commandTree, filterTree } from '../privacy/case-privacy';
import { openRecord, phi, plain } from '../privacy/phi';

export const BatchView = z
  .strictObject({
    id: z.uuid(),
    type: z.enum(batchTypes).describe('command: for all that match a filter; rules: a rule version on its way'),
    state: z.enum(batchStates),
    filter: openRecord(filterTree, z.record(z.string(), z.unknown())),
    command: z.strictObject({
      type: plain(z.string()),
      data: openRecord(commandTree, z.record(z.string(), z.unknown())),
    }),
    total: z.int(),
    done: z.int().describe('Applied, or nothing to do'),
    failed: z.int().describe('Refused; the items say why'),
    createdBy: z.uuid(),
    createdAt: Instant,
    finishedAt: Instant.nullable(),
  })
  .meta({ id: 'Batch' });
export type BatchView = z.infer<typeof BatchView>;

export const BatchItemView = z
  .strictObject({
    caseId: z.uuid(),
    kind: plain(z.string().nullable()),
    state: z.enum(itemStates),
    version: z.int().nullable().describe("The case's version with the change"),
    refusal: z.strictObject({ code: plain(z.string()), why: phi('visits', z.string()) }).nullable(),
    commandId: z.uuid().nullable(),
  })
  .meta({ id: 'BatchItem' });
export type BatchItemView = z.infer<typeof BatchItemView>;

interface Row extends Omit<BatchView, 'createdAt' | 'finishedAt' | 'command'> {
  readonly command: { readonly type?: string; readonly data?: Record<string, unknown>; readonly version?: number };
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

const COLUMNS = `b.id, b.type, b.state, b.filter, b.command, b.total, b.done, b.failed, b.created_by as "createdBy",
  b.created_at as "createdAt", b.finished_at as "finishedAt"`;

/** The note is not shown: it may name a person. */
function viewOf(row: Row): BatchView {
  const { type, data, version } = row.command;
  return {
    ...row,
    command: { type: type ?? 'rules.published', data: data ?? { version } },
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

/** Null when there is none, or none that the caller may do `permission` to. */
export async function readBatch(
  pool: Pool,
  caller: Caller,
  permission: Permission,
  id: string,
): Promise<BatchView | null> {
  const s = new Statement();
  const { rows } = await pool.query<Row>(
    `select ${COLUMNS} from batch b where b.id = ${s.value(id, 'uuid')} and ${batchScope(caller, permission, s)}`,
    s.values,
  );
  return rows[0] ? viewOf(rows[0]) : null;
}

/** Newest first. @param after createdAt and id of the last row before. */
export async function listBatches(pool: Pool, caller: Caller, limit: number, after: readonly [string, string] | null) {
  const s = new Statement();
  const where = [batchScope(caller, 'batch.read', s)];
  if (after) where.push(`(b.created_at, b.id) < (${s.value(after[0], 'timestamptz')}, ${s.value(after[1], 'uuid')})`);
  const { rows } = await pool.query<Row>(
    `select ${COLUMNS} from batch b where ${where.join(' and ')}
     order by b.created_at desc, b.id desc limit ${s.value(limit + 1)}`,
    s.values,
  );
  return { items: rows.slice(0, limit).map(viewOf), more: rows.length > limit };
}

interface ItemRow {
  readonly caseId: string;
  readonly kind: string | null;
  readonly state: BatchItemView['state'];
  readonly outcome: {
    readonly version?: number;
    readonly commandId?: string;
    readonly refusal?: { readonly code: string; readonly why: string };
  } | null;
}

/** In the order of the case ids, which is the order they are worked in; only cases within the caller's scope. */
export async function listItems(
  pool: Pool,
  caller: Caller,
  batchId: string,
  state: BatchItemView['state'] | undefined,
  limit: number,
  after: string | null,
) {
  const s = new Statement();
  const where = [`i.batch_id = ${s.value(batchId, 'uuid')}`, caseScope(caller, 'batch.read', s)];
  if (state !== undefined) where.push(`i.state = ${s.value(state)}`);
  if (after !== null) where.push(`i.case_id > ${s.value(after, 'uuid')}`);
  const { rows } = await pool.query<ItemRow>(
    `select i.case_id as "caseId", c.kind, i.state, i.outcome from batch_item i left join cases c on c.id = i.case_id
     where ${where.join(' and ')} order by i.case_id limit ${s.value(limit + 1)}`,
    s.values,
  );
  return { items: rows.slice(0, limit).map(itemOf), more: rows.length > limit };
}

function itemOf({ caseId, kind, state, outcome }: ItemRow): BatchItemView {
  const refusal = outcome?.refusal;
  return {
    caseId,
    kind,
    state,
    version: outcome?.version ?? null,
    refusal: refusal ? { code: refusal.code, why: refusal.why } : null,
    commandId: outcome?.commandId ?? null,
  };
}
