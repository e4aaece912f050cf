/** What a page of a batch works with, whatever the batch is for. */
import type { Pool } from 'pg';
import type { Gateway } from '../../commands/gateway';
import type { RuleSource } from '../../commands/rule-source';
import type { BatchType, EditForBatch, MayReach, PageEnd } from '../../domain/batches';

export interface BatchRecord {
  readonly id: string;
  readonly type: BatchType;
  readonly command: unknown;
  readonly createdBy: string;
}

export interface Page {
  readonly pool: Pool;
  readonly mayReach: MayReach;
  readonly editForBatch: EditForBatch;
  readonly gateway: Gateway;
  readonly rules: RuleSource;
  readonly batch: BatchRecord;
  readonly after: string | null;
  /** Call it with each item: this worker is alive. */
  beat(): void;
  /** True when this worker must hand over. */
  interrupted(): boolean;
}

export type PageWork = (page: Page) => Promise<PageEnd>;

export const ITEMS_A_PAGE = 200;
/** Commands under way at once: enough to keep a 2-core machine busy, few enough to leave people their turn. */
export const LANES = 16;
