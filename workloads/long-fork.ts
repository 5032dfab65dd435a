import { transactionsType, type TransactionStep } from '../harness/core/data-types/index.js';
import { unfold } from '../harness/core/generator/index.js';
import type { Workload } from '../harness/core/workload.js';

/**
 * Keys in small groups. Each key is written once, by a transaction of its own, and transactions read
 * whole groups. Two reads of which each has seen a write that the other one missed do not fit into one
 * order: a long fork, which snapshot isolation forbids and parallel snapshot isolation allows.
 */
export const longFork: Workload = {
  name: 'long-fork',
  summary: 'single writes, each to a key of its own, and reads of groups of keys',
  invariant: 'all reads of a group agree on the order of its writes',
  dataType: transactionsType,
  checkers: ['long-fork'],
  defaults: { groupSize: 3, readsPerWrite: 2 },
  main({ random, options }) {
    const size = Number(options['groupSize']);
    const perGroup = size * (1 + Number(options['readsPerWrite']));
    return unfold({ random, group: 0, order: [] as readonly number[], at: 0 }, (state) => {
      const isNew = state.at === 0;
      // Places below `size` are writes of the key of that place; all others are reads.
      const [order, next] = isNew
        ? state.random.shuffle(Array.from({ length: perGroup }, (_, place) => place))
        : [state.order, state.random];
      const place = order[state.at] ?? size;
      const key = (of: number): number => state.group * size + of;
      const steps: readonly TransactionStep[] =
        place < size
          ? [['w', key(place), 1]]
          : Array.from({ length: size }, (_, of) => ['r', key(of), null]);
      const isLast = state.at + 1 === perGroup;
      return [
        { f: 'txn', value: steps },
        {
          random: next,
          order,
          group: isLast ? state.group + 1 : state.group,
          at: isLast ? 0 : state.at + 1,
        },
      ];
    });
  },
  final: () => null,
};
