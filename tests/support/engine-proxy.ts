import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ENGINE = '/var/run/docker.sock';

/**
 * The machine's engine behind a socket of the test's own, that can be taken away at any moment:
 * to the harness an engine that died, and no harm to anybody else who uses it.
 */
export class EngineProxy {
  readonly socket: string;
  readonly #folder: string;
  readonly #server: Server;
  readonly #connections = new Set<Socket>();

  private constructor(folder: string) {
    this.#folder = folder;
    this.socket = `unix://${join(folder, 'docker.sock')}`;
    // The engine's answers to hijacked connections go on after the request has been closed.
    this.#server = createServer({ allowHalfOpen: true }, (near) => {
      const far = createConnection({ path: ENGINE, allowHalfOpen: true });
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#connections.add(from);
        from.pipe(to);
        from.on('error', () => to.destroy());
        from.on('close', () => {
          this.#connections.delete(from);
          to.destroy();
        });
      }
    });
  }

  static async start(): Promise<EngineProxy> {
    const proxy = new EngineProxy(await mkdtemp(join(tmpdir(), 'faultline-engine-')));
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject);
      proxy.#server.listen(proxy.socket.replace('unix://', ''), resolve);
    });
    return proxy;
  }

  /** From now on nobody answers: every connection is cut, and new ones are refused. */
  async die(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    for (const connection of this.#connections) connection.destroy();
    await closed;
  }

  async stop(): Promise<void> {
    if (this.#server.listening) await this.die();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
