import { Agent, request, type IncomingMessage } from 'node:http';
import { z, type JsonObject } from '../../../harness/index.js';
import { GatewayError } from './gateway-error.js';

/** The port of a member for its clients. */
export const CLIENT_PORT = 2379;

const refusal = z.object({ code: z.number().default(2), message: z.string().default('') });

/** One of the messages of a stream. */
const message = z.object({
  result: z.unknown().optional(),
  error: z
    .object({ grpc_code: z.number().default(2), message: z.string().default('') })
    .transform(({ grpc_code: code, message: words }) => ({ code, message: words }))
    .optional(),
});

/** The code of gRPC for a service that can't be had now. */
const UNAVAILABLE = 14;

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
    const response = await this.#send(path, JSON.stringify(body), signal);
    return schema.parse(answerIn(response, await textOf(response)));
  }

  /**
   * What the member answers one after the other, until somebody ends it: a call whose answer is a stream, each message a
   * line.
   * @param signal ends it, and the connection with it.
   * @throws GatewayError for an answer that is no success; what Node throws where the connection is lost, or the signal
   *   aborted.
   */
  async *stream<Answer>(
    path: string,
    body: JsonObject,
    schema: z.ZodType<Answer>,
    signal: AbortSignal,
  ): AsyncGenerator<Answer> {
    const response = await this.#send(path, JSON.stringify(body), signal);
    if (response.statusCode !== 200) answerIn(response, await textOf(response));
    for await (const line of linesOf(response)) {
      const { result, error } = message.parse(JSON.parse(line));
      if (error !== undefined) throw new GatewayError(error.code, error.message);
      yield schema.parse(result);
    }
    throw new GatewayError(UNAVAILABLE, 'the member ended the stream');
  }

  /** Ends the connection at once, and what is under way on it. */
  close(): void {
    this.#agent.destroy();
  }

  async #send(
    path: string,
    body: string,
    signal: AbortSignal | undefined,
  ): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
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
  }
}

async function textOf(response: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of response) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}

async function* linesOf(response: IncomingMessage): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of response.setEncoding('utf8')) {
    const lines = `${rest}${String(piece)}`.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

/** What the text of an answer holds. @throws GatewayError where it is no success. */
function answerIn({ statusCode }: IncomingMessage, text: string): unknown {
  const answer: unknown = JSON.parse(text);
  if (statusCode === 200) return answer;
  const { code, message: words } = refusal.parse(answer);
  throw new GatewayError(code, words);
}
