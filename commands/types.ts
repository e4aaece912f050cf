/** What is asked of a case and what came of it, whoever asks: the API, an import, a batch, a feed. */
import type { Actor } from '../domain/kernel';
import type { CommandRefusal } from '../workflows/messages';

/** Facts of a new case that only Postgres holds; written with the first projection. Holds PHI. */
export interface NewCaseRow {
  readonly practiceId: string;
  readonly jurisdiction: string;
  readonly priority: 'low' | 'normal' | 'high';
  readonly details: Readonly<Record<string, unknown>>;
  readonly subject: string | null;
  readonly tags: readonly string[];
  readonly payerId: string | null;
  readonly patientId: string | null;
  readonly claimNumber: string | null;
  readonly searchText: string;
}

export interface CommandRequest {
  /** From `commandIdOf`; the same id is the same command for ever. */
  readonly commandId: string;
  readonly caseId: string;
  readonly kind: string;
  /** `case.opened`, or an event of the kind, or one of the kernel's. */
  readonly type: string;
  readonly actor: Actor;
  /** Parsed by the event's schema (for `case.opened`: by the kind's `openData`). No PHI. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Words of the person; they stay in Postgres. */
  readonly note: string | null;
  readonly expectedVersion: number | null;
  /** Only with `case.opened`. */
  readonly row: NewCaseRow | null;
}

export type CommandOutcome =
  | { readonly state: 'applied'; readonly commandId: string; readonly caseId: string; readonly version: number }
  | { readonly state: 'refused'; readonly commandId: string; readonly caseId: string; readonly refusal: CommandRefusal }
  /** Stored, not yet known: it will be delivered; ask for the command again. */
  | { readonly state: 'pending'; readonly commandId: string; readonly caseId: string };

/** The same Idempotency-Key came with other content. */
export class KeyReused extends Error {
  constructor(readonly commandId: string) {
    super('This Idempotency-Key was already used for a different request. Use a new key, or send the same content.');
    this.name = 'KeyReused';
  }
}

/** No such case (or none of this kind). */
export class CaseNotFound extends Error {
  constructor(readonly caseId: string) {
    super('There is no such case.');
    this.name = 'CaseNotFound';
  }
}
