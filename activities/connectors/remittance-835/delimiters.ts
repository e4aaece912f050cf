/** Finds the delimiters of one X12 interchange from its ISA (or from a bare GS or ST); it reads no further segment. */

/** The four delimiters of an interchange; `repetition` is null before version 00402. */
export interface Delimiters {
  readonly element: string;
  readonly component: string;
  readonly segment: string;
  readonly repetition: string | null;
}

export type DelimiterResult =
  | { readonly kind: 'more' }
  | { readonly kind: 'bad' }
  | {
      readonly kind: 'found';
      readonly delimiters: Delimiters;
      /** Empty for a bare start, where the first segment is still to be read. */
      readonly elements: readonly string[];
      /** Index of the first character after the ISA's terminator (for a bare start: of the segment itself). */
      readonly next: number;
      readonly fixedLength: boolean;
    };

/** An ISA is 105 characters and a terminator; padding may be lost or lines wrapped, so look a little further. */
const ISA_WINDOW = 400;
const ISA_SEPARATORS = [3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103];
const WORD = /[A-Za-z0-9 ]/;

/** Reads the ISA that begins at `from`; `final` says that no more text will come. */
export function readIsa(text: string, from: number, final: boolean): DelimiterResult {
  const fixed = readFixedIsa(text, from);
  if (fixed) return fixed;
  if (!final && text.length - from < ISA_WINDOW) return { kind: 'more' };
  return readLooseIsa(text, from);
}

function readFixedIsa(text: string, from: number): DelimiterResult | null {
  const { clean, next } = withoutLineBreaks(text, from, 105);
  if (clean.length < 105) return null;
  const element = clean.charAt(3);
  if (!ISA_SEPARATORS.every((at) => clean.charAt(at) === element)) return null;
  if (next >= text.length) return null;
  return found(clean, element, text.charAt(next), next + 1, true);
}

/** Some senders trim the padding of ISA elements: count separators instead of characters. */
function readLooseIsa(text: string, from: number): DelimiterResult {
  const element = text.charAt(from + 3);
  let at = from + 3;
  for (let seen = 1; seen < 16; seen += 1) {
    at = text.indexOf(element, at + 1);
    if (at < 0 || at - from > ISA_WINDOW) return { kind: 'bad' };
  }
  const terminatorAt = at + 2;
  if (terminatorAt >= text.length) return { kind: 'bad' };
  const head = text.slice(from, terminatorAt).replace(/[\r\n]/g, '');
  return found(head, element, text.charAt(terminatorAt), terminatorAt + 1, false);
}

function found(head: string, element: string, segment: string, next: number, fixedLength: boolean): DelimiterResult {
  const elements = head.split(element);
  const last = elements[16] ?? '';
  const component = last.length === 1 && !WORD.test(last) ? last : ':';
  if (elements.length !== 17 || WORD.test(element) || WORD.test(segment)) return { kind: 'bad' };
  if (element === segment || component === element || component === segment) return { kind: 'bad' };
  const repetition = elements[11] ?? '';
  return {
    kind: 'found',
    elements,
    next,
    fixedLength,
    delimiters: { element, component, segment, repetition: WORD.test(repetition) || !repetition ? null : repetition },
  };
}

/**
 * Guesses the delimiters of a file that begins with GS or ST: the separator follows the segment's name, the terminator is
 * the first character after the second element that is no letter, digit or separator. The component separator stays a guess.
 */
export function readBareStart(text: string, from: number, final: boolean): DelimiterResult {
  const element = text.charAt(from + 2);
  const separators = text.startsWith('GS', from) ? 8 : 2;
  let at = from + 1;
  for (let seen = 0; seen < separators; seen += 1) {
    at = text.indexOf(element, at + 1);
    if (at < 0 || at - from > ISA_WINDOW)
      return final || text.length - from > ISA_WINDOW ? { kind: 'bad' } : { kind: 'more' };
  }
  const rest = text.slice(at + 1, at + 1 + ISA_WINDOW);
  for (const character of rest) {
    if (character === element || /[A-Za-z0-9 .\-_/]/.test(character)) continue;
    const component = character === ':' ? '>' : ':';
    return {
      kind: 'found',
      elements: [],
      next: from,
      fixedLength: true,
      delimiters: { element, component, segment: character, repetition: null },
    };
  }
  return final || rest.length >= ISA_WINDOW ? { kind: 'bad' } : { kind: 'more' };
}

function withoutLineBreaks(text: string, from: number, wanted: number): { clean: string; next: number } {
  const plain = text.slice(from, from + wanted);
  if (plain.length === wanted && !/[\r\n]/.test(plain)) return { clean: plain, next: from + wanted };
  let clean = '';
  let at = from;
  while (at < text.length && clean.length < wanted && at - from < ISA_WINDOW) {
    const character = text.charAt(at);
    if (character !== '\r' && character !== '\n') clean += character;
    at += 1;
  }
  return { clean, next: at };
}
