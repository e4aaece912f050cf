/**
 * Stands before the Web UI of the embedded Temporal and tells it where payloads are decoded. The CLI can name the
 * endpoint to the UI, but not that the browser shall send its Caseclock session along; everything else passes unchanged.
 */
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';

const SETTINGS = '/api/v1/settings';
/** The UI is for the person at this machine: a page that made its own name point here is not answered. */
const HERE = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;
const MOST_SETTINGS_BYTES = 1_000_000;

const Settings = z.looseObject({ Codec: z.looseObject({}).nullish() });

export interface UiFront {
  readonly server: Server;
  close(): Promise<void>;
}

/**
 * @param upstreamPort of the UI itself, asked for at each request: it changes when Temporal is started again.
 * @param apiUrl of the API, once it listens; null before. The UI's page and the API must be one site for the browser, so
 *   the page's own host name is used where the API listens on this machine only.
 */
export function startUiFront(port: number, upstreamPort: () => number, apiUrl: () => string | null): Promise<UiFront> {
  const server = createServer((req, res) => {
    const host = req.headers.host ?? '';
    if (!HERE.test(host)) return refuse(res, 421, 'This address shows Temporal to this machine only.');
    const upstream = request(
      { host: '127.0.0.1', port: upstreamPort(), method: req.method, path: req.url, headers: headersFor(req) },
      (answer) => {
        if (req.url?.split('?')[0] === SETTINGS && answer.statusCode === 200) {
          void answerSettings(answer, res, endpointFor(apiUrl(), host));
          return;
        }
        res.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(res);
        answer.on('error', () => res.destroy());
      },
    );
    upstream.on('error', () =>
      refuse(res, 502, 'The Temporal Web UI does not answer. Wait a moment and load it again.'),
    );
    res.on('close', () => upstream.destroy());
    req.pipe(upstream);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve({
        server,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            server.closeAllConnections();
          }),
      });
    });
  });
}

/** Origins under which a browser shows this UI; requests for decoding come from them. */
export const uiOrigins = (uiUrl: string): string[] => {
  const { port } = new URL(uiUrl);
  return ['127.0.0.1', 'localhost', '[::1]'].map((host) => `http://${host}:${port}`);
};

function headersFor(req: IncomingMessage): IncomingMessage['headers'] {
  // Settings are read and changed here, so they must come as plain text.
  return req.url?.split('?')[0] === SETTINGS ? { ...req.headers, 'accept-encoding': 'identity' } : req.headers;
}

async function answerSettings(answer: IncomingMessage, res: ServerResponse, endpoint: string | null): Promise<void> {
  try {
    const pieces: Buffer[] = [];
    let bytes = 0;
    for await (const piece of answer as AsyncIterable<Buffer>) {
      bytes += piece.length;
      if (bytes > MOST_SETTINGS_BYTES) throw new Error('settings without end');
      pieces.push(piece);
    }
    const settings = Settings.parse(JSON.parse(Buffer.concat(pieces).toString('utf8')));
    const codec = endpoint === null ? {} : { Endpoint: endpoint, IncludeCredentials: true, PassAccessToken: false };
    const body = JSON.stringify({ ...settings, Codec: { ...settings.Codec, ...codec } });
    const { 'content-length': _length, 'transfer-encoding': _encoding, ...headers } = answer.headers;
    res.writeHead(200, { ...headers, 'content-length': Buffer.byteLength(body), 'cache-control': 'no-store' });
    res.end(body);
  } catch {
    refuse(res, 502, 'The settings of the Temporal Web UI cannot be read. Wait a moment and load it again.');
  }
}

function endpointFor(apiUrl: string | null, host: string): string | null {
  if (apiUrl === null) return null;
  const api = new URL(apiUrl);
  const page = host.replace(/:\d+$/, '');
  if (/^(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])$/.test(api.hostname)) api.hostname = page;
  return `${api.origin}/api/v1/codec`;
}

function refuse(res: ServerResponse, status: number, words: string): void {
  if (res.headersSent) {
    res.destroy();
    return;
  }
  res.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' });
  res.end(words);
}
