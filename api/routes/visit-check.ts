/** Answers allow, warn or block before a visit is confirmed, with the reasons (C03, C09). Changes nothing. */
import { z } from 'zod';
import { checkVisit } from '../../domain/cases/wc/check-visit';
import type { CaseState } from '../../domain/kernel';
import { CaseDate } from '../../domain/cases/wc/vocabulary';
import { requireCase } from '../auth/reach';
import { phi, plain } from '../privacy/phi';
import { Problem } from '../problem';
import { defineRoute } from '../route';

const Verdict = z.enum(['allow', 'warn', 'block']);

export default defineRoute({
  method: 'post',
  path: '/visit-check',
  tag: 'Visits',
  summary: 'Checks a visit before it is confirmed: allow, warn or block, and why',
  description:
    'Visits already booked are counted. Name `visitId` when a booked visit is moved: it does not count against itself.',
  permission: 'visit.check',
  body: z.strictObject({
    caseId: z.uuid(),
    on: CaseDate.describe('Date of the visit'),
    service: z.string().min(1).max(80).optional(),
    visitId: z.uuid().optional(),
    authorizationId: z.uuid().optional(),
  }),
  answers: {
    200: z.strictObject({
      verdict: Verdict,
      reasons: z.array(z.strictObject({ code: plain(z.string()), severity: Verdict, text: phi('visits', z.string()) })),
      coverage: phi('visits', z.record(z.string(), z.unknown()).nullable()),
    }),
  },
  problems: ['not_found', 'conflict'],
  audit: 'visit.check',
  async handle({ body, caller, deps }) {
    const { caseId, ...question } = body;
    await requireCase(deps.db.pool, caller, ['visit.check'], caseId);
    const { rows } = await deps.db.pool.query<{
      kind: string;
      state: CaseState;
      practice: string;
      jurisdiction: string;
    }>('select kind, state, practice_id as practice, jurisdiction from cases where id = $1', [caseId]);
    const row = rows[0];
    if (!row) throw new Problem('not_found', 'There is no case with this id.');
    if (row.kind !== 'wc') throw new Problem('conflict', 'Only WC cases have authorizations to check a visit against.');
    const rules = await deps.rules.snapshotFor(row.practice, row.jurisdiction);
    const context = { ...(row.state.snapshot.context as Parameters<typeof checkVisit>[0]), rules };
    const { verdict, reasons, coverage } = checkVisit(context, { ...question, at: deps.now() });
    return {
      status: 200,
      body: { verdict, reasons: reasons.map((r) => ({ ...r })), coverage: coverage && { ...coverage } },
    };
  },
});
