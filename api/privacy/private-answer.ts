/** Takes from an answer what its reader may not see, says so in a header, and records what was read under broken glass. */
import type { Request } from 'express';
import { audit } from '../audit';
import type { Caller } from '../auth/caller';
import type { ApiDeps } from '../deps';
import type { Answer, Route } from '../route';
import { withhold } from './withhold';

/** Names the groups of fields that an answer does not show, as in `Withheld: identity, money`. */
export const WITHHELD_HEADER = 'Withheld';

export async function privateAnswer(
  route: Route,
  deps: ApiDeps,
  req: Request,
  caller: Caller | undefined,
  answer: Answer,
): Promise<Answer> {
  const schema = route.answers[answer.status];
  if (!schema) return answer;
  const id = route.path.startsWith('/cases/:id') ? req.params['id'] : undefined;
  const shown = withhold(schema, answer.body, caller, typeof id === 'string' ? id : undefined);
  if (caller !== undefined) {
    for (const caseId of shown.opened) {
      await audit(deps.db.pool, caller, {
        action: 'break-glass.read',
        caseId,
        outcome: String(answer.status),
        requestId: String(req.id),
        purpose: 'emergency',
        data: { method: req.method, route: route.path },
      });
    }
  }
  const headers =
    shown.withheld.length === 0 ? answer.headers : { ...answer.headers, [WITHHELD_HEADER]: shown.withheld.join(', ') };
  return { ...answer, body: shown.value, ...(headers ? { headers } : {}) };
}
