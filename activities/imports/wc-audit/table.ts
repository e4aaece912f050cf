/** The shape every spreadsheet is read into, whatever its file format, and the error that stops an import. */
import type { FieldName } from './fields';

/** A cell as read: dates of a workbook are already 'YYYY-MM-DD'; an empty cell is null. */
export type Cell = string | number | boolean | null;

export interface TableRow {
  /** The number a spreadsheet program shows beside the row, from 1. */
  readonly row: number;
  readonly cells: readonly Cell[];
}

/** One sheet, read from the file again each time its rows are asked for. */
export interface Table {
  readonly format: 'csv' | 'xlsx';
  /** Name of the sheet; null for text files. */
  readonly sheet: string | null;
  /** How the text was read: encoding and delimiter; null for workbooks. */
  readonly text: { readonly encoding: TextEncoding; readonly delimiter: string } | null;
  rows(): AsyncIterable<TableRow>;
}

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** A file that can be opened as often as it is needed. */
export interface AuditFile {
  /** Bytes, when known before reading. */
  readonly size: number | null;
  open(): AsyncIterable<Uint8Array>;
}

export type FileFaultCode =
  | 'file_empty'
  | 'file_type_unsupported'
  | 'file_too_large'
  | 'file_unreadable'
  | 'headers_missing'
  | 'headers_ambiguous'
  | 'mapping_invalid';

export interface FaultDetail {
  readonly [name: string]: unknown;
  /** Every header that was seen. */
  readonly headers?: readonly string[];
  /** Those that were understood all the same. */
  readonly columns?: readonly { readonly field: FieldName; readonly index: number; readonly header: string }[];
}

/** The file as a whole cannot be imported; nothing was written. Its words say what to do and quote headers only. */
export class AuditFileFault extends Error {
  constructor(
    readonly code: FileFaultCode,
    message: string,
    /** Headers and suggestions for the person; never values of rows. */
    readonly detail: FaultDetail = {},
  ) {
    super(message);
    this.name = 'AuditFileFault';
  }
}

/** 'A', 'B', ... 'AA' for a column counted from 0. */
export function columnLetter(index: number): string {
  let letters = '';
  for (let n = index + 1; n > 0; n = Math.floor((n - 1) / 26)) {
    letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters;
  }
  return letters;
}

/** A cell as the text a person sees; null when there is nothing to see. */
export function textOf(cell: Cell | undefined): string | null {
  if (cell === null || cell === undefined) return null;
  const text = (typeof cell === 'number' ? plainNumber(cell) : String(cell))
    .replaceAll('\u00a0', ' ')
    .replace(/[\u200b\ufeff]/g, '')
    .trim();
  return text === '' ? null : text;
}

/** Claim numbers arrive as numbers: 1e21 must not become "1e+21" and 12.0 must not become "12.0". */
function plainNumber(value: number): string {
  return Number.isInteger(value) ? BigInt(value).toString() : String(value);
}
