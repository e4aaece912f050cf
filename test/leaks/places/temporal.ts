/** What Temporal tells of every workflow: history with its payloads, description, memo, search attributes, pending work. */
import { temporal } from '@temporalio/proto';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { World } from '../../support/world/world';
import type { Place } from './place';

type Asked = Pick<World['temporal'], 'client'>;

const WITHIN_MS = 30_000;

/** Kept while something fails: a pending activity's last failure is gone once it succeeds. */
export class PendingWork {
  readonly seen: Buffer[] = [];

  /** Asks each of these workflows until one has failed work to show, or the time is up. */
  async look({ client }: Asked, workflowIds: readonly string[]): Promise<void> {
    for (const id of workflowIds) {
      const { raw } = await client.workflow.getHandle(id).describe();
      this.seen.push(Buffer.from(JSON.stringify(raw)), describeBytes(raw));
    }
  }
}

const describeBytes = (raw: temporal.api.workflowservice.v1.IDescribeWorkflowExecutionResponse): Buffer =>
  Buffer.from(temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse.encode(raw).finish());

export function temporalPlaces({ client }: Asked, caseId: string, pending: PendingWork): Place[] {
  return [
    {
      name: 'histories, as JSON and with their payloads',
      sentinel: caseId,
      async *pieces() {
        for await (const { workflowId, runId } of client.workflow.list()) {
          const history = await client.withDeadline(Date.now() + WITHIN_MS, () =>
            client.workflow.getHandle(workflowId, runId).fetchHistory(),
          );
          yield { label: workflowId, content: Buffer.from(historyToJSON(history)) };
          // As it is stored: payloads that no codec made unreadable stand here in plain words.
          yield { label: workflowId, content: Buffer.from(temporal.api.history.v1.History.encode(history).finish()) };
        }
      },
    },
    {
      name: 'workflow ids, memos, search attributes, task queues',
      sentinel: caseId,
      async *pieces() {
        for await (const { workflowId, runId, raw } of client.workflow.list()) {
          yield {
            label: workflowId,
            content: Buffer.concat([
              Buffer.from(JSON.stringify(raw)),
              Buffer.from(temporal.api.workflow.v1.WorkflowExecutionInfo.encode(raw).finish()),
            ]),
          };
          const description = await client.workflow.getHandle(workflowId, runId).describe();
          yield { label: workflowId, content: describeBytes(description.raw) };
        }
      },
    },
    {
      name: 'work that was failing, while it failed',
      // Only while an activity is pending there is one in the list.
      sentinel: '"pendingActivities":[{',
      *pieces() {
        for (const content of pending.seen) yield { label: 'pending work', content };
      },
    },
  ];
}
