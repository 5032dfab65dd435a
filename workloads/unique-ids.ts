import { idsType } from '../harness/core/data-types/index.js';
import { always } from '../harness/core/generator/index.js';
import type { Workload } from '../harness/core/workload.js';

/** Ids, as many as can be had. */
export const uniqueIds: Workload = {
  name: 'unique-ids',
  summary: 'generates ids',
  invariant: 'no id is given out twice',
  dataType: idsType,
  checkers: ['unique-ids'],
  defaults: {},
  main: () => always({ f: 'generate', value: null }),
  final: () => null,
};
