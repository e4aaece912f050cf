/** Reads a workbook and picks the sheet with the headers; the whole workbook is in memory, so its size is capped first. */
import readWorkbook from 'read-excel-file/node';
import { HEADER_ROWS } from './delimiter';
import { headerScore } from './map-headers';
import type { AuditMapping } from './mapping-file';
import { checkSheet } from './sheet-guard';
import { AuditFileFault, type AuditFile, type Cell, type Table, type TableRow } from './table';
import { unzip, zipStored } from './zip-entries';

/** A workbook of 50,000 rows has about 5 MB. */
export const MAX_WORKBOOK_BYTES = 25 * 1_048_576;

const SHEET = /^xl\/worksheets\/[^/]+\.xml$/i;
const READ =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|xl\/(?:workbook|styles|sharedStrings)\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/worksheets\/[^/]+\.xml)$/i;

/**
 * @throws AuditFileFault when the file is no workbook, is too large packed or unpacked, or has no such sheet.
 */
export async function readXlsx(file: AuditFile, mapping: AuditMapping): Promise<Table> {
  const sheets = await sheetsOf(await bytesOf(file));
  const picked = pick(sheets, mapping);
  return {
    format: 'xlsx',
    sheet: picked.sheet,
    text: null,
    rows: async function* () {
      for (const [i, cells] of picked.rows.entries()) yield { row: i + 1, cells } satisfies TableRow;
    },
  };
}

interface Sheet {
  readonly sheet: string;
  readonly rows: readonly (readonly Cell[])[];
}

async function bytesOf(file: AuditFile): Promise<Buffer> {
  const tooLarge = () =>
    new AuditFileFault(
      'file_too_large',
      `The workbook is larger than ${MAX_WORKBOOK_BYTES / 1_048_576} MB. Save the sheet as CSV, which may be of any size.`,
    );
  if (file.size !== null && file.size > MAX_WORKBOOK_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of file.open()) {
    size += chunk.length;
    if (size > MAX_WORKBOOK_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function sheetsOf(bytes: Buffer): Promise<Sheet[]> {
  const names: string[] = [];
  const entries = unzip(bytes, (name) => {
    names.push(name);
    return READ.test(name);
  });
  if (![...entries.keys()].some((name) => name.toLowerCase() === 'xl/workbook.xml')) throw notWorkbook(names);
  for (const [name, content] of entries) if (SHEET.test(name)) checkSheet(content.toString('utf8'));
  try {
    const sheets = await readWorkbook(zipStored(entries));
    return sheets.map(({ sheet, data }) => ({ sheet, rows: data.map((row) => row.map(cellOf)) }));
  } catch {
    // Its bytes are in memory and checked: whatever the parser stumbles over is in the file.
    throw new AuditFileFault(
      'file_unreadable',
      'The workbook could not be read. Open it in your spreadsheet program, save it again as .xlsx or CSV, and import that file.',
    );
  }
}

function notWorkbook(names: readonly string[]): AuditFileFault {
  const has = (like: RegExp) => names.some((name) => like.test(name));
  const what = has(/^xl\/workbook\.bin$/i)
    ? 'This is a binary workbook (.xlsb).'
    : has(/^content\.xml$/i)
      ? 'This is an OpenDocument file (.ods or .odt).'
      : has(/^word\//i)
        ? 'This is a Word document.'
        : has(/^Index\//i)
          ? 'This is an Apple Numbers document.'
          : 'This is a ZIP archive, not a workbook.';
  return new AuditFileFault(
    'file_type_unsupported',
    `${what} Save the spreadsheet as .xlsx or CSV and import that file.`,
  );
}

/** Dates become civil dates at once: the library gives midnight UTC, and a time of day says nothing here. */
function cellOf(value: unknown): Cell {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  // Not by instanceof: a date may come from another realm.
  const time = Number(value);
  return Number.isFinite(time) ? new Date(time).toISOString().slice(0, 10) : '(not a date)';
}

function pick(sheets: readonly Sheet[], mapping: AuditMapping): Sheet {
  const wanted = mapping.sheet?.trim().toLowerCase();
  if (wanted !== undefined) {
    const named = sheets.find((s) => s.sheet.trim().toLowerCase() === wanted);
    if (named) return named;
    throw new AuditFileFault(
      'headers_missing',
      `The workbook has no sheet "${mapping.sheet}"; it has ${sheets.map((s) => `"${s.sheet}"`).join(', ')}. Correct the mapping.`,
    );
  }
  const best = sheets
    .map((sheet) => ({
      sheet,
      score: Math.max(0, ...sheet.rows.slice(0, HEADER_ROWS).map((r) => headerScore(r, mapping))),
    }))
    .sort((a, b) => b.score - a.score || b.sheet.rows.length - a.sheet.rows.length)[0];
  if (best === undefined || best.sheet.rows.length === 0) {
    throw new AuditFileFault(
      'file_empty',
      'The workbook has no filled cells. Check that you exported the right sheet.',
    );
  }
  return best.sheet;
}
