/** Opens a client of the Temporal server. Payload codec and TLS belong here, so that every process agrees on them. */
import { Client, Connection } from '@temporalio/client';

export interface TemporalTarget {
  readonly address: string;
  readonly namespace: string;
}

/** Connects lazily: an absent server fails the call, not the start. */
export function openTemporal(target: TemporalTarget): { client: Client; connection: Connection } {
  const connection = Connection.lazy({ address: target.address });
  return { client: new Client({ connection, namespace: target.namespace }), connection };
}
