/** Cursors of keyset pages: the sort values of the last row, encoded. They give no right, so they are not signed. */
import { z } from 'zod';
import { Problem } from '../problem';

/** @param name which list the cursor belongs to; a cursor of another list or order is refused. */
export function encodeCursor(name: string, values: readonly (string | number | null)[]): string {
  return Buffer.from(JSON.stringify([name, ...values])).toString('base64url');
}

/**
 * The values of a cursor, checked against their schemas in order.
 * @throws Problem `invalid` when it is not a cursor of this list.
 */
export function decodeCursor<T extends readonly [z.ZodType, ...z.ZodType[]]>(
  name: string,
  text: string,
  values: T,
): { [I in keyof T]: z.output<T[I]> } {
  const parsed = z.tuple([z.literal(name), ...values]).safeParse(jsonOf(text));
  if (!parsed.success) {
    throw new Problem('invalid', undefined, {
      errors: [
        { path: 'query.cursor', message: 'is not a cursor of this list and order; take `next` of the page before' },
      ],
    });
  }
  return parsed.data.slice(1) as { [I in keyof T]: z.output<T[I]> };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
