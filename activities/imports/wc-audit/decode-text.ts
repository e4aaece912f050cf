/** Turns a text file's bytes into text, whatever of four encodings it is in; refuses what is no text. */
import { AuditFileFault, type AuditFile, type TextEncoding } from './table';

const boms: readonly (readonly [readonly number[], TextEncoding])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
];

const startsWith = (bytes: Uint8Array, start: readonly number[]) => start.every((b, i) => bytes[i] === b);

/** The encoding the first bytes show: by byte order mark, or by the zeros that UTF-16 has in plain English. */
export function encodingByHead(head: Uint8Array): TextEncoding | null {
  const marked = boms.find(([bom]) => startsWith(head, bom));
  if (marked) return marked[1];
  let [even, odd] = [0, 0];
  for (let i = 0; i + 1 < head.length; i += 2) {
    if (head[i] === 0) even += 1;
    if (head[i + 1] === 0) odd += 1;
  }
  const pairs = Math.floor(head.length / 2);
  if (pairs < 2) return null;
  if (odd > pairs * 0.4 && even < pairs * 0.1) return 'utf-16le';
  return even > pairs * 0.4 && odd < pairs * 0.1 ? 'utf-16be' : null;
}

/**
 * Reads the whole file once and says how it is encoded: what is not valid UTF-8 is Windows-1252.
 * @throws AuditFileFault `file_unreadable` when it holds NUL bytes, which no text file does.
 */
export async function findEncoding(file: AuditFile, head: Uint8Array): Promise<TextEncoding> {
  const shown = encodingByHead(head);
  if (shown === 'utf-16le' || shown === 'utf-16be') return shown;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let valid = true;
  for await (const chunk of file.open()) {
    if (chunk.includes(0)) {
      throw new AuditFileFault(
        'file_unreadable',
        'The file holds NUL bytes, so it is not a text file. Save the spreadsheet as CSV or .xlsx and try again.',
      );
    }
    if (valid) valid = decodes(() => decoder.decode(chunk, { stream: true }));
  }
  if (valid) valid = decodes(() => decoder.decode());
  return valid ? 'utf-8' : 'windows-1252';
}

function decodes(decode: () => string): boolean {
  try {
    decode();
    return true;
  } catch {
    return false;
  }
}

/** The file's text without its byte order mark, piece by piece. */
export async function* decodeText(file: AuditFile, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { ignoreBOM: false });
  for await (const chunk of file.open()) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}
