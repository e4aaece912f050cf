/** Makes the target of a process's Temporal connections from its environment: address, keys, TLS. */
import type { Env } from '../env';
import { keyRingOf } from '../keys/ring-of-env';
import type { Logger } from '../log';
import { temporalTlsOf } from '../tls-files';
import type { TemporalTarget } from './connect';
import { dataConverterFor } from './data-converter';

/**
 * @param makeKeys whether missing keys are made in the data directory; see `keyRingOf`.
 * @throws EnvError when keys or certificates cannot be used.
 */
export function temporalTargetOf(env: Env, address: string, log: Logger, makeKeys = false): TemporalTarget {
  const ring = keyRingOf(env, makeKeys, { onFault: (message) => log.error({ part: 'keys' }, message) });
  return {
    address,
    namespace: env.TEMPORAL_NAMESPACE,
    dataConverter: dataConverterFor(ring),
    security: temporalTlsOf(env),
  };
}
