/** Reads the code of an error from the system (ENOENT, EEXIST); it judges none. */

/** The `code` of a thrown value. Not by `instanceof Error`: errors of Node's own modules may come from another realm. */
export function errorCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}
