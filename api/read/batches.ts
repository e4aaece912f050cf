/** Reads batches and their items: progress, and what came of each case (R13, R24). */
import type { Pool } from 'pg';
import { z } from 'zod';
import { batchStates, batchTypes, itemStates } from '../../domain/batches';
import { Instant } from '../input/fields';
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

export const BatchItemView = z.strictObject({
  caseId: z.uuid(),
  kind: plain(z.string().nullable()),
  state: z.enum(itemStates),
  version: z.int().nullable().describe("The case's version with the change"),
  refusal: z.strictObject({ code: plain(z.string()), why: phi('visits', z.string()) }).nullable(),
  commandId: z.uuid().nullable(),
});
export type BatchItemView = z.infer<typeof BatchItemView>;

interface Row extends Omit<BatchView, 'createdAt' | 'finishedAt' | 'command'> {
  readonly command: { readonly type?: string; readonly data?: Record<string, unknown>; readonly version?: number };
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

const COLUMNS = `id, type, state, filter, command, total, done, failed, created_by as "createdBy",
  created_at as "createdAt", finished_at as "finishedAt"`;

/** The note is not shown: it may name a person, and everybody may read batches. */
function viewOf(row: Row): BatchView {
  const { type, data, version } = row.command;
  return {
    ...row,
    command: { type: type ?? 'rules.published', data: data ?? { version } },
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

export async function readBatch(pool: Pool, id: string): Promise<BatchView | null> {
  const { rows } = await pool.query<Row>(`select ${COLUMNS} from batch where id = $1`, [id]);
  return rows[0] ? viewOf(rows[0]) : null;
}

/** Newest first. @param after createdAt and id of the last row before. */
export async function listBatches(pool: Pool, limit: number, after: readonly [string, string] | null) {
  const { rows } = await pool.query<Row>(
    `select ${COLUMNS} from batch where $1::timestamptz is null or (created_at, id) < ($1, $2::uuid)
     order by created_at desc, id desc limit $3`,
    [after?.[0] ?? null, after?.[1] ?? null, limit + 1],
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

/** In the order of the case ids, which is the order they are worked in. */
export async function listItems(
  pool: Pool,
  batchId: string,
  state: BatchItemView['state'] | undefined,
  limit: number,
  after: string | null,
) {
  const { rows } = await pool.query<ItemRow>(
    `select i.case_id as "caseId", c.kind, i.state, i.outcome from batch_item i left join cases c on c.id = i.case_id
     where i.batch_id = $1 and ($2::text is null or i.state = $2) and ($3::uuid is null or i.case_id > $3)
     order by i.case_id limit $4`,
    [batchId, state ?? null, after, limit + 1],
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
