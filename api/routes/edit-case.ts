/** Edits facts of a case that drive no clock. Version, stage, owner and clocks change by events only. */
import { z } from 'zod';
import { Priority } from '../../domain/effects';
import { editCase } from '../edit-case';
import { IdParams } from '../input/fields';
import { etagOf, seenIn } from '../input/preconditions';
import { plain } from '../privacy/phi';
import { defineRoute } from '../route';

export default defineRoute({
  method: 'patch',
  path: '/cases/:id',
  tag: 'Cases',
  summary: 'Edits details, subject, tags or priority',
  description:
    '`details` is merged field by field (RFC 7396: null removes). Everything else of a case changes by events. ' +
    'Where the chart holds subject or priority itself, the answer names the event to send.',
  permission: 'case.edit',
  headers: ['If-Match'],
  params: IdParams,
  body: z
    .strictObject({
      details: z.record(z.string(), z.unknown()).optional(),
      subject: z.string().trim().min(1).max(80).nullable().optional(),
      tags: z.array(z.string().trim().min(1).max(40)).max(30).optional(),
      priority: Priority.optional(),
    })
    .refine((edit) => Object.values(edit).some((value) => value !== undefined), { error: 'names nothing to edit' }),
  answers: {
    200: z.strictObject({
      id: z.uuid(),
      version: z.int(),
      revision: z.int(),
      changed: plain(z.array(z.string())).describe('Names of the fields that differ now'),
    }),
  },
  problems: ['not_found', 'version_conflict', 'bad_header'],
  audit: 'case.edit',
  async handle({ params, body, caller, deps, req }) {
    const edited = await editCase(deps.db.pool, caller, params.id, body, seenIn(req), String(req.id));
    return {
      status: 200,
      body: { id: params.id, ...edited },
      headers: { ETag: etagOf(edited.version, edited.revision) },
    };
  },
});
