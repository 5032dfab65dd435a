import type { Client, ClientSource } from '../core/client.js';
import { messageOf } from '../core/errors.js';
import type { Completion, Invocation } from '../core/op.js';

/**
 * One client thread: holds the open client of its process, opens it when there is something to
 * send, and closes it after any outcome that leaves it in doubt.
 */
export class ClientWorker {
  readonly #source: ClientSource;
  readonly #node: string;
  #client: Client | null = null;

  constructor(source: ClientSource, node: string) {
    this.#source = source;
    this.#node = node;
  }

  get node(): string {
    return this.#node;
  }

  /** Sends one op. Never rejects: what is thrown after sending is `info`. */
  invoke(op: Invocation): Promise<Completion> {
    const client = this.#client;
    if (client !== null && client.usable) return this.#send(client, op);
    return this.#reopen(op);
  }

  /** Closes the client; the next op opens another. An op under way is abandoned. */
  async retire(): Promise<void> {
    const client = this.#client;
    this.#client = null;
    await client?.close();
  }

  async #reopen(op: Invocation): Promise<Completion> {
    await this.retire();
    try {
      this.#client = await this.#source.open({ process: op.process, node: this.#node });
    } catch (error) {
      return { type: 'fail', error: { code: 'no-client', message: messageOf(error) } };
    }
    return this.#send(this.#client, op);
  }

  async #send(client: Client, op: Invocation): Promise<Completion> {
    try {
      return await client.invoke(op);
    } catch (error) {
      return { type: 'info', error: { code: 'client-error', message: messageOf(error) } };
    }
  }
}
