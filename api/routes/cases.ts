/** Open, list and show cases. */
import { z } from 'zod';
import { Priority } from '../../domain/effects';
import { Applied, Pending, submit } from '../answer-outcome';
import { etagOf, keyIn } from '../input/preconditions';
import { IdParams, PageQuery, Yes } from '../input/fields';
import { openingCommand } from '../open-case';
import { plain } from '../privacy/phi';
import { caseFilterFields, KindName, type Asking } from '../read/case-filter';
import { ListedCase, listedCase } from '../read/cover-for';
import { sorts } from '../read/case-order';
import { countCases, listCases } from '../read/list-cases';
import { CaseView, showCase, withTimeLeft } from '../read/show-case';
import { defineRoute } from '../route';
import { OpeningDocument } from './case-documents';

const Tags = z.array(z.string().trim().min(1).max(40)).max(30);
const Json = z.record(z.string(), z.unknown());

const openCase = defineRoute({
  method: 'post',
  path: '/cases',
  tag: 'Cases',
  summary: 'Opens a case',
  description:
    '`data` holds what the chart of the kind starts from (ids, codes, dates, cents), `details` the facts in words. ' +
    'Claims must exist: create them first. The practice may be left out while there is only one.',
  permission: 'case.open',
  headers: ['Idempotency-Key'],
  body: z.strictObject({
    kind: KindName,
    data: Json.default({}),
    details: Json.default({}),
    practiceId: z.uuid().optional(),
    jurisdiction: z
      .string()
      .regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/)
      .optional(),
    priority: Priority.optional(),
    subject: z.string().trim().min(1).max(80).optional(),
    tags: Tags.optional(),
    payerId: z.uuid().optional(),
    patientId: z.uuid().optional(),
  }),
  documentedBody: OpeningDocument,
  answers: { 201: Applied, 202: Pending },
  problems: ['claims_taken', 'key_reused', 'bad_header'],
  audit: 'case.open',
  async handle({ body, caller, deps, req }) {
    const command = await openingCommand(deps.db.pool, caller, body, keyIn(req));
    const answer = await submit(deps, caller, command);
    if (answer.status === 202) return answer;
    return { ...answer, status: 201, headers: { ...answer.headers, Location: `/api/v1/cases/${command.caseId}` } };
  },
});

const list = defineRoute({
  method: 'get',
  path: '/cases',
  tag: 'Cases',
  summary: 'Lists and searches cases',
  description:
    'Sorted by attention, only open cases are listed. `count=true` adds the number of matches, up to 10,000.',
  permission: 'case.read',
  query: z.strictObject({
    ...caseFilterFields,
    ...PageQuery,
    sort: z.enum(sorts).default('-openedAt'),
    count: Yes.optional(),
  }),
  answers: {
    200: z.strictObject({
      items: z.array(ListedCase),
      next: plain(z.string().nullable()),
      total: z.strictObject({ atLeast: z.int(), exact: z.boolean() }).optional(),
    }),
  },
  audit: 'case.list',
  shows: 'cases',
  async handle({ query, caller, deps }) {
    const { limit, cursor, sort, count, ...filter } = query;
    const asking: Asking = { caller, may: ['case.read'], now: deps.now() };
    const [page, total] = await Promise.all([
      listCases(deps.db.pool, { filter, sort, limit, cursor }, asking),
      count ? countCases(deps.db.pool, filter, asking) : undefined,
    ]);
    const items = page.items.map((item) => listedCase(caller, item));
    return { status: 200, body: { ...page, items, ...(total ? { total } : {}) } };
  },
});

const show = defineRoute({
  method: 'get',
  path: '/cases/:id',
  tag: 'Cases',
  summary: 'Shows a case: facts, allowed events with the reason for each that is not, clocks, open tasks, claims',
  description: 'The ETag is "version.revision": give it as If-Match with a change.',
  permission: 'case.read',
  params: IdParams,
  answers: { 200: CaseView },
  problems: ['not_found'],
  audit: 'case.read',
  shows: 'cases',
  async handle({ params, caller, deps }) {
    const now = deps.now();
    const read = await showCase(deps.db.pool, params.id, { caller, may: ['case.read'], now });
    const view = await withTimeLeft(read, deps.rules, now);
    return { status: 200, body: view, headers: { ETag: etagOf(view.version, view.revision) } };
  },
});

export const caseRoutes = [openCase, list, show];
