/** Payers, for pickers: those of the cases and claims that the caller may see. */
import { z } from 'zod';
import { claimScope } from '../auth/linked-scope';
import { may } from '../auth/permissions';
import { caseScope } from '../auth/row-scope';
import { plain } from '../privacy/phi';
import { Statement } from '../read/statement';
import { defineRoute } from '../route';

const Payer = plain(z.strictObject({ id: z.uuid(), name: z.string() }));

export default defineRoute({
  method: 'get',
  path: '/payers',
  tag: 'Directory',
  summary: 'Lists the payers of the cases and claims that you may see',
  permission: 'case.read',
  answers: { 200: z.strictObject({ items: z.array(Payer) }) },
  audit: false,
  unaudited: 'Names of payers: nothing of a patient.',
  async handle({ caller, deps }) {
    const s = new Statement();
    const ofClaims = may(caller, 'claim.read')
      ? ` or exists (select 1 from claim m where m.payer_id = p.id and ${claimScope(caller, 'claim.read', s)})`
      : '';
    const { rows } = await deps.db.pool.query<z.infer<typeof Payer>>(
      `select p.id, p.name from payer p
       where exists (select 1 from cases c where c.payer_id = p.id and ${caseScope(caller, 'case.read', s)})${ofClaims}
       order by p.name, p.id limit 2000`,
      s.values,
    );
    return { status: 200, body: { items: rows } };
  },
});
