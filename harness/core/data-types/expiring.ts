import { answer, defineDataType, ok } from '../data-type.js';
import { elementsOf, type Json } from '../json.js';
import { type Key, keyed } from './keyed.js';

/** What clients do with values that are there for a time only. */
export interface ExpiringMethods {
  /** Writes a value that is gone after so long. */
  writeExpiring(key: Key, value: Json, lifetime_ms: number): Promise<unknown>;
  /** The value; `null` where there is none, or none any more. */
  readExpiring(key: Key): Promise<Json>;
}

/** Values that expire: `write` of `[key, [value, lifetime_ms]]`, `read` of `[key, null]` gives `[key, value]`. */
export const expiringType = defineDataType<ExpiringMethods>({
  name: 'expiring',
  summary: 'values that expire: write one for a time, read it',
  operations: {
    write: {
      needs: ['writeExpiring'],
      serve(client, value) {
        const [key, of] = keyed(value) ?? [];
        const [written, lifetime_ms] = elementsOf(of);
        if (key === undefined || written === undefined || typeof lifetime_ms !== 'number') {
          return null;
        }
        return client.writeExpiring(key, written, lifetime_ms).then(() => ok(value));
      },
    },
    read: {
      needs: ['readExpiring'],
      readsOnly: true,
      serve(client, value) {
        const op = keyed(value);
        return op && client.readExpiring(op[0]).then((seen) => ok([op[0], answer(seen)]));
      },
    },
  },
});
