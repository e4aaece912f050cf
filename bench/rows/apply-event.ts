/** One caller: applying an event to a case, beside an update of a bare workflow. */
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { workflowIdOf } from '../../platform/names';
import { commandUpdate } from '../../workflows/messages';
import { addUpdate, bareCounter } from '../bare-workflows';
import { p50, spread, takeTurns, times, type Line } from '../figures';
import { applied, followUp, openCases, type Stand } from '../stand';

const CASES = 20;
const BUDGET = 1.5;

/** An update by the driver's way (chart and projection), without the inbox. */
export function driverUpdate(stand: Stand, caseId: string, n: number, client: Client = stand.client): Promise<unknown> {
  const { commandId, type, actor, data } = followUp(caseId, n);
  return client.workflow.getHandle(workflowIdOf('denial', caseId)).executeUpdate(commandUpdate, {
    args: [{ commandId, type, actor, data, expectedVersion: null }],
    updateId: commandId,
  });
}

/** Starts bare workflows; their ids. */
export async function startBare(stand: Stand, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => `bare:${randomUUID()}`);
  await Promise.all(
    ids.map((workflowId) =>
      stand.bareClient.workflow.start(bareCounter, { workflowId, taskQueue: stand.bare.taskQueue, args: [] }),
    ),
  );
  return ids;
}

export const bareUpdate = (stand: Stand, workflowId: string, n: number): Promise<number> =>
  stand.bareClient.workflow.getHandle(workflowId).executeUpdate(addUpdate, { args: [n], updateId: randomUUID() });

export async function applyEvent(stand: Stand, quick: boolean): Promise<Line[]> {
  const [cases, bare] = [await openCases(stand, CASES), await startBare(stand, CASES)];
  const readable = await stand.startWorker('cases', { encrypts: false });
  const plain = await openCases(stand, CASES, stand.gatewayFor(readable.taskQueue, stand.bareClient));
  const of = (ids: string[], n: number) => ids[n % CASES] as string;
  const took = await takeTurns(
    {
      bare: (n) => bareUpdate(stand, of(bare, n), n),
      driver: (n) => driverUpdate(stand, of(cases, n), n),
      plain: (n) => driverUpdate(stand, of(plain, n), n, stand.bareClient),
      gateway: (n) => applied(stand.gateway.submit(followUp(of(cases, n + CASES / 2), n))),
    },
    quick ? 100 : 400,
  );
  await readable.stop();
  const ratio = p50(took.driver) / p50(took.bare);
  return [
    {
      what: 'apply an event: chart and projection',
      ours: spread(took.driver),
      bare: `update: ${spread(took.bare)}`,
      ratio: times(ratio),
      budget: `<= ${BUDGET} x at p50`,
      kept: ratio <= BUDGET,
    },
    {
      what: 'apply an event: payloads encrypted',
      ours: spread(took.driver),
      bare: `the same, readable: ${spread(took.plain)}`,
      ratio: times(p50(took.driver) / p50(took.plain)),
      budget: 'reported',
      kept: null,
    },
    {
      what: 'apply an event: with inbox and outcome',
      ours: spread(took.gateway),
      bare: `update: ${spread(took.bare)}`,
      ratio: times(p50(took.gateway) / p50(took.bare)),
      budget: 'reported',
      kept: null,
    },
  ];
}
