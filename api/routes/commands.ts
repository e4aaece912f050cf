/** Shows what came of a command: the address that a 202 names. */
import { z } from 'zod';
import { refusalFor } from '../answer-outcome';
import { commandScope } from '../auth/linked-scope';
import { IdParams } from '../input/fields';
import { phi, plain } from '../privacy/phi';
import { Problem, problemCodes } from '../problem';
import { Statement } from '../read/statement';
import { defineRoute } from '../route';

const Refusal = z.strictObject({
  code: plain(z.string()),
  // It may name the day of a visit.
  why: phi('visits', z.string()),
  version: z.int(),
  allowed: plain(z.array(z.string())),
  conflicts: z.array(z.strictObject({ claimId: z.uuid().nullable(), caseId: z.uuid() })).optional(),
});

export default defineRoute({
  method: 'get',
  path: '/commands/:id',
  tag: 'Commands',
  summary: 'Shows the outcome of a command: applied, refused or pending',
  description: `A refusal has one of the codes of problems, such as ${problemCodes.slice(9, 11).join(' or ')}.`,
  permission: 'command.read',
  params: IdParams,
  answers: {
    200: z.strictObject({
      commandId: z.uuid(),
      caseId: z.uuid(),
      state: z.enum(['applied', 'refused', 'pending']),
      version: z.int().nullable(),
      refusal: Refusal.nullable(),
    }),
  },
  problems: ['not_found'],
  audit: 'command.read',
  async handle({ params, caller, deps }) {
    const s = new Statement();
    const found = await deps.db.pool.query(
      `select 1 from command k where k.id = ${s.value(params.id, 'uuid')} and ${commandScope(caller, s)}`,
      s.values,
    );
    const outcome = found.rowCount === 0 ? null : await deps.gateway.outcome(params.id);
    if (!outcome) throw new Problem('not_found', 'There is no command with this id.');
    const { commandId, caseId, state } = outcome;
    const refusal = state === 'refused' ? await refusalFor(deps.db.pool, caller, outcome.refusal) : null;
    return {
      status: 200,
      body: {
        commandId,
        caseId,
        state,
        version: state === 'applied' ? outcome.version : null,
        refusal: refusal && {
          code: refusal.code,
          why: refusal.why,
          version: refusal.version,
          allowed: [...refusal.allowed],
          ...(refusal.conflicts ? { conflicts: refusal.conflicts.map((c) => ({ ...c })) } : {}),
        },
      },
      ...(state === 'pending' ? { headers: { 'Retry-After': '2' } } : {}),
    };
  },
});
