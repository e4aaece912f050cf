/** Recognises files of another kind that are sent by mistake, by their first bytes; it opens none of them. */
/* oxlint-disable no-control-regex -- X12 delimiters and damage are control characters */

const SIGNATURES: ReadonlyArray<readonly [RegExp, string]> = [
  [/^\x1f\x8b/, 'a gzip archive; unpack it and import the file inside'],
  [/^PK(\x03\x04|\x05\x06|\x07\x08)/, 'a ZIP archive or an Office file; unpack it and import the remittance inside'],
  [/^BZh\d/, 'a bzip2 archive; unpack it and import the file inside'],
  [/^7z\xbc\xaf/, 'a 7-Zip archive; unpack it and import the file inside'],
  [/^\xfd7zXZ/, 'an xz archive; unpack it and import the file inside'],
  [/^%PDF/, 'a PDF; ask the payer or clearinghouse for the electronic remittance (835)'],
  [/^(\xff\xfe|\xfe\xff)/, 'text in UTF-16; save it as plain text (UTF-8) and import it again'],
  [/^-----BEGIN PGP/, 'encrypted with PGP; decrypt it and import the file inside'],
  [/^UN[AB][+:]/, 'an EDIFACT file; an X12 835 begins with ISA'],
  [/^\xd0\xcf\x11\xe0/, 'an old Office file; an X12 835 is plain text that begins with ISA'],
];

/** What the file is, with what to do, or null when its first 16 bytes (as Latin-1) look like none of the known kinds. */
export function describeForeignFile(head: string): string | null {
  return SIGNATURES.find(([pattern]) => pattern.test(head))?.[1] ?? null;
}
