import { Agent, request, type IncomingMessage } from 'node:http';
import { z, type JsonObject } from '../../../harness/index.js';
import { GatewayError } from './gateway-error.js';

/** The port of a member for its clients. */
export const CLIENT_PORT = 2379;

const refusal = z.object({ code: z.number().default(2), message: z.string().default('') });

/**
 * One connection to the JSON gateway of a member. It sends each request once: Node's `http` never sends one again, also
 * where a connection that was kept open turns out to be closed.
 *
 * @see https://etcd.io/docs/v3.4/dev-guide/api_grpc_gateway/
 */
export class Gateway {
  readonly #address: string;
  readonly #port: number;
  readonly #signal: AbortSignal | undefined;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  /** @param signal ends whatever is asked without a signal of its own. */
  constructor(address: string, port = CLIENT_PORT, signal?: AbortSignal) {
    this.#address = address;
    this.#port = port;
    this.#signal = signal;
  }

  /**
   * What the member answers. It waits for as long as the member does: whoever asks bounds it, and ends it with
   * {@link close} or a signal.
   * @throws GatewayError for an answer that is no success; what Node throws where there is none.
   */
  async ask<Answer>(
    path: string,
    body: JsonObject,
    schema: z.ZodType<Answer>,
    signal = this.#signal,
  ): Promise<Answer> {
    const { status, text } = await this.#send(path, JSON.stringify(body), signal);
    const answer: unknown = JSON.parse(text);
    if (status === 200) return schema.parse(answer);
    const { code, message } = refusal.parse(answer);
    throw new GatewayError(code, message);
  }

  /** Ends the connection at once, and what is under way on it. */
  close(): void {
    this.#agent.destroy();
  }

  async #send(
    path: string,
    body: string,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly status: number; readonly text: string }> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const sending = request({
        host: this.#address,
        port: this.#port,
        path,
        method: 'POST',
        agent: this.#agent,
        headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
        ...(signal === undefined ? {} : { signal }),
      });
      sending.once('response', resolve);
      sending.once('error', reject);
      sending.end(body);
    });
    const pieces: Buffer[] = [];
    for await (const piece of response) pieces.push(piece as Buffer);
    return { status: response.statusCode ?? 0, text: Buffer.concat(pieces).toString('utf8') };
  }
}
