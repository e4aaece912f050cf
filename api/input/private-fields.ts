/** Fields of lists and uploads that may name a person. Addresses are kept by browsers, proxies and their logs. */

/** Taken in bodies only. A test fails for a query field of free text that is not among them. */
export const privateFields: ReadonlySet<string> = new Set(['q', 'number', 'tag', 'fileName']);

/** What a field that is not known is told, where it would be known elsewhere. */
export function unknownField(where: string, key: string): string {
  if (where !== 'query' || !privateFields.has(key)) return 'is not a known field';
  return key === 'fileName'
    ? 'may name a person: name the file in Content-Disposition, or send a form'
    : 'may name a person: send it in the body, to POST on this address with /search behind it';
}
