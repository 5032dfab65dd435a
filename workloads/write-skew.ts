import { tablesType } from '../harness/core/data-types/index.js';
import { unfold } from '../harness/core/generator/index.js';
import type { Workload } from '../harness/core/workload.js';

/**
 * Two inserts for each key, one into each of two tables, sent one after the other. Each is done only if
 * neither table has a row of the key. Where both succeed, each has overlooked what the other one wrote: Adya's
 * G2, by a predicate.
 */
export const writeSkew: Workload = {
  name: 'write-skew',
  summary: 'two inserts for each key, of which the second must see the row of the first',
  invariant: 'of the two inserts of a key at most one succeeds',
  dataType: tablesType,
  checkers: ['write-skew'],
  defaults: {},
  main: () =>
    unfold(0, (id) => [
      { f: 'insert', value: [id >> 1, id % 2 === 0 ? [id, null] : [null, id]] },
      id + 1,
    ]),
  final: () => null,
};
