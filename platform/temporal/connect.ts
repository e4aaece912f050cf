/** Opens a client of the Temporal server. The data converter and TLS come with the target, so that nobody forgets them. */
import { setTimeout as delay } from 'node:timers/promises';
import { Client, Connection, defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import type { TemporalTls } from '../tls-files';

export interface TemporalTarget {
  readonly address: string;
  readonly namespace: string;
  /** Encrypts what Temporal stores: `dataConverterFor` of the process's keys. Clients and workers have the same one. */
  readonly dataConverter: DataConverter;
  readonly security?: TemporalTls | undefined;
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
    ...target.security,
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
  const { namespace, dataConverter } = target;
  return { client: new Client({ connection, namespace, dataConverter }), connection };
}
