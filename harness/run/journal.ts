import { History } from '../core/history.js';
import type { Json } from '../core/json.js';
import { isNemesis, type Op } from '../core/op.js';

/**
 * What a run keeps in memory of its events: how many there are, those of the nemesis, and the keys of
 * the clients' ops. All else goes to the recorder, so that a run takes as much memory after an hour
 * as after a minute.
 */
export class Journal {
  /** The events of the nemesis alone; their indices are not those of the whole history. */
  readonly nemesis = new History();
  readonly #keys = new Map<string, Json>();
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** The keys of all ops that clients have sent (`[key, v]`), in the order of their first use. */
  get keys(): readonly Json[] {
    return [...this.#keys.values()];
  }

  append(op: Op): void {
    this.#length += 1;
    if (isNemesis(op)) this.nemesis.append(op);
    else if (op.type === 'invoke' && Array.isArray(op.value)) this.#note(op.value);
  }

  #note(value: readonly Json[]): void {
    const [key] = value;
    // Two lists are the steps of a transaction.
    if (value.length !== 2 || key === undefined || Array.isArray(key)) return;
    this.#keys.set(typeof key === 'number' ? String(key) : JSON.stringify(key), key);
  }
}
