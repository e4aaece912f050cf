/** What the API, the import workflow and the activities agree on about an import of a file; shapes only. */

/** The kinds of file that can be imported. */
export const importKinds = ['835', 'wc-audit'] as const;
export type ImportKind = (typeof importKinds)[number];

/** Endings that files of a kind have. What a file is, its content decides; a name that says otherwise is not believed. */
export const fileEndings: Readonly<Record<ImportKind, readonly string[]>> = {
  '835': ['835', 'edi', 'x12', 'era', 'rmt', 'txt', 'dat', 'out'],
  'wc-audit': ['csv', 'tsv', 'txt', 'xlsx'],
};

/** True for a name without an ending, with one of the kind's, and for a remittance with a number, as payers count them. */
export function endsLike(kind: ImportKind, fileName: string): boolean {
  const ending = /\.([^./\\\s]{1,20})\s*$/.exec(fileName)?.[1]?.toLowerCase();
  if (ending === undefined) return !/\.[^./\\]*$/.test(fileName);
  return fileEndings[kind].includes(ending) || (kind === '835' && /^\d{1,14}$/.test(ending));
}

/** Where an import stands; the last four are final until somebody resumes or applies it. */
export const importStates = [
  'uploading',
  'queued',
  'running',
  'finished',
  'already-imported',
  'failed',
  'stopped',
] as const;
export type ImportState = (typeof importStates)[number];

/** Name of the signal that stops an import between two rows. */
export const STOP_IMPORT = 'stop';
/** Failure type of what no retry heals. Its detail is the code alone: the words may quote the file and stay in the import's row. */
export const IMPORT_REFUSED = 'ImportRefused';

/** How an import ended. `failed` says why in words the uploader reads. */
export type ImportEnd =
  | { readonly end: 'finished' }
  | { readonly end: 'stopped' }
  | { readonly end: 'failed'; readonly code: string; readonly message: string; readonly refused: boolean };

/** What the import workflow asks of the outside world. Each is idempotent. */
export interface ImportOutside {
  /** Checks the file and answers the phases to run; none when the import has ended already (wrong type, imported before). */
  beginImport(importId: string): Promise<{ readonly phases: readonly string[] } | null>;
  /** Runs a phase to its end, or from where an earlier attempt was when it died. */
  runImportPhase(importId: string, phase: string): Promise<void>;
  endImport(importId: string, end: ImportEnd): Promise<void>;
}
