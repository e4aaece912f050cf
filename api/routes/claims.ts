/** Claims: create, list, and show one with its submissions, remittances and cases (H01-H05). */
import { z } from 'zod';
import { Cents } from '../../domain/cases/denial/vocabulary';
import { createClaim } from '../create-claim';
import { CivilDay, IdParams, pageOf, PageQuery } from '../input/fields';
import { Problem } from '../problem';
import { ClaimSummary, ClaimView, listClaims, showClaim } from '../read/claims';
import { defineRoute } from '../route';

const name = z.string().trim().min(1).max(200);
const identity = z.string().trim().min(3).max(120);

const create = defineRoute({
  method: 'post',
  path: '/claims',
  tag: 'Claims',
  summary: 'Creates a claim, so that a case can be opened on it',
  description:
    'Payer and patient are given by id, or by name and are found or created. One claim per practice, number and payer.',
  permission: 'claim.create',
  body: z
    .strictObject({
      practiceId: z.uuid().optional(),
      number: z.string().trim().min(1).max(60),
      payerId: z.uuid().optional(),
      payer: z.strictObject({ name, identity: identity.optional() }).optional(),
      patientId: z.uuid().optional(),
      patient: z.strictObject({ name, identity: identity.optional(), dateOfBirth: CivilDay.optional() }).optional(),
      payerControlNumber: z.string().trim().min(1).max(60).optional(),
      serviceFrom: CivilDay.optional(),
      serviceTo: CivilDay.optional(),
      chargeCents: Cents.default(0),
      outstandingCents: Cents.optional(),
      submissions: z
        .array(
          z.strictObject({
            payerControl: z.string().trim().max(60).default(''),
            frequencyCode: z
              .string()
              .regex(/^[0-9A-Z]$/)
              .optional(),
          }),
        )
        .max(50)
        .default([]),
    })
    .refine((c) => !c.serviceFrom || !c.serviceTo || c.serviceFrom <= c.serviceTo, {
      path: ['serviceTo'],
      error: 'lies before serviceFrom; correct one of the two',
    })
    .refine((c) => !(c.payerId && c.payer), { path: ['payer'], error: 'is given twice; leave out payerId or payer' })
    .refine((c) => !(c.patientId && c.patient), {
      path: ['patient'],
      error: 'is given twice; leave out patientId or patient',
    })
    .refine(
      (c) =>
        new Set(c.submissions.map((s) => `${s.payerControl} ${s.frequencyCode ?? ''}`)).size === c.submissions.length,
      {
        path: ['submissions'],
        error: 'names a payer control number and frequency twice; each submission differs in one of them',
      },
    ),
  answers: { 201: ClaimView },
  problems: ['claim_exists'],
  audit: 'claim.create',
  async handle({ body, caller, deps }) {
    const id = await createClaim(deps.db.pool, caller, body);
    const view = await showClaim(deps.db.pool, caller, 'claim.create', id);
    if (!view) throw new Error('The claim has gone that was created a moment ago.');
    return { status: 201, body: view, headers: { Location: `/api/v1/claims/${id}` } };
  },
});

const list = defineRoute({
  method: 'get',
  path: '/claims',
  tag: 'Claims',
  summary: 'Lists claims, with the active case of each',
  permission: 'claim.read',
  query: z.strictObject({
    ...PageQuery,
    status: z.string().max(40).optional(),
    number: z.string().max(60).optional().describe('The number, or what it begins with'),
    payerId: z.uuid().optional(),
    patientId: z.uuid().optional(),
    hasCase: z.enum(['true', 'false']).optional().describe('true: an active case holds it; false: none does'),
  }),
  answers: { 200: pageOf(ClaimSummary) },
  audit: 'claim.list',
  handle: async ({ query, caller, deps }) => ({ status: 200, body: await listClaims(deps.db.pool, caller, query) }),
});

const show = defineRoute({
  method: 'get',
  path: '/claims/:id',
  tag: 'Claims',
  summary: 'Shows a claim with its submissions, remittances and cases',
  permission: 'claim.read',
  params: IdParams,
  answers: { 200: ClaimView },
  problems: ['not_found'],
  audit: 'claim.read',
  async handle({ params, caller, deps }) {
    const view = await showClaim(deps.db.pool, caller, 'claim.read', params.id);
    if (!view) throw new Problem('not_found', 'There is no claim with this id.');
    return { status: 200, body: view };
  },
});

export const claimRoutes = [create, list, show];
