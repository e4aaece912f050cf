/** The activities as the driver calls them: a short local try for the projection, then patience; effects with a limit. */
import { isCancellation, log, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { CaseOutside, EffectOrder, EffectOutcome, Projection, ProjectionOutcome } from '../../domain/kernel';

const quick = proxyLocalActivities<CaseOutside>({
  startToCloseTimeout: '2s',
  scheduleToCloseTimeout: '2s',
  retry: { maximumAttempts: 1 },
});

/** Without an end: an event that was accepted is written sooner or later. The activity raises the incident. */
const patient = proxyActivities<CaseOutside>({
  startToCloseTimeout: '15s',
  retry: { initialInterval: '500ms', backoffCoefficient: 2, maximumInterval: '10s' },
});

/** 1 s doubling to 5 min, 8 attempts: about 4 minutes of trying before an incident is opened. */
const effects = proxyActivities<CaseOutside>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m', maximumAttempts: 8 },
});

/** Writes one applied event; survives the loss of a worker or the database at any moment. */
export async function project(projection: Projection): Promise<ProjectionOutcome> {
  try {
    return await quick.projectCase(projection);
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.info('projection goes on as a regular activity', { caseId: projection.caseId, seq: projection.seq });
    return patient.projectCase(projection);
  }
}

/** Carries out one effect. Never throws: what fails for good comes back as an outcome, with an incident recorded. */
export async function perform(order: EffectOrder): Promise<EffectOutcome> {
  try {
    return await effects.performEffect(order);
  } catch (error) {
    if (isCancellation(error)) throw error;
    await patient.recordIncident(order, 'effect_failed');
    return { ok: false, code: 'effect_failed', attempts: 8 };
  }
}
