import { jetstream, jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect, type Msg, type NatsConnection, RequestError } from '@nats-io/transport-node';
import { defineClient, OpFailed, type Json, type LogEntry, type NodeAddress } from 'faultline';
import { CONSUMER, QUEUE, STREAM } from './stream.js';

const ANSWER_MS = 2000;
/** How long a dequeue waits for an element, in nanoseconds. */
const WAIT_NS = 300e6;
/** Entries that one poll gives at most. */
const ENTRIES = 20;

interface Session {
  readonly connection: NatsConnection;
  readonly manager: JetStreamManager;
}

/** A connection to the server of one node, which is not opened again when it breaks. */
export async function open({ address }: NodeAddress): Promise<Session> {
  const connection = await connect({
    servers: `${address}:4222`,
    reconnect: false,
    ignoreClusterUpdates: true,
    timeout: 1000,
  });
  // Asks nothing yet.
  const manager = await jetstreamManager(connection, { checkAPI: false, timeout: ANSWER_MS });
  return { connection, manager };
}

/** Puts a value into the stream; the answer comes when a majority of its replicas has it. */
async function publish(
  { connection }: Session,
  subject: string,
  value: Json,
): Promise<{ readonly seq: number }> {
  return jetstream(connection).publish(subject, JSON.stringify(value), { timeout: ANSWER_MS });
}

/** Asks for the next element of the queue; `null` where none came. */
async function next({ connection }: Session): Promise<Msg | null> {
  const request = JSON.stringify({ batch: 1, expires: WAIT_NS });
  const subject = `$JS.API.CONSUMER.MSG.NEXT.${STREAM}.${CONSUMER}`;
  try {
    // With a subscription of its own: an element comes under its own subject, not under that of an answer.
    const message = await connection.request(subject, request, { timeout: ANSWER_MS, noMux: true });
    // A status instead of an element, such as 408: none came within the time.
    return (message.headers?.code ?? 0) >= 400 ? null : message;
  } catch (thrown) {
    // What was not acknowledged is given to another client: nothing was taken.
    throw new OpFailed('not-given', String(thrown), { reconnect: true });
  }
}

export const client = defineClient({
  open: ({ node }) => open(node),
  close: ({ connection }) => connection.close(),

  // The workload "log": a subject for each log, so that the entries of one have some of the offsets.
  async send(session, log, value) {
    return (await publish(session, `log.${log}`, value)).seq;
  },
  async poll({ manager }, log, from) {
    const entries: LogEntry[] = [];
    let seq = from;
    while (entries.length < ENTRIES) {
      // Asks the leader of the stream: any replica would answer a direct request, and may be behind.
      const query = { seq, next_by_subj: `log.${log}` };
      const found = await manager.streams.getMessage(STREAM, query);
      if (found === null) break;
      entries.push([found.seq, found.json<Json>()]);
      seq = found.seq + 1;
    }
    return entries;
  },

  // The workload "queue".
  enqueue: (session, element) => publish(session, QUEUE, element),
  async dequeue(session) {
    const message = await next(session);
    if (message !== null) {
      // Acknowledged twice: the server confirms that it has noted the acknowledgement.
      await session.connection.request(message.reply ?? '', '+ACK', { timeout: ANSWER_MS });
      return message.json<Json>();
    }
    const { num_pending, num_ack_pending } = await session.manager.consumers
      .info(STREAM, CONSUMER)
      .catch((thrown: unknown) => {
        throw new OpFailed('not-given', String(thrown), { reconnect: true });
      });
    if (num_pending === 0 && num_ack_pending === 0) return null;
    throw new OpFailed('busy', 'another client has the element that is next');
  },

  /** Where nobody listens, a request has certainly not been received. Of other errors nobody knows. */
  classify(thrown) {
    const cause = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown;
    return cause instanceof RequestError && cause.isNoResponders()
      ? new OpFailed('no-responders', 'no server of JetStream answers', { reconnect: true })
      : undefined;
  },
});
