import { queueType } from '../harness/core/data-types/index.js';
import { unfold } from '../harness/core/generator/index.js';
import type { Workload } from '../harness/core/workload.js';
import { eachNodeReads, untilRefused } from './readers.js';

/** Takes what is left, one by one; the state says whether there is nothing left. */
const drain = untilRefused<boolean>({
  op: (isEmpty) => (isEmpty ? null : { f: 'dequeue', value: null }),
  after: (_, { type, value }) => type === 'ok' && value === null,
});

/** Enqueues of unique integers and dequeues, then dequeues until the queue is empty. */
export const queue: Workload = {
  name: 'queue',
  summary: 'enqueues of unique integers and dequeues, then dequeues until it is empty',
  invariant: 'every acknowledged element comes out once, first in first out',
  dataType: queueType,
  checkers: ['total-queue', 'linearizable'],
  model: { name: 'queue', options: {} },
  defaults: { dequeueShare: 0.4 },
  main: ({ random, options }) =>
    unfold({ random, element: 0 }, (state) => {
      const [share, next] = state.random.fraction();
      return share < Number(options['dequeueShare'])
        ? [
            { f: 'dequeue', value: null },
            { ...state, random: next },
          ]
        : [
            { f: 'enqueue', value: state.element },
            { random: next, element: state.element + 1 },
          ];
    }),
  final: ({ nodeCount }) => eachNodeReads(nodeCount, drain, { state: false, refusals: 0 }),
};
