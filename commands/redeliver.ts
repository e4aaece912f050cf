/** Sends again what has no outcome yet. Runs in every API process; the inbox hands each command to one of them. */
import type { Pool } from 'pg';
import { openIncident } from '../activities/incidents';
import type { Gateway } from './gateway';
import { takePending } from './inbox';

/** How often a process asks the inbox. */
export const REDELIVERY_EVERY_MS = 5_000;
const AT_ONCE = 50;
/** 10 s doubling: about five minutes of trying before somebody is told. */
const TRIES_BEFORE_INCIDENT = 5;

/** One round; answers how many commands were sent again. */
export async function redeliverOnce(pool: Pool, gateway: Gateway): Promise<number> {
  const due = await takePending(pool, AT_ONCE);
  // Commands of one case go in the order they came; cases go side by side.
  const byCase = new Map<string, typeof due>();
  for (const item of due) byCase.set(item.request.caseId, [...(byCase.get(item.request.caseId) ?? []), item]);
  await Promise.all(
    [...byCase.values()].map(async (items) => {
      for (const { request, attempts } of items) {
        const outcome = await gateway.deliver(request);
        if (outcome.state === 'pending' && attempts >= TRIES_BEFORE_INCIDENT) {
          await openIncident(pool, {
            source: `command:${request.commandId}`,
            caseId: request.caseId,
            code: 'command_undelivered',
            message: `The command ${request.commandId} (${request.type}) has no outcome after ${attempts} tries. It is kept and tried again.`,
          });
        }
      }
    }),
  );
  return due.length;
}
