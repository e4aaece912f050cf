/** Looks whether a TCP port can be listened on, before minutes of work would end with "address in use". */
import { createServer } from 'node:net';
import { errorCode } from '../../platform/error-code';
import { freePort } from '../../platform/free-port';

/** The API's port is taken. The message says how to choose another. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
  constructor(port: number, host: string) {
    super(
      `Port ${port} on ${host} is used by another program (or another Caseclock). ` +
        `Choose another one: PORT=${port + 1} npm start`,
    );
  }
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => {
      if (errorCode(error) === 'EADDRINUSE') resolve(false);
      else if (errorCode(error) === 'EACCES')
        reject(new Error(`Port ${port} needs more rights; choose one above 1023.`));
      else reject(new Error(`Nothing can listen on ${host}:${port} (${error.message}). Check HOST and PORT.`));
    });
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
}

/** Throws `PortTakenError` when the port is taken; port 0, any free one, always passes. */
export async function requireFree(port: number, host: string): Promise<void> {
  if (port !== 0 && !(await canListen(port, host))) throw new PortTakenError(port, host);
}

/** The wanted port if it is free, otherwise any: for what a person only looks at. */
export async function preferred(port: number): Promise<number> {
  return (await canListen(port, '127.0.0.1')) ? port : freePort();
}
