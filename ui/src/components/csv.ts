/** Makes a CSV file (RFC 4180) of what a table shows and hands it to the browser; text is never taken for a formula. */
export type CsvCell = string | number | null;

const LINE_END = '\r\n';
/** What begins a formula in spreadsheet programs, also in the wide forms that some fold. */
const STARTS = '=+\\-@\\t\\r\\n\\0\uFF1D\uFF0B\uFF0D\uFF20|%';
const AT_START = new RegExp(`^[\\s"'\u00A0\uFEFF]*[${STARTS}]`, 'u');
/** Programs that separate by semicolons, tabs or bars begin a cell inside ours, whatever our quotes say. */
const AFTER_SEPARATOR = new RegExp(`([;,|\\t\\r\\n]["'\\s\u00A0\uFEFF]*)(?=[${STARTS}])`, 'gu');

/** The whole table as text, the titles first. Numbers stay numbers, also negative ones. */
export function csvText(titles: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [titles, ...rows].map((row) => row.map(cellText).join(',') + LINE_END).join('');
}

function cellText(value: CsvCell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const inside = value.replace(AFTER_SEPARATOR, "$1'");
  const harmless = AT_START.test(value) ? `'${inside}` : inside;
  return /[",;|\t\r\n]|^\s|\s$/u.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Saves text as a file. The mark in front tells spreadsheet programs that it is UTF-8. */
export function saveCsv(fileName: string, text: string): void {
  const address = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  // The browser has taken the file by the next turn; an address kept longer keeps the text in memory.
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}
