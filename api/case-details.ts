/** The facts of each kind that only Postgres holds: their schemas, and the words that a search looks through. */
import { z } from 'zod';
import { DenialDetails } from '../domain/cases/denial/details';
import { WcDetails } from '../domain/cases/wc/details';

const schemas: Readonly<Record<string, z.ZodObject>> = { wc: WcDetails, denial: DenialDetails };

/** A kind without a line here takes no details. */
export const detailsSchemaOf = (kind: string): z.ZodObject => schemas[kind] ?? z.strictObject({});

const LONGEST_SEARCH_TEXT = 8_000;

/** Lower-cased words of details and whatever else names the case; long descriptions are cut. */
export function searchTextOf(parts: readonly unknown[]): string {
  return [...new Set(parts.flatMap(wordsIn))].join(' ').toLowerCase().slice(0, LONGEST_SEARCH_TEXT);
}

function wordsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value.trim()].filter(Boolean);
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(wordsIn);
}
