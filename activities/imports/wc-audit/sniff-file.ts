/** Tells from the first bytes what a file really is, whatever its name says; null faults mean "may be a spreadsheet". */

export type FileGuess = 'xlsx' | 'text';

interface Foreign {
  readonly starts: readonly number[] | string;
  readonly words: string;
}

const SAVE = 'Open it in your spreadsheet program, save it as .xlsx or CSV, and import that file.';

const foreign: readonly Foreign[] = [
  { starts: [0xd0, 0xcf, 0x11, 0xe0], words: `This is an old Excel file (.xls) or one with a password. ${SAVE}` },
  { starts: '%PDF', words: `This is a PDF, not a spreadsheet. ${SAVE}` },
  { starts: [0x1f, 0x8b], words: 'This is a compressed file (gzip). Unpack it first.' },
  { starts: [0x52, 0x61, 0x72, 0x21], words: 'This is a compressed archive (RAR). Unpack it first.' },
  { starts: [0x37, 0x7a, 0xbc, 0xaf], words: 'This is a compressed archive (7z). Unpack it first.' },
  { starts: [0x89, 0x50, 0x4e, 0x47], words: `This is a picture, not a spreadsheet. ${SAVE}` },
  { starts: [0xff, 0xd8, 0xff], words: `This is a picture, not a spreadsheet. ${SAVE}` },
  { starts: '{\\rtf', words: `This is a text document (RTF), not a spreadsheet. ${SAVE}` },
];
const foreignText: readonly { readonly like: RegExp; readonly words: string }[] = [
  {
    like: /^ISA[^A-Za-z0-9\s]/,
    words: 'This is an X12 file, for example a remittance. Import it as an 835 remittance.',
  },
  {
    like: /^<(?:!doctype html|html|table|meta|head)\b/i,
    words: `This is a web page saved under a spreadsheet's name. ${SAVE}`,
  },
  { like: /^<\?xml|^<Workbook\b/i, words: `This is an XML file, not a spreadsheet of today's form. ${SAVE}` },
  {
    like: /^[[{]\s*["[{\]}]/,
    words: 'This is a JSON file, not a spreadsheet. Give the spreadsheet; a mapping goes beside it.',
  },
];

const ascii = (text: string) => [...text].map((c) => c.charCodeAt(0));

/** Why the file cannot be an audit spreadsheet and what to do, or null when it may be one. */
export function foreignFile(head: Uint8Array): string | null {
  if (head.length === 0) return 'The file is empty. Export the spreadsheet again and check that it has rows.';
  const hit = foreign.find(({ starts }) =>
    (typeof starts === 'string' ? ascii(starts) : starts).every((byte, i) => head[i] === byte),
  );
  if (hit) return hit.words;
  const text = Buffer.from(head)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  return foreignText.find(({ like }) => like.test(text))?.words ?? null;
}

/** Workbooks are ZIP archives and start with "PK"; everything else that is not foreign is read as text. */
export const guessFile = (head: Uint8Array): FileGuess =>
  head[0] === 0x50 && head[1] === 0x4b && (head[2] ?? 9) < 9 ? 'xlsx' : 'text';
