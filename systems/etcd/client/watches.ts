import { type Json, type Key, NS_PER_MS, type WatchEvent } from '../../../harness/index.js';
import { textOf, valueOf } from '../../json-text.js';
import { GatewayError } from '../gateway/gateway-error.js';
import { get, put } from '../gateway/kv.js';
import { encoded, watchAnswer } from '../gateway/messages.js';
import type { Session } from './session.js';

/** The code of gRPC for a call that was given up. */
const CANCELLED = 1;

function nameOf(key: Key): string {
  return `faultline/watched/${key}`;
}

/**
 * Keys that are watched, each by a stream of its own for as long as it is watched.
 *
 * etcd says that a watch is made before it has told of what happened earlier: it sends such changes to new watches every
 * 100 ms only (`syncWatchersLoop`). So silence says nothing until the watch has come to the last change that the member held
 * before. A progress request would not say so: etcd answers it before old changes were sent (until 3.4.25 and 3.5.8).
 *
 * @see https://github.com/etcd-io/etcd/issues/15220
 */
export const watches = {
  writeWatched: ({ gateway }: Session, key: Key, value: Json): Promise<number> =>
    put(gateway, nameOf(key), textOf(value)),

  async watch(
    { gateway, clock }: Session,
    key: Key,
    from: number,
    for_ms: number,
  ): Promise<readonly WatchEvent[]> {
    const name = nameOf(key);
    // As the member holds it: one that is cut off from the others answers as well, and its watches tell no more than that.
    const held = (await get(gateway, name, { serializable: true }))?.modified ?? 0;
    // Of 0 etcd would give the changes from now on.
    const request = { key: encoded(name), start_revision: String(Math.max(1, from)) };
    const events: WatchEvent[] = [];
    const over = new AbortController();
    const is = { made: false, late: false };
    const endWhenTold = (): void => {
      const [last = 0] = events.at(-1) ?? [];
      if (is.late && is.made && (held < from || last >= held)) over.abort();
    };
    const cancel = clock.at(clock.now() + for_ms * NS_PER_MS, () => {
      is.late = true;
      endWhenTold();
    });
    try {
      const messages = gateway.stream(
        '/v3/watch',
        { create_request: request },
        watchAnswer,
        over.signal,
      );
      for await (const { created, canceled, cancel_reason: reason, events: told } of messages) {
        if (canceled) throw new GatewayError(CANCELLED, `the watch was cancelled: ${reason}`);
        is.made ||= created;
        for (const { kv } of told) events.push([kv.modified, valueOf(kv.value)]);
        endWhenTold();
      }
    } catch (thrown) {
      if (!over.signal.aborted) throw thrown;
    } finally {
      cancel();
    }
    return events;
  },
};
