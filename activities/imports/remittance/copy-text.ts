/** Writes values in PostgreSQL's COPY text format; it sends nothing. */

type Cell = string | number | boolean | null;

/** One line of COPY text: tab between cells, newline at the end, `\N` for null. */
export function copyLine(cells: readonly Cell[]): string {
  let line = '';
  for (let at = 0; at < cells.length; at += 1) {
    const cell = cells[at] ?? null;
    if (at > 0) line += '\t';
    if (cell === null) line += '\\N';
    else if (typeof cell === 'string') line += escaped(cell);
    else line += cell === true ? 't' : cell === false ? 'f' : String(cell);
  }
  return `${line}\n`;
}

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? '') : text;
}

/** An array literal of text. */
export function textArray(items: readonly string[]): string {
  if (items.length === 0) return '{}';
  return `{${items.map((item) => (/^[A-Za-z0-9-]+$/.test(item) && !/^null$/i.test(item) ? item : `"${item.replace(/["\\]/g, '\\$&')}"`)).join(',')}}`;
}

/** JSON without empty strings, empty lists and nulls: what the payer did not send takes no space. */
export function compactJson(parts: Readonly<Record<string, unknown>>): string {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(parts)) {
    if (value === null || value === '' || value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    kept[name] = value;
  }
  return JSON.stringify(kept);
}
