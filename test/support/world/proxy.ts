/** A TCP proxy that can cut a connection after the server's answer was read and before it is passed on (F6). */
import { connect, createServer, type Server, type Socket } from 'node:net';

export class CutProxy {
  /** Chance that a chunk of answer ends its connection instead of arriving. */
  cutChance = 0;
  cuts = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(
    readonly targetPort: number,
    private readonly random: () => number,
  ) {
    this.#server = createServer((client) => this.#serve(client));
  }

  /** Listens on a free port of 127.0.0.1 and answers with it. */
  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', () => {
        const address = this.#server.address();
        if (address === null || typeof address === 'string') reject(new Error('The proxy has no port.'));
        else resolve(address.port);
      });
    });
  }

  close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #serve(client: Socket): void {
    const server = connect(this.targetPort, '127.0.0.1');
    const both = [client, server];
    const end = (): void => both.forEach((socket) => socket.destroy());
    for (const socket of both) {
      socket.setNoDelay(true);
      this.#sockets.add(socket);
      socket.on('error', end);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        end();
      });
    }
    client.pipe(server);
    server.on('data', (chunk: Buffer) => {
      if (this.cutChance > 0 && this.random() < this.cutChance) {
        this.cuts += 1;
        client.resetAndDestroy();
        server.destroy();
        return;
      }
      if (!client.write(chunk)) server.pause();
    });
    client.on('drain', () => server.resume());
  }
}
