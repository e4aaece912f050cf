/** Reads JSON bodies: strict, UTF-8, limited in bytes and in time. Whatever cannot be read is a typed problem. */
import { isUtf8 } from 'node:buffer';
import express, { type Request, type Response } from 'express';
import { Problem } from '../problem';

export const JSON_LIMIT_BYTES = 1_048_576;

/** Setting of the application: milliseconds for a body to arrive. */
export const BODY_LIMIT_SETTING = 'json body limit ms';
const USUAL_MS = 30_000;

const parserFor = (limitBytes: number) =>
  express.json({
    limit: limitBytes,
    strict: true,
    // The guard refuses compressed bodies; here a second time, should somebody mount this elsewhere.
    inflate: false,
    type: ['application/json', 'application/*+json'],
    verify: (_req, _res, bytes) => {
      if (!isUtf8(bytes)) throw new Problem('malformed_json', 'The body is not valid UTF-8. Send JSON in UTF-8.');
    },
  });
const usualParser = parserFor(JSON_LIMIT_BYTES);

/** The parsed body; undefined when there is none. */
export async function readJson(req: Request, res: Response, limitBytes = JSON_LIMIT_BYTES): Promise<unknown> {
  const hasBody = req.get('transfer-encoding') !== undefined || Number(req.get('content-length') ?? 0) > 0;
  if (!hasBody) return undefined;
  if (!req.is(['application/json', 'application/*+json'])) {
    throw new Problem('unsupported_media_type', 'Send the body as application/json.');
  }
  const parser = limitBytes === JSON_LIMIT_BYTES ? usualParser : parserFor(limitBytes);
  const withinMs = (req.app.get(BODY_LIMIT_SETTING) as number | undefined) ?? USUAL_MS;
  await new Promise<void>((resolve, reject) => {
    // A body that drips in would otherwise hold its connection as long as the largest upload may take.
    const late = setTimeout(() => reject(tooSlow(withinMs)), withinMs);
    parser(req, res, (error?: unknown) => {
      clearTimeout(late);
      if (error === undefined) resolve();
      else reject(problemOf(error, limitBytes));
    });
  });
  return req.body as unknown;
}

const tooSlow = (withinMs: number): Problem =>
  new Problem(
    'request_timeout',
    `The body did not arrive within ${Math.ceil(withinMs / 1000)} s. Send it again.`,
    {},
    { Connection: 'close' },
  );

/** body-parser names its errors by `type`. */
function problemOf(error: unknown, limitBytes: number): unknown {
  if (error instanceof Problem) return error;
  const { type, status } = error as { type?: unknown; status?: unknown };
  switch (type) {
    case 'entity.too.large':
      return new Problem('too_large', `Send at most ${limitBytes} bytes of JSON.`, { limitBytes });
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
