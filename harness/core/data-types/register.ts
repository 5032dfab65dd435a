import { answer, defineDataType, ok, wrongAnswer, type Operation } from '../data-type.js';
import { FINAL_READ } from '../final-read.js';
import { isJsonArray, type Json } from '../json.js';
import type { Completion } from '../op.js';
import { type Key, keyed } from './keyed.js';

/** What came of a compare-and-set, where the store tells what it saw instead. */
export interface CasResult {
  readonly swapped: boolean;
  readonly saw?: Json;
}

/** What clients do with registers; a register that was never written holds `null`. */
export interface RegisterMethods {
  read(key: Key): Promise<Json>;
  write(key: Key, value: Json): Promise<unknown>;
  /** Sets a new value if the present one is the expected one, as one atomic step; whether it was. */
  cas(key: Key, expected: Json, next: Json): Promise<boolean | CasResult>;
  /**
   * What the connected node itself holds, whatever its role: for the final reads. A client without
   * it serves them by `read`.
   */
  readLocal?(key: Key): Promise<Json>;
}

const read = {
  needs: ['read'],
  readsOnly: true,
  serve(client: RegisterMethods, value: Json | undefined) {
    const op = keyed(value);
    return op && client.read(op[0]).then((seen) => ok([op[0], answer(seen)]));
  },
} as const satisfies Operation<RegisterMethods>;

const finalRead = {
  ...read,
  serve(client: RegisterMethods, value: Json | undefined) {
    const op = keyed(value);
    if (op === null || client.readLocal === undefined) return read.serve(client, value);
    return client.readLocal(op[0]).then((seen) => ok([op[0], answer(seen)]));
  },
} as const satisfies Operation<RegisterMethods>;

const write = {
  needs: ['write'],
  serve(client: RegisterMethods, value: Json | undefined) {
    const [key, written] = keyed(value) ?? [];
    if (key === undefined || written === undefined) return null;
    return client.write(key, written).then(() => ok(value));
  },
} as const satisfies Operation<RegisterMethods>;

const cas = {
  needs: ['cas'],
  optional: true,
  serve(client: RegisterMethods, value: Json | undefined) {
    const [key, change] = keyed(value) ?? [];
    if (key === undefined || !isJsonArray(change)) return null;
    const [expected, next] = change;
    if (expected === undefined || next === undefined) return null;
    return client
      .cas(key, expected, next)
      .then((result) => casCompletion(value, expected, resultOf(result)));
  },
} as const satisfies Operation<RegisterMethods>;

function resultOf(returned: boolean | CasResult): CasResult {
  if (typeof returned === 'boolean') return { swapped: returned };
  // What a client in another language or without types gives may be anything.
  if (typeof (returned as CasResult | undefined)?.swapped === 'boolean') return returned;
  throw wrongAnswer('true or false, or {swapped, saw}, from cas', returned);
}

function casCompletion(
  value: Json | undefined,
  expected: Json,
  { swapped, saw }: CasResult,
): Completion {
  if (swapped) return ok(value);
  const wanted = `expected ${JSON.stringify(expected)}`;
  const error =
    saw === undefined
      ? { code: 'cas-mismatch', message: `${wanted}, saw another value` }
      : { code: 'cas-mismatch', message: `${wanted}, saw ${JSON.stringify(answer(saw))}`, saw };
  return { type: 'fail', value, error };
}

/**
 * Independent registers that hold any JSON, or `null` at first. Values are `[key, v]`: `read` and
 * `final-read` give `[key, v]`, `write` takes `[key, v]`, `cas` takes `[key, [expected, new]]` and ends
 * as `fail` where it did not match, with what it saw if the store tells.
 */
export const registerType = defineDataType<RegisterMethods>({
  name: 'register',
  summary: 'independent registers by their keys: read, write, compare-and-set',
  operations: { read, write, cas, [FINAL_READ]: finalRead },
});
