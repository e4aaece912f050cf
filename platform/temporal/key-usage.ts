/** Counts which encryption keys Temporal's histories still need, by the first event of each. Reads, changes nothing. */
import type { Client } from '@temporalio/client';
import { keyIdOf } from './payload-codec';

const AT_ONCE = 16;
/** What was written before encryption. */
export const PLAIN = '(not encrypted)';

export interface KeyUse {
  /** Histories of open runs that began under this key. */
  open: number;
  /** Histories of ended runs that Temporal still keeps. */
  ended: number;
}

/**
 * A history begins with its input, under the key of that day, and later events have that key or a newer one: so a key is
 * needed while any history began under it or under an older one. One short request a history, sixteen at once.
 */
export async function countKeyUse(client: Client): Promise<Map<string, KeyUse>> {
  const uses = new Map<string, KeyUse>();
  const runs = client.workflow.list()[Symbol.asyncIterator]();
  const work = async () => {
    for (let next = await runs.next(); !next.done; next = await runs.next()) {
      const { workflowId, runId, status } = next.value;
      const keyId = await firstKeyOf(client, workflowId, runId);
      if (keyId === null) continue;
      const use = uses.get(keyId) ?? { open: 0, ended: 0 };
      use[status.name === 'RUNNING' ? 'open' : 'ended'] += 1;
      uses.set(keyId, use);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return uses;
}

/** Null when the history went away meanwhile. */
async function firstKeyOf(client: Client, workflowId: string, runId: string): Promise<string | null> {
  const { history } = await client.workflowService
    .getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution: { workflowId, runId },
      maximumPageSize: 1,
    })
    .catch((error: unknown) => {
      if ((error as { code?: unknown }).code === NOT_FOUND) return { history: null };
      throw error;
    });
  const input = history?.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0];
  if (!history) return null;
  return input ? (keyIdOf(input) ?? PLAIN) : PLAIN;
}

/** gRPC's code. */
const NOT_FOUND = 5;
