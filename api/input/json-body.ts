/** Reads JSON bodies: strict, UTF-8, up to 1 MB. Whatever cannot be read is a typed problem. */
import { isUtf8 } from 'node:buffer';
import express, { type Request, type Response } from 'express';
import { Problem } from '../problem';

export const JSON_LIMIT_BYTES = 1_048_576;

const parser = express.json({
  limit: JSON_LIMIT_BYTES,
  strict: true,
  type: ['application/json', 'application/*+json'],
  verify: (_req, _res, bytes) => {
    if (!isUtf8(bytes)) throw new Problem('malformed_json', 'The body is not valid UTF-8. Send JSON in UTF-8.');
  },
});

/** The parsed body; undefined when there is none. */
export async function readJson(req: Request, res: Response): Promise<unknown> {
  const hasBody = req.get('transfer-encoding') !== undefined || Number(req.get('content-length') ?? 0) > 0;
  if (!hasBody) return undefined;
  if (!req.is(['application/json', 'application/*+json'])) {
    throw new Problem('unsupported_media_type', 'Send the body as application/json.');
  }
  await new Promise<void>((resolve, reject) => {
    parser(req, res, (error?: unknown) => (error === undefined ? resolve() : reject(problemOf(error))));
  });
  return req.body as unknown;
}

/** body-parser names its errors by `type`. */
function problemOf(error: unknown): unknown {
  if (error instanceof Problem) return error;
  const { type, status } = error as { type?: unknown; status?: unknown };
  switch (type) {
    case 'entity.too.large':
      return new Problem('too_large', `Send at most ${JSON_LIMIT_BYTES} bytes of JSON.`, {
        limitBytes: JSON_LIMIT_BYTES,
      });
    case 'entity.parse.failed':
      return new Problem('malformed_json');
    case 'entity.verify.failed':
      return new Problem('malformed_json', 'The body is not valid UTF-8. Send JSON in UTF-8.');
    case 'charset.unsupported':
    case 'encoding.unsupported':
      return new Problem('unsupported_media_type');
    case 'request.aborted':
    case 'request.size.invalid':
      return new Problem('body_interrupted');
    default:
      return status === 400 ? new Problem('malformed_json') : error;
  }
}
