import { type Json, type Key, NS_PER_MS, type WatchEvent } from '../../../harness/index.js';
import { textOf, valueOf } from '../../json-text.js';
import { GatewayError } from '../gateway/gateway-error.js';
import { put } from '../gateway/kv.js';
import { encoded, watchAnswer } from '../gateway/messages.js';
import type { Session } from './session.js';

/** Codes of gRPC: a call that was given up, and one that was not answered in its time. */
const CODES = { cancelled: 1, deadlineExceeded: 4 };

function nameOf(key: Key): string {
  return `faultline/watched/${key}`;
}

/** Keys that are watched, each by a stream of its own for as long as it is watched. */
export const watches = {
  writeWatched: ({ gateway }: Session, key: Key, value: Json): Promise<number> =>
    put(gateway, nameOf(key), textOf(value)),

  async watch(
    { gateway, clock }: Session,
    key: Key,
    from: number,
    for_ms: number,
  ): Promise<readonly WatchEvent[]> {
    const over = new AbortController();
    const cancel = clock.at(clock.now() + for_ms * NS_PER_MS, () => {
      over.abort();
    });
    // Of 0 etcd would give the changes from now on.
    const request = { key: encoded(nameOf(key)), start_revision: String(Math.max(1, from)) };
    const events: WatchEvent[] = [];
    let isMade = false;
    try {
      const messages = gateway.stream(
        '/v3/watch',
        { create_request: request },
        watchAnswer,
        over.signal,
      );
      for await (const { created, canceled, cancel_reason: reason, events: told } of messages) {
        if (canceled) throw new GatewayError(CODES.cancelled, `the watch was cancelled: ${reason}`);
        isMade ||= created;
        for (const { kv } of told) events.push([kv.modified, valueOf(kv.value)]);
      }
    } catch (thrown) {
      if (!over.signal.aborted) throw thrown;
    } finally {
      cancel();
    }
    // Of a watch that was never made, silence says nothing.
    if (isMade) return events;
    const text = `the member did not make the watch within ${for_ms} ms`;
    throw new GatewayError(CODES.deadlineExceeded, text);
  },
};
