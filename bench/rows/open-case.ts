/** One caller: opening a case, beside starting a bare workflow with its first update. */
import { randomUUID } from 'node:crypto';
import { WithStartWorkflowOperation } from '@temporalio/client';
import { receive } from '../../commands/inbox';
import { RuleSource } from '../../commands/rule-source';
import type { CommandRequest } from '../../commands/types';
import { workflowIdOf } from '../../platform/names';
import { openedUpdate, type CaseEnd, type CaseStart } from '../../workflows/messages';
import { addUpdate, bareCounter } from '../bare-workflows';
import { p50, spread, takeTurns, times, type Line } from '../figures';
import { applied, opening, type Stand } from '../stand';

const BUDGET = 1.4;

export async function openCase(stand: Stand, quick: boolean): Promise<Line[]> {
  const rounds = quick ? 60 : 250;
  const rules = await new RuleSource(stand.db.pool).snapshotFor(stand.practiceId, 'US-CA');
  const claims = (await stand.claims(2 * (rounds + rounds))).values();
  const claim = () => claims.next().value as string;
  // The inbox row must be there, because the first projection takes the case's own facts from it.
  const received: CommandRequest[] = [];
  for (let n = 0; n < rounds + Math.ceil(rounds / 10); n += 1) {
    const request = opening(stand, claim());
    await receive(stand.db.pool, request);
    received.push(request);
  }
  const took = await takeTurns(
    {
      bare: () =>
        stand.bareClient.workflow.executeUpdateWithStart(addUpdate, {
          args: [1],
          startWorkflowOperation: new WithStartWorkflowOperation(bareCounter, {
            workflowId: `bare:${randomUUID()}`,
            taskQueue: stand.bare.taskQueue,
            args: [],
            workflowIdConflictPolicy: 'USE_EXISTING',
          }),
        }),
      driver: (n) => {
        const { caseId, commandId, actor, data } = received[n] as CommandRequest;
        const start: CaseStart = { from: 'open', open: { caseId, commandId, actor, data, rules, at: Date.now() } };
        return stand.client.workflow.executeUpdateWithStart(openedUpdate, {
          startWorkflowOperation: new WithStartWorkflowOperation<(start: CaseStart) => Promise<CaseEnd>>('denialCase', {
            workflowId: workflowIdOf('denial', caseId),
            taskQueue: stand.cases.taskQueue,
            args: [start],
            workflowIdReusePolicy: 'REJECT_DUPLICATE',
            workflowIdConflictPolicy: 'USE_EXISTING',
            searchAttributes: { CaseKind: ['denial'], CaseStage: ['New'] },
          }),
          updateId: `open:${commandId}`,
        });
      },
      gateway: () => applied(stand.gateway.submit(opening(stand, claim()))),
    },
    rounds,
  );
  const line = (what: string, ours: number[], budget: boolean): Line => {
    const ratio = p50(ours) / p50(took.bare);
    return {
      what,
      ours: spread(ours),
      bare: `start and first update: ${spread(took.bare)}`,
      ratio: times(ratio),
      budget: budget ? `<= ${BUDGET} x at p50` : 'reported',
      kept: budget ? ratio <= BUDGET : null,
    };
  };
  return [
    line('open a case: chart and projection', took.driver, true),
    line('open a case: with inbox, rules and outcome', took.gateway, false),
  ];
}
