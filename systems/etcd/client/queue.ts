import { type Json, type LogEntry, OpFailed } from '../../../harness/index.js';
import { textOf, valueOf } from '../../json-text.js';
import { conditions, getAll, put, requests, transact } from '../gateway/kv.js';
import type { Session } from './session.js';

const QUEUE = 'faultline/queue/';

/** How often a dequeue looks for another first element after somebody else took the one that it saw. */
const ATTEMPTS = 20;

/** How many entries of a log one poll gives at most. */
const ENTRIES_PER_POLL = 32;

function logNamed(log: string): string {
  return `faultline/log/${log}/`;
}

/** A queue and logs: a key for each element, in the order of the revisions that made them. */
export const queue = {
  enqueue: ({ gateway, uniqueName }: Session, element: Json): Promise<unknown> =>
    put(gateway, `${QUEUE}${uniqueName()}`, textOf(element)),

  async dequeue({ gateway }: Session): Promise<Json> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const { kvs } = await getAll(gateway, QUEUE, { oldestFirst: true, limit: 1 });
      const [first] = kvs;
      if (first === undefined) return null;
      const { succeeded } = await transact(gateway, {
        compare: [conditions.createdAt(first.key, first.created)],
        success: [requests.remove(first.key)],
      });
      if (succeeded) return valueOf(first.value);
    }
    throw new OpFailed('conflict', `others took the first element, ${ATTEMPTS} times in a row`);
  },

  /** The offset is the revision, so offsets leave numbers out. */
  send: ({ gateway, uniqueName }: Session, log: string, value: Json): Promise<number> =>
    put(gateway, `${logNamed(log)}${uniqueName()}`, textOf(value)),

  async poll(
    { gateway, serializable }: Session,
    log: string,
    from: number,
  ): Promise<readonly LogEntry[]> {
    const { kvs } = await getAll(gateway, logNamed(log), {
      serializable,
      oldestFirst: true,
      createdFrom: from,
      limit: ENTRIES_PER_POLL,
    });
    return kvs.map(({ created, value }) => [created, valueOf(value)] as const);
  },
};
