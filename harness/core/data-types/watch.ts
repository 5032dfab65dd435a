import { answer, defineDataType, ok, wrongAnswer, type Operation } from '../data-type.js';
import { elementsOf, type Json } from '../json.js';
import { type Key, keyed } from './keyed.js';
import { isNumberedValues } from './numbered-values.js';

/** A change of a watched key: its revision, and the value that was written. */
export type WatchEvent = readonly [revision: number, value: Json];

/** What clients do with keys that are watched. */
export interface WatchMethods {
  /** Writes a value to a key; gives the revision, which is above that of every earlier write to this key. */
  writeWatched(key: Key, value: Json): Promise<number>;
  /**
   * Watches a key for so long, from a revision on; 0 for the first one. Gives the changes in the order in which the
   * store told of them. It goes on for longer until the store has told of all that the node held when it was asked: no
   * events mean that there were none.
   */
  watch(key: Key, from: number, for_ms: number): Promise<readonly WatchEvent[]>;
}

const watching: Operation<WatchMethods> & { readonly needs: readonly ['watch'] } = {
  needs: ['watch'],
  readsOnly: true,
  serve(client, value) {
    const [key, of] = keyed(value) ?? [];
    const [from, for_ms] = elementsOf(of);
    if (key === undefined || typeof from !== 'number' || typeof for_ms !== 'number') return null;
    return client.watch(key, from, for_ms).then((returned) => {
      const events = answer(returned);
      if (isNumberedValues(events)) return ok([key, events]);
      throw wrongAnswer('events [revision, value] from watch', returned);
    });
  },
};

/**
 * Keys that are watched: `write` of `[key, value]` gives `[key, [revision, value]]`; `watch` of `[key, [from, for_ms]]` gives
 * `[key, [[revision, value], …]]`, and so does `final-watch`.
 */
export const watchType = defineDataType<WatchMethods>({
  name: 'watch',
  summary: 'keys that are watched: write one, watch it from a revision on',
  operations: {
    write: {
      needs: ['writeWatched'],
      serve(client, value) {
        const [key, written] = keyed(value) ?? [];
        if (key === undefined || written === undefined) return null;
        return client.writeWatched(key, written).then((revision) => {
          if (Number.isInteger(revision)) return ok([key, [revision, written]]);
          throw wrongAnswer('the revision from writeWatched, a whole number', revision);
        });
      },
    },
    watch: watching,
    'final-watch': watching,
  },
});
