/** The contract between the import framework and the kinds of file it can take; it reads no file and writes no row. */
import type { Pool } from 'pg';
import type { z } from 'zod';
import type { Gateway } from '../../commands/gateway';
import type { ImportKind } from '../../domain/imports';
import type { Actor } from '../../domain/kernel';

/** Why a row came out as it did: a stable code and plain words with what to do next. No names of people. */
export interface RowReason {
  readonly code: string;
  readonly message: string;
}

/** What became of a row (or, in a remittance, of a claim). In a dry run: what would become of it. */
export interface ReportedRow {
  /** 1 for the first data row or claim; the same row keeps its number in every attempt. */
  readonly row: number;
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'refused';
  readonly reasons: readonly RowReason[];
  readonly caseId: string | null;
}

/** What did not parse or does not balance. Of the same import, the same `key` is the same exception. */
export interface ReportedException {
  readonly key: string;
  /** What it is about: `file`, `transaction`, `claim`, `row`, `sheet` ... */
  readonly scope: string;
  readonly code: string;
  readonly message: string;
  readonly severity: 'refused' | 'warning';
  /** A person has to decide; otherwise it is only noted. */
  readonly needsDecision: boolean;
  readonly segmentNumber?: number | null;
  readonly segmentId?: string | null;
  readonly byteOffset?: number | null;
  readonly controlNumber?: string | null;
  readonly amountCents?: number | null;
}

/** One import under way, as a phase sees it. */
export interface ImportRun<Options = unknown> {
  readonly importId: string;
  readonly practiceId: string;
  /** The practice's jurisdiction and time zone. */
  readonly jurisdiction: string;
  readonly zone: string;
  /** Nothing may be written but the report. */
  readonly dryRun: boolean;
  readonly options: Options;
  /** As uploaded, without folders. May identify a person: never into logs, ids or paths. */
  readonly fileName: string;
  readonly bytes: number;
  /** The import as a service; send commands to cases as this actor. */
  readonly actor: Actor;
  readonly pool: Pool;
  readonly gateway: Gateway;
  /** Aborts when a person stops the import or the worker shuts down. Check it between rows; `throwIfAborted` is fine. */
  readonly signal: AbortSignal;
  /** The file from its first byte, in pieces of at most 1 MB; can be called again. */
  read(): AsyncIterable<Uint8Array>;
  /** Tells how far the phase is. Cheap: call it for every row; it is stored and sent on at most once a second. */
  progress(done: number, total: number | null): void;
  /** Writes report rows; a row reported again (after a crash) takes the place of its earlier report. Give hundreds at once. */
  report(rows: readonly ReportedRow[]): Promise<void>;
  /** Writes exceptions; one reported again changes nothing. */
  except(exceptions: readonly ReportedException[]): Promise<void>;
  /** Replaces these keys of the import's summary. */
  summarize(part: Readonly<Record<string, unknown>>): Promise<void>;
}

/**
 * A step of an import. Each runs as an activity that is tried again after a crash or a lost database, so it must find
 * its own earlier work: deterministic ids (`uuidFrom`), rows inserted if absent. What no retry can heal is an
 * `ImportRefused`.
 */
export interface ImportPhase<Options = unknown> {
  readonly name: string;
  readonly title: string;
  run(run: ImportRun<Options>): Promise<void>;
}

/** A kind of file. Register it in `importers.ts`, one line. */
export interface Importer<Options = unknown> {
  /** Listed in `domain/imports.ts`. */
  readonly kind: ImportKind;
  readonly title: string;
  /** Options of the upload, such as a column mapping; checked before anything is stored. */
  readonly options: z.ZodType<Options>;
  /** Looks at the first bytes (at most 512): null when they may be such a file, else why not and what to do. */
  mismatch(head: Uint8Array): string | null;
  readonly phases: readonly ImportPhase<Options>[];
}

/** The file cannot be imported, however often it is tried. The message says what to do. */
export class ImportRefused extends Error {
  override readonly name = 'ImportRefused';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Keeps an importer's own option type inside, so that the registry can hold kinds with different options. */
export function importer<Options>(definition: Importer<Options>): Importer {
  return {
    ...definition,
    phases: definition.phases.map((phase) => ({
      ...phase,
      run: (run) => phase.run({ ...run, options: definition.options.parse(run.options) }),
    })),
  };
}
