/** What the API, the batch workflow and the activities agree on about a batch; shapes only. */

/** `command`: one command for all that match a filter (R13). `rules`: a published rule version reaches live cases (C08). */
export const batchTypes = ['command', 'rules'] as const;
export type BatchType = (typeof batchTypes)[number];

/** `queued`: Temporal has not taken it yet. `stopping`: a person stopped it, the items under way are being ended. */
export const batchStates = ['queued', 'running', 'stopping', 'stopped', 'finished'] as const;
export type BatchState = (typeof batchStates)[number];

/** `pending`: sent, no outcome yet; it is looked up again. `skipped`: there was nothing to do (the case closed meanwhile). */
export const itemStates = ['waiting', 'pending', 'applied', 'refused', 'skipped'] as const;
export type ItemState = (typeof itemStates)[number];

/** How far a page came. `after`: where the next page of this pass begins, null when the pass is over. */
export interface PageEnd {
  readonly after: string | null;
  /** Items of the whole batch that still have no outcome; counted when a pass is over, else 0. */
  readonly left: number;
  readonly stopped: boolean;
}

/** What the batch workflow asks of the outside world. Each is idempotent. */
export interface BatchOutside {
  /** False when there is nothing to run: it has ended, or was stopped before it began. */
  beginBatch(batchId: string): Promise<boolean>;
  /** Works through the next items after the case id `after`. An item that has its outcome is not done again. */
  runBatchPage(batchId: string, after: string | null): Promise<PageEnd>;
  endBatch(batchId: string, end: 'finished' | 'stopped'): Promise<void>;
}

/** Changes of facts that drive no clock, for many cases at once; what the chart itself holds changes by its events. */
export const batchEdits = ['tags.changed', 'priority.set'] as const;
export type BatchEditType = (typeof batchEdits)[number];

export type EditEnd =
  | { readonly state: 'applied' | 'skipped'; readonly version: number }
  | { readonly state: 'refused'; readonly code: string; readonly why: string };

/** Edits one case as its user would alone: same permission, same fields, same record. Doing it again changes nothing. */
export type EditForBatch = (asked: {
  readonly userId: string;
  readonly caseId: string;
  readonly batchId: string;
  readonly type: BatchEditType;
  readonly data: Readonly<Record<string, unknown>>;
}) => Promise<EditEnd>;

/**
 * Whether a user may, now, do all of it to a case. Asked for every item just before it is worked: a role or location that
 * was taken away meanwhile counts from the next item on.
 */
export type MayReach = (userId: string, permissions: readonly string[], caseId: string) => Promise<boolean>;
