/** The receipt of a clock that fired, and its verification against the workflow's history (N02, N12). */
import { z } from 'zod';
import { requireCase } from '../auth/reach';
import type { Evidence } from '../clocks/find-evidence';
import { partsOfReceipt, ReceiptParams } from '../clocks/receipt-id';
import { showReceipt, WholeReceipt } from '../clocks/show-receipt';
import { checked, verifyReceipt } from '../clocks/verify-receipt';
import { Instant } from '../input/fields';
import { phi, plain } from '../privacy/phi';
import { defineRoute } from '../route';

const show = defineRoute({
  method: 'get',
  path: '/clocks/:id/receipt',
  tag: 'Clocks',
  summary:
    'Shows the receipt of a clock that fired: armed by what, dated by which rule, due when, fired when, what it opened',
  description: 'The id is `<case>:<version>`, the version at which the clock fired; tasks and receipts name it.',
  permission: 'clock.read',
  params: ReceiptParams,
  answers: { 200: WholeReceipt },
  problems: ['not_found'],
  audit: 'clock.receipt.read',
  async handle({ params, caller, deps }) {
    const asked = { pool: deps.db.pool, rules: deps.rules, caller };
    return { status: 200, body: await showReceipt(asked, partsOfReceipt(params.id)) };
  },
});

const Found = z.strictObject({ runId: z.uuid(), eventId: z.int(), at: Instant });

const Verified = z
  .strictObject({
    caseId: z.uuid(),
    seq: z.int(),
    result: z
      .enum(['verified', 'differs', 'not-kept'])
      .describe('not-kept: Temporal no longer has the history, so that nothing can be said'),
    checkedAt: Instant,
    checks: z.array(
      z.strictObject({
        what: z.enum(checked),
        same: z.boolean(),
        stored: plain(z.string().nullable()),
        recomputed: plain(z.string().nullable()),
      }),
    ),
    dayCounts: phi('visits', z.strictObject({ stored: z.string(), recomputed: z.string() }).nullable()).describe(
      'The day counts in words, where they differ',
    ),
    evidence: z
      .strictObject({
        runs: z.int(),
        events: z.int().describe('Events of the history that were read'),
        armed: Found.nullable().describe('The command that armed it; null: another clock did, or its run has gone'),
        timer: Found.nullable().describe('The timer that woke the case'),
      })
      .nullable(),
    replayed: z
      .strictObject({
        events: z.int(),
        fromVersion: z.int(),
        armingKept: z.boolean().describe('false: the run in which it was armed has gone; its successor still names it'),
      })
      .nullable(),
  })
  .meta({ id: 'ReceiptVerification' });

const verify = defineRoute({
  method: 'post',
  path: '/clocks/:id/verify',
  tag: 'Clocks',
  summary: 'Recomputes a receipt from the workflow history and sets it beside what is stored',
  description:
    'The history of the case is replayed through its chart. Every instant, the rule, the day count and the opened tasks ' +
    'are computed again and compared with the receipt.',
  permission: 'clock.read',
  params: ReceiptParams,
  answers: { 200: Verified },
  problems: ['not_found', 'unavailable'],
  audit: 'clock.receipt.verify',
  async handle({ params, caller, deps }) {
    const at = partsOfReceipt(params.id);
    await requireCase(deps.db.pool, caller, ['clock.read'], at.caseId);
    const found = await verifyReceipt({ pool: deps.db.pool, client: deps.client }, at);
    const body = {
      ...at,
      ...found,
      checkedAt: new Date(deps.now()).toISOString(),
      checks: [...found.checks],
      evidence: found.evidence && {
        ...found.evidence,
        armed: shown(found.evidence.armed),
        timer: shown(found.evidence.timer),
      },
    };
    return { status: 200, body, audited: { result: found.result } };
  },
});

const shown = (evidence: Evidence | null) => evidence && { ...evidence, at: new Date(evidence.at).toISOString() };

export const receiptRoutes = [show, verify];
