/** Headers of an answer that is a file to be saved, never a page to be shown; its name can break neither header nor path. */

const MOST_NAME_LENGTH = 120;

/**
 * @param name as a person would call the file; nothing that identifies anybody.
 * @param type media type of the content; a browser does not guess another one (nosniff is on every answer).
 */
export function attachment(name: string, type: string): Record<string, string> {
  const safe = safeName(name);
  const ascii = safe.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(safe).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return {
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`,
    'X-Content-Type-Options': 'nosniff',
  };
}

/** The last part of a path in either notation, without control, direction and reserved characters or leading dots. */
function safeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .replace(/[\p{Cc}\p{Cf}\p{Cs}<>:"|?*]/gu, '')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, MOST_NAME_LENGTH)
    // The cut may have halved a character.
    .replace(/\p{Cs}/gu, '');
  return plain === '' || /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i.test(plain) ? `file-${plain || 'export'}` : plain;
}
