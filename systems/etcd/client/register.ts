import type { CasResult, Json, Key } from '../../../harness/index.js';
import { textOf, valueOf } from '../../json-text.js';
import { conditions, get, put, requests, transact } from '../gateway/kv.js';
import type { Pair } from '../gateway/messages.js';
import type { Session } from './session.js';

function nameOf(key: Key): string {
  return `faultline/register/${key}`;
}

function seen(pair: Pair | undefined): Json {
  return pair === undefined ? null : valueOf(pair.value);
}

/** Registers, each a key of its own. */
export const register = {
  read: async ({ gateway, serializable }: Session, key: Key): Promise<Json> =>
    seen(await get(gateway, nameOf(key), { serializable })),

  readLocal: async ({ gateway }: Session, key: Key): Promise<Json> =>
    seen(await get(gateway, nameOf(key), { serializable: true })),

  write: ({ gateway }: Session, key: Key, value: Json): Promise<unknown> =>
    put(gateway, nameOf(key), textOf(value)),

  async cas({ gateway }: Session, key: Key, expected: Json, next: Json): Promise<CasResult> {
    const name = nameOf(key);
    const { succeeded, reads } = await transact(gateway, {
      compare: [
        expected === null ? conditions.absent(name) : conditions.valueIs(name, textOf(expected)),
      ],
      success: [requests.put(name, textOf(next))],
      failure: [requests.get(name)],
    });
    return succeeded ? { swapped: true } : { swapped: false, saw: seen(reads[0]?.[0]) };
  },
};
