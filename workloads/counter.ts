import { counterType } from '../harness/core/data-types/index.js';
import { unfold } from '../harness/core/generator/index.js';
import type { Workload } from '../harness/core/workload.js';

/** One counter that everybody adds to and reads: what was added twice, or got lost, shows in every later read. */
export const counter: Workload = {
  name: 'counter',
  summary: 'adds to one counter, and reads of its sum',
  invariant: 'the counter is linearizable: each read is the sum of the adds before it',
  dataType: counterType,
  checkers: ['linearizable'],
  model: { name: 'counter', options: {} },
  defaults: { readShare: 0.5, largestAdd: 1, decrements: false },
  main: ({ random, options }) =>
    unfold(random, (from) => {
      const [share, afterShare] = from.fraction();
      const [amount, afterAmount] = afterShare.integer(Number(options['largestAdd']));
      const [sign, next] = afterAmount.integer(2);
      if (share < Number(options['readShare'])) return [{ f: 'read', value: null }, next];
      const isNegative = options['decrements'] === true && sign === 0;
      return [{ f: 'add', value: isNegative ? -(amount + 1) : amount + 1 }, next];
    }),
  final: () => null,
};
