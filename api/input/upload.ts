/** Finds the file in an upload: the body itself, or the first file of a form. It keeps nothing in memory. */
import busboy from 'busboy';
import type { Request } from 'express';
import { Problem } from '../problem';

/** Media types a file may be sent as; a form is `multipart/form-data`. */
export const UPLOAD_TYPES = [
  'application/octet-stream',
  'multipart/form-data',
  'text/plain',
  'text/csv',
  'application/edi-x12',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.ms-excel',
] as const;

export interface Upload {
  /** As the sender calls it. */
  readonly fileName: string;
  /** Fields of the form that came before the file. */
  readonly fields: Readonly<Record<string, string>>;
  readonly content: AsyncIterable<Uint8Array>;
}

const FORM_LIMITS = { files: 1, fields: 20, fieldSize: 65_536, fieldNameSize: 100, headerPairs: 100 };

/**
 * The upload of a request. Its content must be read to the end or the connection be closed.
 * @throws Problem unsupported_media_type, body_interrupted, invalid.
 */
export async function uploadOf(req: Request): Promise<Upload> {
  const type = req.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? 'application/octet-stream';
  if (type === 'multipart/form-data') return formUpload(req);
  if (!UPLOAD_TYPES.some((known) => known === type)) {
    throw new Problem('unsupported_media_type', 'Send the file as application/octet-stream or in a form.');
  }
  return { fileName: nameInHeader(req) ?? 'upload', fields: {}, content: interrupted(req) };
}

/** `filename*` (RFC 5987) holds every letter, `filename` only plain ones. A header, because an address would be kept. */
function nameInHeader(req: Request): string | null {
  const header = req.get('content-disposition') ?? '';
  const encoded = /filename\*=UTF-8''([\w!#$&+.^`|~%-]{1,1200})(?:;|\s|$)/i.exec(header)?.[1];
  if (encoded === undefined) return /filename="([^"]{1,400})"/i.exec(header)?.[1] ?? null;
  try {
    return decodeURIComponent(encoded).slice(0, 400);
  } catch {
    throw new Problem('bad_header', 'The file name in Content-Disposition is not valid UTF-8.');
  }
}

function formUpload(req: Request): Promise<Upload> {
  return new Promise((resolve, reject) => {
    const fields: Record<string, string> = {};
    const form = openForm(req);
    form.on('field', (name, value) => {
      fields[name] = value;
    });
    form.on('file', (_name, stream, info) => {
      const broken = () => stream.destroy(new Problem('body_interrupted'));
      req.once('aborted', broken);
      resolve({ fileName: info.filename || 'upload', fields, content: interrupted(stream) });
    });
    form.on('error', () => reject(new Problem('body_interrupted', 'The form is malformed. Send it again.')));
    form.on('close', () => {
      reject(
        new Problem('invalid', undefined, {
          errors: [{ path: 'body.file', message: 'is missing; add the file to the form' }],
        }),
      );
    });
    req.pipe(form);
  });
}

function openForm(req: Request): busboy.Busboy {
  try {
    return busboy({ headers: req.headers, limits: FORM_LIMITS, defParamCharset: 'utf8' });
  } catch {
    throw new Problem('bad_header', 'The Content-Type of the form has no boundary.');
  }
}

/** A sender that goes away is a problem of the sender, not of the server. */
async function* interrupted(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of source) yield piece;
  } catch {
    throw new Problem('body_interrupted');
  }
}
