/** Reads delimited text as a stream of rows: memory does not grow with the file, and no line may be endless. */
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { decodeText, findEncoding } from './decode-text';
import { findDelimiter, hintedDelimiter } from './delimiter';
import type { AuditMapping } from './mapping-file';
import { AuditFileFault, type AuditFile, type Cell, type Table, type TableRow, type TextEncoding } from './table';

/** A row of 60 columns with a page of notes has about 5,000 characters; a megabyte is an unclosed quote. */
export const MAX_ROW_BYTES = 1_048_576;
/** Enough for the header rows and some data. */
const SAMPLE_CHARS = 65_536;

/**
 * @throws AuditFileFault when the text is empty, holds NUL bytes, or breaks off inside a quote.
 */
export async function readCsv(file: AuditFile, head: Uint8Array, mapping: AuditMapping): Promise<Table> {
  const encoding = await findEncoding(file, head);
  const sample = await sampleOf(file, encoding);
  if (sample.trim() === '') {
    throw new AuditFileFault(
      'file_empty',
      'The file is empty. Export the spreadsheet again and check that it has rows.',
    );
  }
  const delimiter = findDelimiter(sample, mapping);
  const skip = hintedDelimiter(sample) === null ? 0 : 1;
  return {
    format: 'csv',
    sheet: null,
    text: { encoding, delimiter },
    rows: () => rowsOf(file, encoding, delimiter, skip),
  };
}

async function sampleOf(file: AuditFile, encoding: TextEncoding): Promise<string> {
  let sample = '';
  for await (const text of decodeText(file, encoding)) {
    sample += text;
    if (sample.length >= SAMPLE_CHARS) break;
  }
  return sample.slice(0, SAMPLE_CHARS);
}

/** Rows keep the number a spreadsheet program would show: empty lines count, lines inside a cell do not. */
export async function* rowsOf(
  file: AuditFile,
  encoding: TextEncoding,
  delimiter: string,
  skip: number,
): AsyncGenerator<TableRow> {
  const parser = parse({
    delimiter,
    bom: false,
    columns: false,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: MAX_ROW_BYTES,
  });
  // Errors of the source reach the reader through the parser, which the pipeline destroys with them.
  const source = Readable.from(decodeText(file, encoding), { objectMode: true });
  pipeline(source, parser, () => undefined);
  let row = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      row += 1;
      if (row <= skip) continue;
      const cells: Cell[] = record.map((text) => (text === '' ? null : text));
      yield { row, cells };
    }
  } catch (error) {
    // Rows that were read ahead are dropped with the stream, so the parser's own count says where it stopped.
    throw csvFault(error, parser.info.records + 1);
  }
}

function csvFault(error: unknown, row: number): unknown {
  if (!(error instanceof CsvError)) return error;
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return new AuditFileFault(
      'file_unreadable',
      `Row ${row} is longer than a megabyte: a quotation mark in it is probably never closed, or the file is not a table. Correct that row and import again.`,
      { row },
    );
  }
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return new AuditFileFault(
      'file_unreadable',
      `A quotation mark that opens in or after row ${row} is never closed. Correct that row and import again.`,
      { row },
    );
  }
  return new AuditFileFault('file_unreadable', `The text could not be read as a table at row ${row} (${error.code}).`, {
    row,
  });
}
