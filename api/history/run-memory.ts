/** What decoding a run keeps in mind between its events, and the numbers of Temporal's wire as plain ones. */
import type { temporal } from '@temporalio/proto';
import type { EffectOrder } from '../../domain/kernel';

export type RawEvent = temporal.api.history.v1.IHistoryEvent;

/** What earlier events of the run say about later ones. */
export interface RunMemory {
  /** The workflow's own "now", epoch ms: when its task began, or its local activity ended. */
  now: number;
  readonly activities: Map<number, { readonly activity: string; readonly order: EffectOrder | null; attempts: number }>;
}

export const newRunMemory = (): RunMemory => ({ now: 0, activities: new Map() });

export type Seconds = { readonly seconds?: unknown; readonly nanos?: number | null } | null | undefined;
/** Epoch ms of a timestamp, or ms of a duration. */
export const msOf = (time: Seconds): number =>
  Number(time?.seconds ?? 0) * 1_000 + Math.floor((time?.nanos ?? 0) / 1_000_000);
export const idOf = (id: unknown): number => Number(id ?? 0);
