import { answer, defineDataType, ok } from '../data-type.js';
import type { Json } from '../json.js';

/** What clients do with a queue. */
export interface QueueMethods {
  enqueue(element: Json): Promise<unknown>;
  /** Takes the element that was put in first; `null` when the queue is empty. */
  dequeue(): Promise<Json>;
}

/** One queue: `enqueue` of an element that is not `null`; `dequeue` gives one, or `null`. */
export const queueType = defineDataType<QueueMethods>({
  name: 'queue',
  summary: 'one queue: enqueue, dequeue',
  operations: {
    enqueue: {
      needs: ['enqueue'],
      serve: (client, value) =>
        value === undefined || value === null ? null : client.enqueue(value).then(() => ok(value)),
    },
    dequeue: {
      needs: ['dequeue'],
      serve: (client) => client.dequeue().then((element) => ok(answer(element))),
    },
  },
});
