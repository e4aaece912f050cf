/** Sends the Temporal SDK's own log into ours, and keeps the SDK from stopping workers by itself at Ctrl-C. */
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import type { Logger } from '../log';

/** Call once, before the first worker. Only levels, messages and ids reach the log. */
export function quietSdk(log: Logger): void {
  Runtime.install({
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      const facts = { workflowId: meta?.['workflowId'], activityType: meta?.['activityType'] };
      if (level === 'ERROR') log.error(facts, message);
      else log.warn(facts, message);
    }),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }), forward: {} } },
    // Workers stop after the API, in the order of `npm start`.
    shutdownSignals: [],
  });
}
