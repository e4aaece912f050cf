/** Opens a client of the Temporal server. Payload codec and TLS belong here, so that every process agrees on them. */
import { setTimeout as delay } from 'node:timers/promises';
import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';

export interface TemporalTarget {
  readonly address: string;
  readonly namespace: string;
}

export interface TemporalConnection {
  readonly client: Client;
  readonly connection: Connection;
}

/**
 * Connects lazily: an absent server fails the call, not the start. `connection.close()` lets a repetition that is
 * already planned pass first: made on a closed channel it would throw in a timer, where nobody can catch it.
 */
export function openTemporal(target: TemporalTarget): TemporalConnection {
  let closing = false;
  let lastRepetitionAt = 0;
  const retry = defaultGrpcRetryOptions();
  const connection = Connection.lazy({
    address: target.address,
    interceptors: [
      makeGrpcRetryInterceptor({
        retryableDecider: (attempt, status) => !closing && retry.retryableDecider(attempt, status),
        delayFunction: (attempt, status) => {
          const ms = retry.delayFunction(attempt, status);
          lastRepetitionAt = Math.max(lastRepetitionAt, Date.now() + ms);
          return ms;
        },
      }),
    ],
  });
  const closeNow = connection.close.bind(connection);
  connection.close = async () => {
    closing = true;
    const planned = lastRepetitionAt - Date.now();
    if (planned >= 0) await delay(planned + 50);
    await closeNow();
  };
  return { client: new Client({ connection, namespace: target.namespace }), connection };
}
