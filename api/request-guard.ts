/** Refuses requests whose outer form is a trick or a mistake, before anything reads them. Knows no route and no caller. */
import type { NextFunction, Request, Response } from 'express';
import { Problem } from './problem';

/** A host name or address with an optional port, and nothing that a header or a log line could be broken with. */
const HOST = /^(\[[0-9a-f:.]{2,45}\]|[a-z0-9]([a-z0-9._-]{0,252}[a-z0-9])?)(:\d{1,5})?$/i;

const MOST_HEADERS = 100;

/** @throws Problem bad_header, unsupported_media_type */
export function guardRequest(req: Request, _res: Response, next: NextFunction): void {
  const { url, rawHeaders, headers } = req;
  // A target with a host of its own is for proxies; ours would be told by one of the two hosts, whoever asks.
  if (!url.startsWith('/')) throw new Problem('bad_header', 'The request target must be a path, beginning with "/".');
  if (rawHeaders.length / 2 > MOST_HEADERS) throw new Problem('bad_header', `Send at most ${MOST_HEADERS} headers.`);
  const hosts = rawHeaders.filter((name, n) => n % 2 === 0 && name.toLowerCase() === 'host').length;
  if (hosts > 1 || !HOST.test(headers.host ?? '')) throw new Problem('bad_header', 'The Host header is malformed.');
  const encoding = headers['content-encoding']?.trim().toLowerCase();
  if (encoding !== undefined && encoding !== '' && encoding !== 'identity') {
    // A few kilobytes may unpack to gigabytes, so nothing is unpacked.
    const refusal = 'Send the body without Content-Encoding: compressed bodies are not taken.';
    throw new Problem('unsupported_media_type', refusal, {}, { Connection: 'close' });
  }
  next();
}
