/** Refuses text that cannot be stored, and nesting without end, before any schema sees the input. */
import { Problem, type Fault } from '../problem';

const MOST_LEVELS = 32;
const MOST_FAULTS = 20;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Walks a parsed JSON value, or the strings of a query.
 * @throws Problem `invalid` naming each place with a NUL character or half a character; `json_too_deep`.
 */
export function checkText(where: string, value: unknown): void {
  const faults: Fault[] = [];
  walk(where, value, 0, faults);
  if (faults.length > 0) throw new Problem('invalid', undefined, { errors: faults });
}

function walk(path: string, value: unknown, level: number, faults: Fault[]): void {
  if (faults.length >= MOST_FAULTS) return;
  if (typeof value === 'string') {
    const message = faultOf(value);
    if (message !== null) faults.push({ path, message });
    return;
  }
  if (value === null || typeof value !== 'object') return;
  if (level >= MOST_LEVELS) throw new Problem('json_too_deep');
  for (const [key, item] of Object.entries(value)) {
    if (faultOf(key) !== null) faults.push({ path, message: 'has a field whose name is not valid text' });
    else walk(`${path}.${key.slice(0, 80)}`, item, level + 1, faults);
  }
}

function faultOf(text: string): string | null {
  if (text.includes('\0')) return 'contains a NUL character, which cannot be stored; remove it';
  if (LONE_SURROGATE.test(text)) return 'contains half of a character (a lone surrogate); send valid Unicode';
  return null;
}
