/** The deadline ledger, the clocks of a case, and moving one with a reason (N01, R01, R02). */
import { z } from 'zod';
import { Applied, Pending, submit } from '../answer-outcome';
import { Instant, IdParams, pageOf, PageQuery, Yes } from '../input/fields';
import { keyIn, seenIn } from '../input/preconditions';
import { Problem } from '../problem';
import { KindName } from '../read/case-filter';
import { ClockView, LedgerRow, readLedger } from '../read/clocks';
import { showCase } from '../read/show-case';
import { defineRoute } from '../route';
import { eventCommand } from '../send-event';

const DAY_MS = 86_400_000;

const ledger = defineRoute({
  method: 'get',
  path: '/clocks',
  tag: 'Clocks',
  summary: 'Lists every armed clock of every case, soonest first: what it is, when it is due, what happens otherwise',
  permission: 'clock.read',
  query: z.strictObject({
    ...PageQuery,
    kind: KindName.optional(),
    ruleId: z.string().max(80).optional(),
    name: z.string().max(80).optional(),
    owner: z.union([z.literal(['me', 'mine', 'none']), z.uuid()]).optional(),
    dueFrom: Instant.optional(),
    dueTo: Instant.optional().describe('Due before this instant'),
    withinDays: z.coerce.number().int().min(1).max(366).optional().describe('Fires within so many days: 7 = this week'),
    moved: Yes.optional(),
    overdue: Yes.optional().describe('true: its instant has passed and it has not fired yet'),
  }),
  answers: { 200: pageOf(LedgerRow) },
  audit: 'clock.list',
  async handle({ query, caller, deps }) {
    const { withinDays, ...rest } = query;
    const now = deps.now();
    const within = withinDays === undefined ? undefined : new Date(now + withinDays * DAY_MS).toISOString();
    const dueTo = [rest.dueTo, within].filter((at) => at !== undefined).sort()[0];
    const page = await readLedger(deps.db.pool, deps.rules, { ...rest, dueTo }, { caller, may: ['clock.read'], now });
    return { status: 200, body: page };
  },
});

const ofCase = defineRoute({
  method: 'get',
  path: '/cases/:id/clocks',
  tag: 'Clocks',
  summary: 'Shows the armed clocks of a case with the day count of each',
  permission: 'clock.read',
  params: IdParams,
  answers: { 200: z.strictObject({ items: z.array(ClockView) }) },
  problems: ['not_found'],
  audit: 'clock.read',
  async handle({ params, caller, deps }) {
    const view = await showCase(deps.db.pool, params.id, { caller, may: ['clock.read'], now: deps.now() });
    return { status: 200, body: { items: view.clocks } };
  },
});

const move = defineRoute({
  method: 'post',
  path: '/cases/:id/clocks/:name/move',
  tag: 'Clocks',
  summary: 'Moves a running clock to another instant, with a reason',
  description: 'The old instant never fires. The move stays on the timeline with its reason.',
  permission: 'clock.move',
  headers: ['Idempotency-Key', 'If-Match'],
  params: z.strictObject({ id: z.uuid(), name: z.string().min(1).max(80) }),
  body: z.strictObject({
    dueAt: Instant.describe('UTC, such as 2026-11-30T14:00:00Z'),
    reason: z.string().trim().min(3).max(1_000),
  }),
  answers: { 200: Applied, 202: Pending },
  problems: ['not_found', 'event_not_allowed', 'version_conflict', 'key_reused', 'bad_header'],
  audit: 'clock.move',
  async handle({ params, body, caller, deps, req }) {
    const dueAt = Date.parse(body.dueAt);
    const key = keyIn(req);
    // Sent again with its key it may well be past by then; the first answer stands.
    if (key === null && dueAt <= deps.now()) {
      throw new Problem('invalid', undefined, {
        errors: [{ path: 'body.dueAt', message: 'is in the past; choose a later instant' }],
      });
    }
    const command = await eventCommand(deps.db.pool, caller, {
      permission: 'clock.move',
      caseId: params.id,
      type: 'clock.moved',
      data: { clock: params.name, dueAt },
      note: body.reason,
      key,
      seen: seenIn(req),
    });
    return submit(deps, caller, command);
  },
});

export const clockRoutes = [ledger, ofCase, move];
