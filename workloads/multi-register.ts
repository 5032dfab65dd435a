import { transactionsType, type TransactionStep } from '../harness/core/data-types/index.js';
import { concurrentKeys, limit, map, unfold } from '../harness/core/generator/index.js';
import { elementsOf } from '../harness/core/json.js';
import type { Random } from '../harness/core/random.js';
import type { Workload } from '../harness/core/workload.js';

/** Which registers of a group an op is about: one of them at least, in a random order. */
function someOf(group: number, size: number, random: Random): [readonly number[], Random] {
  const registers = Array.from({ length: size }, (_, place) => group * size + place);
  const [order, afterOrder] = random.shuffle(registers);
  const [more, next] = afterOrder.integer(size);
  return [order.slice(0, more + 1), next];
}

/**
 * Registers in groups. An op reads some registers of a group, or writes to some, as one transaction. Values are unique within a
 * group, so that a reader knows which writes it has seen in full and which in part. Groups live for different times, as
 * the keys of the workload `register` do.
 */
export const multiRegister: Workload = {
  name: 'multi-register',
  summary: 'transactions that read, or write to, several registers of a group',
  invariant:
    'the registers of a group are linearizable together: each op sees or changes all at once',
  dataType: transactionsType,
  checkers: ['linearizable'],
  model: { name: 'multi-register', options: {} },
  defaults: {
    groupSize: 3,
    threadsPerGroup: 5,
    liveGroups: 4,
    opsPerGroup: 100,
    readShare: 0.5,
    skew: 0,
  },
  main({ random, options }) {
    const groupSize = Number(options['groupSize']);
    const threadsPerKey = Number(options['threadsPerGroup']);
    const liveKeys = Number(options['liveGroups']);
    const skew = Number(options['skew']);
    const groups = concurrentKeys({ threadsPerKey, liveKeys, random, skew }, (group, place) =>
      limit(
        Number(options['opsPerGroup']) * 2 ** place,
        unfold({ from: random.fork(`group ${group}`), value: 1 }, ({ from, value }) => {
          const [registers, afterRegisters] = someOf(group, groupSize, from);
          const [share, next] = afterRegisters.fraction();
          const isRead = share < Number(options['readShare']);
          const steps = registers.map((register, at): TransactionStep =>
            isRead ? ['r', register, null] : ['w', register, value + at],
          );
          return [
            { f: 'txn', value: steps },
            { from: next, value: isRead ? value : value + steps.length },
          ];
        }),
      ),
    );
    // The registers tell the group.
    return map(
      (op) => (op.type === 'invoke' ? { ...op, value: elementsOf(op.value)[1] } : op),
      groups,
    );
  },
  final: () => null,
};
