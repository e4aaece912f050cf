/** An import as a durable workflow: its phases in order, stopped by a signal, ended in every case. */
import {
  ActivityCancellationType,
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  defineSignal,
  isCancellation,
  proxyActivities,
  setHandler,
} from '@temporalio/workflow';
import { IMPORT_REFUSED, STOP_IMPORT, type ImportEnd, type ImportOutside } from '../domain/imports';

const stop = defineSignal(STOP_IMPORT);

const brief = proxyActivities<ImportOutside>({
  startToCloseTimeout: '60s',
  retry: { initialInterval: '500ms', maximumInterval: '10s' },
});

/** 1 s doubling to 1 min, 120 attempts: about two hours without a database before a person has to resume. */
const long = proxyActivities<ImportOutside>({
  startToCloseTimeout: '12h',
  heartbeatTimeout: '10s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { initialInterval: '1s', maximumInterval: '1m', maximumAttempts: 120 },
});

export async function importFile(importId: string): Promise<void> {
  const scope = new CancellationScope();
  setHandler(stop, () => scope.cancel());
  const end = await outcomeOf(scope, importId);
  if (end) await CancellationScope.nonCancellable(() => brief.endImport(importId, end));
}

/** Null when the import had ended before it began. */
async function outcomeOf(scope: CancellationScope, importId: string): Promise<ImportEnd | null> {
  try {
    return await scope.run(async () => {
      const plan = await brief.beginImport(importId);
      if (!plan) return null;
      for (const phase of plan.phases) await long.runImportPhase(importId, phase);
      return { end: 'finished' as const };
    });
  } catch (error) {
    if (isCancellation(error)) return { end: 'stopped' };
    return failureOf(error);
  }
}

function failureOf(error: unknown): ImportEnd {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof ApplicationFailure && cause.type === IMPORT_REFUSED) {
    const [code, message] = (cause.details ?? []) as string[];
    return { end: 'failed', code: code ?? 'import_refused', message: message ?? cause.message, refused: true };
  }
  return {
    end: 'failed',
    code: 'import_interrupted',
    message:
      'The import could not go on after many tries. What was imported stays; resume it when the cause is mended.',
    refused: false,
  };
}
