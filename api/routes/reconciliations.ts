/** Sweeps that compare every case with its workflow: start one, read what it found, and the no-orphan figure (N10). */
import { z } from 'zod';
import { ReconciliationRuns, startReconciliation } from '../../commands/reconciliations';
import { decodeCursor, encodeCursor } from '../input/cursor';
import { IdParams, PageQuery, pageOf } from '../input/fields';
import { Problem } from '../problem';
import {
  FindingView,
  listFindings,
  listReconciliations,
  NoOrphanView,
  readNoOrphan,
  readReconciliation,
  ReconciliationView,
} from '../read/reconciliations';
import { defineRoute, type RouteContext } from '../route';

const create = defineRoute({
  method: 'post',
  path: '/reconciliations',
  tag: 'Reconciliation',
  summary: 'Compares every case with its workflow, now',
  description:
    'A trouble counts when two looks some seconds apart find it unmoved. With `repair` what is certain is mended: a lost ' +
    'workflow is started again from its row, events that the row or the workflow lacks are taken from the other. What is ' +
    'not certain is reported with what to do. It runs every night by itself.',
  permission: 'reconciliation.run',
  body: z.strictObject({ repair: z.boolean().default(false) }),
  answers: { 202: ReconciliationView },
  problems: ['conflict'],
  audit: 'reconciliation.run',
  async handle({ body, caller, deps }) {
    const parts = { pool: deps.db.pool, client: deps.client, taskQueue: deps.taskQueue };
    const id = await startReconciliation(parts, body.repair, caller.userId).catch(asProblem);
    return { status: 202, body: await mustRead(deps, id), headers: { Location: `/api/v1/reconciliations/${id}` } };
  },
});

const list = defineRoute({
  method: 'get',
  path: '/reconciliations',
  tag: 'Reconciliation',
  summary: 'Lists reconciliations, newest first',
  permission: 'reconciliation.read',
  audit: 'reconciliation.list',
  query: z.strictObject(PageQuery),
  answers: { 200: pageOf(ReconciliationView) },
  async handle({ query, deps }) {
    const after =
      query.cursor === undefined
        ? null
        : decodeCursor('reconciliations', query.cursor, [z.iso.datetime(), z.uuid()] as const);
    const { items, more } = await listReconciliations(deps.db.pool, query.limit, after);
    const last = items.at(-1);
    const next = more && last ? encodeCursor('reconciliations', [last.startedAt, last.id]) : null;
    return { status: 200, body: { items, next } };
  },
});

const show = defineRoute({
  method: 'get',
  path: '/reconciliations/:id',
  tag: 'Reconciliation',
  summary: 'Shows a reconciliation with what it found',
  permission: 'reconciliation.read',
  audit: 'reconciliation.read',
  params: IdParams,
  query: z.strictObject(PageQuery),
  answers: { 200: z.strictObject({ reconciliation: ReconciliationView, findings: pageOf(FindingView) }) },
  problems: ['not_found'],
  async handle({ params, query, deps }) {
    const reconciliation = await mustRead(deps, params.id);
    const name = `findings:${params.id}`;
    const after =
      query.cursor === undefined ? null : decodeCursor(name, query.cursor, [z.string().max(200)] as const)[0];
    const { items, next } = await listFindings(deps.db.pool, params.id, query.limit, after);
    return {
      status: 200,
      body: { reconciliation, findings: { items, next: next === null ? null : encodeCursor(name, [next]) } },
    };
  },
});

const noOrphan = defineRoute({
  method: 'get',
  path: '/figures/no-orphan',
  tag: 'Reconciliation',
  summary: 'Counts open cases that wait for no clock, no task and no command',
  permission: 'reconciliation.read',
  audit: false,
  unaudited: 'Counts: nothing of a patient.',
  answers: { 200: NoOrphanView },
  async handle({ deps }) {
    return { status: 200, body: await readNoOrphan(deps.db.pool) };
  },
});

async function mustRead(deps: RouteContext['deps'], id: string): Promise<ReconciliationView> {
  const found = await readReconciliation(deps.db.pool, id);
  if (!found) throw new Problem('not_found', 'There is no reconciliation with this id.');
  return found;
}

function asProblem(error: unknown): never {
  if (!(error instanceof ReconciliationRuns)) throw error;
  throw new Problem('conflict', error.message);
}

export const reconciliationRoutes = [create, list, show, noOrphan];
