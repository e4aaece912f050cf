/** Starts the time-skipping Temporal server: its time stands still or jumps, but cannot be set back. */
import { temporal } from '@temporalio/proto';
import type { DataConverter } from '@temporalio/common';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Say } from '../../platform/server-process';
import { findTestServer } from '../../platform/temporal/find-test-server';
import { searchAttributes } from '../../platform/temporal/tuning';

const ATTEMPTS = 3;
const { INDEXED_VALUE_TYPE_DATETIME, INDEXED_VALUE_TYPE_KEYWORD } = temporal.api.enums.v1.IndexedValueType;

/** The SDK allows the server five seconds to answer, which a busy machine can miss: tried three times. */
export async function startTimeServer(
  cacheDir: string,
  dataConverter: DataConverter,
  say: Say,
): Promise<TestWorkflowEnvironment> {
  const path = await findTestServer({ cacheDir, say });
  for (let attempt = 1; ; attempt += 1) {
    try {
      const env = await TestWorkflowEnvironment.createTimeSkipping({
        server: { executable: { type: 'existing-path', path } },
        client: { dataConverter },
      });
      await registerAttributes(env);
      return env;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

/** The server knows none of our search attributes and refuses a workflow that sets one. */
async function registerAttributes(env: TestWorkflowEnvironment): Promise<void> {
  await env.connection.operatorService.addSearchAttributes({
    namespace: env.namespace ?? 'default',
    searchAttributes: Object.fromEntries(
      Object.entries(searchAttributes).map(([name, type]) => [
        name,
        type === 'Datetime' ? INDEXED_VALUE_TYPE_DATETIME : INDEXED_VALUE_TYPE_KEYWORD,
      ]),
    ),
  });
}
