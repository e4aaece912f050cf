/** Sends an event to a case: the one way its stage, clocks and facts change. */
import { z } from 'zod';
import { Applied, Pending, submit } from '../answer-outcome';
import { IdParams } from '../input/fields';
import { keyIn, seenIn } from '../input/preconditions';
import { defineRoute } from '../route';
import { eventCommand } from '../send-event';
import { EventDocument } from './case-documents';

export default defineRoute({
  method: 'post',
  path: '/cases/:id/events',
  tag: 'Cases',
  summary: 'Sends an event to a case',
  description: '`allowed` of the case names the events it accepts now. An event it does not accept changes nothing.',
  permission: 'case.send-event',
  headers: ['Idempotency-Key', 'If-Match'],
  params: IdParams,
  body: z.strictObject({
    type: z.string().min(1).max(80),
    data: z.record(z.string(), z.unknown()).default({}),
    note: z.string().trim().min(1).max(4_000).optional(),
  }),
  documentedBody: EventDocument,
  answers: { 200: Applied, 202: Pending },
  problems: ['not_found', 'event_not_allowed', 'claims_taken', 'version_conflict', 'key_reused', 'bad_header'],
  audit: 'case.event',
  async handle({ params, body, caller, deps, req }) {
    const command = await eventCommand(deps.db.pool, caller, {
      permission: 'case.send-event',
      caseId: params.id,
      type: body.type,
      data: body.data,
      note: body.note ?? null,
      key: keyIn(req),
      seen: seenIn(req),
    });
    return submit(deps, caller, command);
  },
});
