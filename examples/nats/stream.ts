import { AckPolicy, type JetStreamManager, RetentionPolicy } from '@nats-io/jetstream';

/** One stream holds the entries of the logs, and the elements of the queue. */
export const STREAM = 'FAULTLINE';
export const QUEUE = 'queue';
/** The one consumer of the queue, which all clients share. */
export const CONSUMER = 'workers';

/** Makes the stream and its consumer, with a replica on each node. */
export async function makeStream(manager: JetStreamManager, replicas: number): Promise<void> {
  await manager.streams.add({
    name: STREAM,
    subjects: ['log.*', QUEUE],
    retention: RetentionPolicy.Limits,
    num_replicas: replicas,
  });
  await manager.consumers.add(STREAM, {
    durable_name: CONSUMER,
    filter_subject: QUEUE,
    ack_policy: AckPolicy.Explicit,
    // One element at a time is given out: otherwise a queue whose client has died is not first in, first out.
    max_ack_pending: 1,
    ack_wait: 1e9,
  });
}
