import { type Json, SCAN_ENDS, type ScanPiece } from '../../../harness/index.js';
import { textOf, valueOf } from '../../json-text.js';
import { getAll, put } from '../gateway/kv.js';
import type { Session } from './session.js';

const PREFIX = 'faultline/set/';

/** How many elements one piece of a scan has at most. */
const PIECE_SIZE = 10_000;

function elementOf({ key }: { readonly key: string }): Json {
  return valueOf(key.slice(PREFIX.length));
}

/** A set: a key without a value for each element. */
export const set = {
  add: ({ gateway }: Session, element: Json): Promise<unknown> =>
    put(gateway, `${PREFIX}${textOf(element)}`, ''),

  async readAll({ gateway, serializable }: Session): Promise<readonly Json[]> {
    const { kvs } = await getAll(gateway, PREFIX, { serializable });
    return kvs.map(elementOf);
  },

  /** The cursor is the key after which the next piece begins. */
  async scan({ gateway }: Session, cursor: string): Promise<ScanPiece> {
    const from = cursor === SCAN_ENDS ? PREFIX : `${cursor}\0`;
    const options = { serializable: true, limit: PIECE_SIZE };
    const { kvs, more } = await getAll(gateway, PREFIX, options, from);
    const last = kvs.at(-1);
    return {
      cursor: more && last !== undefined ? last.key : SCAN_ENDS,
      elements: kvs.map(elementOf),
    };
  },
};
