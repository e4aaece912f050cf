/** Sends bytes as they are over a socket, for requests that no client library would send; answers what came back. */
import { connect, type Socket } from 'node:net';

export interface RawReply {
  readonly status: number;
  readonly head: string;
  readonly body: string;
  /** Milliseconds until the server closed the connection or the answer was whole. */
  readonly tookMs: number;
}

/** Writes the pieces one after another, `everyMs` apart, and reads until the server closes. */
export function rawRequest(
  url: string,
  pieces: readonly (string | Buffer)[],
  everyMs = 0,
  limitMs = 30_000,
): Promise<RawReply> {
  const { hostname, port } = new URL(url);
  const from = performance.now();
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(Number(port), hostname);
    let text = '';
    let timer: NodeJS.Timeout | undefined;
    const limit = setTimeout(() => socket.destroy(new Error(`Nothing closed within ${limitMs} ms: ${text}`)), limitMs);
    const left = [...pieces];
    const write = () => {
      const piece = left.shift();
      if (piece === undefined || socket.destroyed) return;
      socket.write(piece);
      timer = setTimeout(write, everyMs);
    };
    socket.once('connect', write);
    socket.on('data', (chunk: Buffer) => (text += chunk.toString('latin1')));
    socket.once('error', (error) => {
      // A reset after the answer is how a server ends a request it does not want to read.
      if (text === '') reject(error);
    });
    socket.once('close', () => {
      clearTimeout(timer);
      clearTimeout(limit);
      const [head = '', ...body] = text.split('\r\n\r\n');
      const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1] ?? 0);
      resolve({ status, head, body: body.join('\r\n\r\n'), tookMs: performance.now() - from });
    });
  });
}
