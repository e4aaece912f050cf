/** Says what a chosen file is, by its first bytes and then by its name; the person may say otherwise, the server checks. */
import type { ImportKind } from './queries';

export interface Guess {
  readonly kind: ImportKind | null;
  /** Why, or what to do. */
  readonly why: string;
}

export const kindWords: Readonly<Record<ImportKind, string>> = {
  '835': 'Remittance (835)',
  'wc-audit': 'WC audit (CSV or XLSX)',
};
export const kinds = Object.keys(kindWords) as ImportKind[];

const REMITTANCE = /\.(835|edi|x12|era|rmt|dat|out|\d{1,14})$/i;
const SHEET = /\.(csv|tsv|xlsx)$/i;
/** Enough for an interchange's head and a sheet's header row. */
const HEAD_BYTES = 4_096;

export async function guessKind(file: File): Promise<Guess> {
  if (file.size === 0) return { kind: null, why: 'The file is empty. Choose another one.' };
  const head = await file.slice(0, HEAD_BYTES).arrayBuffer();
  const bytes = new Uint8Array(head);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return { kind: 'wc-audit', why: 'It is a workbook.' };
  const text = new TextDecoder('latin1').decode(bytes).replace(/^(?:ï»¿)?\s*/, '');
  if (text.startsWith('ISA')) return { kind: '835', why: 'It begins as an X12 interchange does.' };
  if (SHEET.test(file.name)) return { kind: 'wc-audit', why: 'Its name is that of a sheet.' };
  if (REMITTANCE.test(file.name)) return { kind: '835', why: 'Its name is that of a remittance.' };
  const [line = ''] = text.split(/\r?\n/, 1);
  if (/[,;\t|].*[,;\t|]/.test(line)) return { kind: 'wc-audit', why: 'Its first line reads like column names.' };
  return { kind: null, why: 'What this file is cannot be told. Choose it.' };
}

const ENDINGS: Readonly<Record<ImportKind, RegExp>> = {
  '835': /\.(835|edi|x12|era|rmt|txt|dat|out|\d{1,14})$/i,
  'wc-audit': /\.(csv|tsv|txt|xlsx)$/i,
};

/** The server takes these names only; said before a large file is sent. */
export function nameFault(kind: ImportKind, fileName: string): string | null {
  if (!/\.[^./\\]*$/.test(fileName) || ENDINGS[kind].test(fileName)) return null;
  return kind === '835'
    ? 'A remittance ends in .835, .edi, .x12, .era, .rmt, .txt, .dat, .out or a number.'
    : 'A WC audit ends in .csv, .tsv, .txt or .xlsx. Save the sheet as one of these.';
}

/** "2.1 MB" */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
