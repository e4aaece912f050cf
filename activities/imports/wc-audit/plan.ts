/** What importing a row would do, as data: the same plan is reported in a dry run and carried out otherwise. */
import type { OpenData } from '../../../domain/cases/wc/events';
import type { WcDetails } from '../../../domain/cases/wc/details';
import type { RowNote } from './audit-row';

/** An event of the WC chart. */
export interface PlannedEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A fact that differs; facts that name a person are listed without their values. */
export interface FactChange {
  readonly title: string;
  readonly before: string | number | null;
  readonly after: string | number | null;
  readonly private: boolean;
}

export type RowPlan =
  | {
      readonly kind: 'open';
      readonly data: OpenData;
      readonly details: WcDetails;
      readonly jurisdiction: string;
      /** What opening cannot say, applied right after it. */
      readonly later: readonly PlannedEvent[];
      readonly notes: readonly RowNote[];
    }
  | {
      readonly kind: 'update';
      readonly caseId: string;
      readonly events: readonly PlannedEvent[];
      /** Null when they stay as they are. */
      readonly details: WcDetails | null;
      readonly changes: readonly FactChange[];
      readonly notes: readonly RowNote[];
    }
  | { readonly kind: 'unchanged'; readonly caseId: string; readonly notes: readonly RowNote[] }
  | { readonly kind: 'refused'; readonly caseId: string | null; readonly reasons: readonly RowNote[] };

export interface PlanContext {
  readonly importId: string;
  readonly practiceId: string;
  /** The practice's own, for rows that name none. */
  readonly jurisdiction: string;
  /** The practice's date. */
  readonly today: string;
}

export const noteOf = (row: { readonly sheetRow: number }, code: string, words: string): RowNote => ({
  code,
  message: `Row ${row.sheetRow}: ${words}`,
});
