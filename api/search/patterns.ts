/** The words of a search as LIKE patterns that the trigram indexes can answer. */
import { literal, wordsOf } from '../read/case-search';
import type { Statement } from '../read/statement';

/** More words than a person types to find one thing. */
const MOST_WORDS = 6;
/** An index of three-letter pieces knows no shorter part; the start of a word it does. */
const PIECE = 3;

export const searchWords = (q: string): string[] => wordsOf(q).slice(0, MOST_WORDS);

/** Any part of a word; of one or two letters, only the beginning of a word. */
export function patternsOf(word: string): string[] {
  const text = literal(word);
  return word.length >= PIECE ? [`%${text}%`] : [`${text}%`, `% ${text}%`];
}

/** SQL that holds when the column has every word, small or capital. @param column written in code. */
export function hasWords(column: string, words: readonly string[], s: Statement): string {
  return words
    .map((word) => {
      const any = patternsOf(word).map((pattern) => `${column} ilike ${s.value(pattern, 'text')}`);
      return `(${any.join(' or ')})`;
    })
    .join(' and ');
}
