import type { Client, ClientSource } from '../core/client.js';
import { endsRun, messageOf } from '../core/errors.js';
import type { Completion, Invocation } from '../core/op.js';

/** Told once what came of an op, or that the run has to end. */
export interface Landing {
  /** The op is about to be sent: its time counts from here, and not while its client is opened. */
  readonly sent: () => void;
  readonly completed: (completion: Completion) => void;
  /** No run can go on after this: a workload asked for what the client does not know. */
  readonly hopeless: (error: Error) => void;
}

/**
 * One client thread: holds the open client of its process, opens it when there is something to
 * send, and closes it after any outcome that leaves it in doubt.
 */
export class ClientWorker {
  #source: ClientSource;
  readonly #node: string;
  #client: Client | null = null;
  /** How often it was retired. */
  #retired = 0;

  constructor(source: ClientSource, node: string) {
    this.#source = source;
    this.#node = node;
  }

  get node(): string {
    return this.#node;
  }

  /** Sends one op. Never throws: what is thrown after sending is `info`. */
  invoke(op: Invocation, landing: Landing): void {
    const client = this.#client;
    if (client !== null && client.usable) send(client, op, landing);
    else void this.#reopen(op, landing);
  }

  /** Goes on with clients of another source. */
  async switchTo(source: ClientSource): Promise<void> {
    this.#source = source;
    await this.retire();
  }

  /** Closes the client; the next op opens another. An op under way is abandoned. */
  async retire(): Promise<void> {
    this.#retired += 1;
    const client = this.#client;
    this.#client = null;
    await client?.close();
  }

  async #reopen(op: Invocation, landing: Landing): Promise<void> {
    const closed = this.retire();
    const mine = this.#retired;
    await closed;
    try {
      const client = await this.#source.open({ process: op.process, node: this.#node });
      if (mine === this.#retired) {
        this.#client = client;
        send(client, op, landing);
      } else {
        // The worker was retired meanwhile: nothing is sent any more.
        await client.close();
      }
    } catch (error) {
      if (endsRun(error)) landing.hopeless(error);
      else
        landing.completed({
          type: 'fail',
          error: { code: 'no-client', message: messageOf(error) },
        });
    }
  }
}

function send(client: Client, op: Invocation, { sent, completed, hopeless }: Landing): void {
  sent();
  const failed = (error: unknown): void => {
    if (endsRun(error)) hopeless(error);
    else completed({ type: 'info', error: { code: 'client-error', message: messageOf(error) } });
  };
  try {
    client.invoke(op).then(completed, failed);
  } catch (error) {
    failed(error);
  }
}
