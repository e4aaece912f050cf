/** Names that cross process borders, each built in one place. Opaque: nothing identifies a person. */
export const workflowIdOf = (kind: string, caseId: string): string => `${kind}:${caseId}`;

/** Workflow type of a kind: `return-to-work` runs as `returnToWorkCase`. */
export const workflowTypeOf = (kind: string): string =>
  `${kind.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())}Case`;

export const importWorkflowId = (importId: string): string => `import:${importId}`;
export const reconcileWorkflowId = (reconciliationId: string): string => `reconcile:${reconciliationId}`;
export const nightlyScheduleId = (taskQueue: string): string => `reconcile-nightly:${taskQueue}`;
export const batchWorkflowId = (batchId: string): string => `batch:${batchId}`;

/** Postgres channel that carries every applied event's case id and version. */
export const CHANGE_CHANNEL = 'caseclock';
