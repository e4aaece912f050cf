/** Every tuned setting of Temporal's server and worker, with what it does and what was measured (2 cores, CLI 1.5.1). */

/**
 * Dynamic configuration of the embedded server. Its one history shard reads its queues at most 20 times a second by
 * default, so opening a case took 50 ms; at these limits 9-14 ms. One task-queue partition: a second one only adds a
 * hop when everything is one process.
 */
export const devServerDynamicConfig: Readonly<Record<string, number | boolean>> = {
  'history.transferProcessorMaxPollRPS': 2000,
  'history.timerProcessorMaxPollRPS': 2000,
  'history.transferProcessorMaxPollHostRPS': 4000,
  'history.timerProcessorMaxPollHostRPS': 4000,
  'matching.numTaskqueueReadPartitions': 1,
  'matching.numTaskqueueWritePartitions': 1,
  'frontend.enableServerVersionCheck': false,
};

/**
 * SQLite under the embedded server. NORMAL does not sync each commit to disk, and an acknowledged command must survive
 * a power cut; FULL cost nothing that could be told from noise.
 */
export const devServerSqlitePragmas: Readonly<Record<string, string>> = { journal_mode: 'WAL', synchronous: 'FULL' };

/** Search attributes of every case workflow. They are never encrypted, so none identifies a person. */
export const searchAttributes = { CaseKind: 'Keyword', CaseStage: 'Keyword', NextDueAt: 'Datetime' } as const;

/** Memory of one cached case in the worker, megabytes: measured 0.34 with 600 cases, 0.21 with 2,000. */
const cachedCaseMb = 0.35;

/** What the worker takes before it caches a case (Node, bundle, connection pools), megabytes. */
const workerBaseMb = 256;

/** Settings of a worker with this much memory whose cases wait so long for it when it has died, in the shape of the SDK's `WorkerOptions`. */
export function workerTuning(memoryMb: number, stickySeconds = 60) {
  return {
    // Raised updates from 183 to 280 a second and opens from 54 to 88 a second, with 32 callers.
    workflowTaskPollerBehavior: { type: 'autoscaling', initial: 10, minimum: 4, maximum: 60 },
    activityTaskPollerBehavior: { type: 'autoscaling', initial: 4, minimum: 2, maximum: 20 },
    maxConcurrentWorkflowTaskExecutions: 150,
    maxConcurrentActivityTaskExecutions: 50,
    maxConcurrentLocalActivityExecutions: 100,
    // With the default of 10 s a morning's backlog outlives the cache: tasks fall back to the shared queue and each
    // case is replayed from its start (5,000 clocks at one instant: 109 a second; with this 153-204). The price: the
    // cases of a worker that died wait up to this long, unless it shut down in order. Only cases
    // that something happened to in the ten seconds after its death wait: later ones find no poller and go elsewhere.
    stickyQueueScheduleToStartTimeout: stickySeconds * 1_000,
    // The SDK's default grows with the machine's memory, past 1 GB, and not with what this process was given.
    maxCachedWorkflows: Math.max(10, Math.floor((memoryMb - workerBaseMb) / cachedCaseMb)),
    shutdownGraceTime: '10 seconds',
  } as const;
}
