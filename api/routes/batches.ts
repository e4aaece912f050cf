/** One command for all cases that match a filter: count, start, follow, stop, resume (R12, R13, R14, R24). */
import { z } from 'zod';
import { BatchConflict, resumeBatch, startBatch, stopBatch } from '../../commands/batches';
import { itemStates } from '../../domain/batches';
import type { Caller } from '../auth/caller';
import type { Permission } from '../auth/permissions';
import { checkBatchCommand } from '../batch-command';
import { createBatch } from '../create-batch';
import { decodeCursor, encodeCursor } from '../input/cursor';
import { IdParams, PageQuery, pageOf } from '../input/fields';
import { keyIn } from '../input/preconditions';
import { Problem } from '../problem';
import { BatchItemView, BatchView, listBatches, listItems, readBatch } from '../read/batches';
import { BodyFilter } from '../read/case-filter';
import { defineRoute, type RouteContext } from '../route';

const Counted = z
  .strictObject({ dryRun: z.literal(true), total: z.int() })
  .meta({ id: 'BatchCount', description: 'How many cases match now; nothing was started' });

const create = defineRoute({
  method: 'post',
  path: '/batches',
  tag: 'Batches',
  summary: 'Sends one command to all cases that match a filter',
  description:
    'The cases are those that match now and that you may change, then and when their turn comes. Each gets the command as if it were sent alone: what a case does not accept is ' +
    'listed with its reason, the others go on. `dryRun: true` checks everything and answers the count.',
  permission: 'batch.run',
  headers: ['Idempotency-Key'],
  body: z.strictObject({
    filter: BodyFilter,
    command: z.strictObject({
      type: z.string().min(1).max(80),
      data: z.record(z.string(), z.unknown()).default({}),
      note: z.string().trim().min(1).max(4_000).optional(),
    }),
    dryRun: z.boolean().default(false),
  }),
  answers: { 200: Counted, 202: BatchView },
  problems: ['key_reused', 'bad_header'],
  audit: 'batch.create',
  async handle({ body, caller, deps, req }) {
    const { pool } = deps.db;
    const { type, data, note } = body.command;
    const asked = { type, data, note: note ?? null };
    const { command, asking, matches } = await checkBatchCommand(pool, caller, asked, body.filter, deps.now());
    if (body.dryRun) return { status: 200 as const, body: { dryRun: true as const, total: matches.total } };
    const id = await createBatch(pool, { filter: body.filter, command, asking, key: keyIn(req) });
    await startBatch(batchDeps(deps), id);
    const shown = await mustRead(deps, caller, 'batch.run', id);
    return { status: 202 as const, body: shown, headers: { Location: `/api/v1/batches/${id}` } };
  },
});

const list = defineRoute({
  method: 'get',
  path: '/batches',
  tag: 'Batches',
  summary: 'Lists batches, newest first',
  permission: 'batch.read',
  query: z.strictObject(PageQuery),
  answers: { 200: pageOf(BatchView) },
  audit: 'batch.list',
  async handle({ query, caller, deps }) {
    const after =
      query.cursor === undefined ? null : decodeCursor('batches', query.cursor, [z.iso.datetime(), z.uuid()] as const);
    const { items, more } = await listBatches(deps.db.pool, caller, query.limit, after);
    const last = items.at(-1);
    return {
      status: 200,
      body: { items, next: more && last ? encodeCursor('batches', [last.createdAt, last.id]) : null },
    };
  },
});

const show = defineRoute({
  method: 'get',
  path: '/batches/:id',
  tag: 'Batches',
  summary: 'Shows a batch and how far it is',
  permission: 'batch.read',
  params: IdParams,
  answers: { 200: BatchView },
  problems: ['not_found'],
  audit: 'batch.read',
  async handle({ params, caller, deps }) {
    return { status: 200, body: await mustRead(deps, caller, 'batch.read', params.id) };
  },
});

const items = defineRoute({
  method: 'get',
  path: '/batches/:id/items',
  tag: 'Batches',
  summary: 'Lists what came of each case',
  permission: 'batch.read',
  params: IdParams,
  query: z.strictObject({ ...PageQuery, state: z.enum(itemStates).optional() }),
  answers: { 200: pageOf(BatchItemView) },
  problems: ['not_found'],
  audit: 'batch.items.read',
  async handle({ params, query, caller, deps }) {
    await mustRead(deps, caller, 'batch.read', params.id);
    const name = `batch-items:${params.id}`;
    const after = query.cursor === undefined ? null : decodeCursor(name, query.cursor, [z.uuid()] as const)[0];
    const page = await listItems(deps.db.pool, caller, params.id, query.state, query.limit, after);
    const last = page.items.at(-1);
    return {
      status: 200,
      body: { items: page.items, next: page.more && last ? encodeCursor(name, [last.caseId]) : null },
    };
  },
});

const stop = defineRoute({
  method: 'post',
  path: '/batches/:id/stop',
  tag: 'Batches',
  summary: 'Stops a batch: what was applied stays, no further case is touched',
  permission: 'batch.run',
  params: IdParams,
  answers: { 200: BatchView },
  problems: ['not_found', 'conflict'],
  audit: 'batch.stop',
  async handle({ params, caller, deps }) {
    await mustRead(deps, caller, 'batch.run', params.id);
    await stopBatch(batchDeps(deps), params.id).catch(asProblem);
    return { status: 200, body: await mustRead(deps, caller, 'batch.run', params.id) };
  },
});

const resume = defineRoute({
  method: 'post',
  path: '/batches/:id/resume',
  tag: 'Batches',
  summary: 'Goes on with a stopped batch where it was',
  permission: 'batch.run',
  params: IdParams,
  answers: { 200: BatchView },
  problems: ['not_found', 'conflict'],
  audit: 'batch.resume',
  async handle({ params, caller, deps }) {
    await mustRead(deps, caller, 'batch.run', params.id);
    await resumeBatch(batchDeps(deps), params.id).catch(asProblem);
    return { status: 200, body: await mustRead(deps, caller, 'batch.run', params.id) };
  },
});

type Deps = RouteContext['deps'];

const batchDeps = (deps: Deps) => ({ pool: deps.db.pool, client: deps.client, taskQueue: deps.taskQueue });

async function mustRead(deps: Deps, caller: Caller, permission: Permission, id: string): Promise<BatchView> {
  const batch = await readBatch(deps.db.pool, caller, permission, id);
  if (!batch) throw new Problem('not_found', 'There is no batch with this id.');
  return batch;
}

function asProblem(error: unknown): never {
  if (!(error instanceof BatchConflict)) throw error;
  throw new Problem(error.code === 'batch_unknown' ? 'not_found' : 'conflict', error.message);
}

export const batchRoutes = [create, list, show, items, stop, resume];
