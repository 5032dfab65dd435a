import { answer, defineDataType, ok, wrongAnswer, type Operation } from '../data-type.js';
import { FINAL_READ, SCAN_ENDS, scanCursor, scanPiece, type ScanPiece } from '../final-read.js';
import { isJsonArray, type Json } from '../json.js';

/** What clients do with a set. */
export interface SetMethods {
  add(element: Json): Promise<unknown>;
  /** All elements, in any order. */
  readAll(): Promise<readonly Json[]>;
  /**
   * One piece of the set, for sets that are too large to be read at once: from the cursor `0` to the
   * piece whose own cursor is `0`. Of the connected node itself, whatever its role.
   */
  scan?(cursor: string): Promise<ScanPiece>;
}

function allOf(returned: unknown): readonly Json[] {
  const elements = answer(returned);
  if (isJsonArray(elements)) return elements;
  throw wrongAnswer('a list of elements from readAll', returned);
}

const read = {
  needs: ['readAll'],
  readsOnly: true,
  serve: (client: SetMethods) => client.readAll().then((elements) => ok(allOf(elements))),
} as const satisfies Operation<SetMethods>;

/** A piece of a scan where a cursor is given; a client without scans gives all as the only piece. */
const finalRead = {
  ...read,
  serve(client: SetMethods, value: Json | undefined) {
    const cursor = scanCursor(value);
    if (cursor === null) return read.serve(client);
    if (client.scan === undefined) {
      return client
        .readAll()
        .then((elements) => ok({ cursor: SCAN_ENDS, elements: allOf(elements) }));
    }
    return client.scan(cursor).then((returned) => {
      const piece = scanPiece(answer(returned));
      if (piece === null) throw wrongAnswer('{cursor, elements} from scan', returned);
      return ok({ cursor: piece.cursor, elements: piece.elements });
    });
  },
} as const satisfies Operation<SetMethods>;

/**
 * One set: `add` of an element, `read` and `final-read` of all of them. A `final-read` of `{cursor}`
 * gives one piece of a scan, `{cursor, elements}`.
 */
export const setType = defineDataType<SetMethods>({
  name: 'set',
  summary: 'one set: add an element, read all',
  operations: {
    add: {
      needs: ['add'],
      serve: (client, value) =>
        value === undefined || value === null ? null : client.add(value).then(() => ok(value)),
    },
    read,
    [FINAL_READ]: finalRead,
  },
});
