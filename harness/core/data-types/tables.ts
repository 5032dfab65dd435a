import { defineDataType, ok } from '../data-type.js';
import { elementsOf, isJsonArray } from '../json.js';

/** What clients do with two tables whose rows exclude each other. */
export interface TableMethods {
  /**
   * In one transaction: looks for rows of the key in both tables, and puts a row with this id into one
   * of them if there was none; an OpFailed if there was one.
   */
  insertIfNone(key: number, table: 'a' | 'b', id: number): Promise<unknown>;
}

/** Two tables: `insert` of `[key, [id, null]]` into the first or `[key, [null, id]]` into the second. */
export const tablesType = defineDataType<TableMethods>({
  name: 'tables',
  summary: 'two tables: insert a row into one, if neither has one of its key',
  operations: {
    insert: {
      needs: ['insertIfNone'],
      serve(client, value) {
        const [key, ids] = elementsOf(value);
        if (typeof key !== 'number' || !isJsonArray(ids)) return null;
        const [a, b] = ids;
        const id = a ?? b;
        if (typeof id !== 'number') return null;
        return client.insertIfNone(key, a === null ? 'b' : 'a', id).then(() => ok(value));
      },
    },
  },
});
