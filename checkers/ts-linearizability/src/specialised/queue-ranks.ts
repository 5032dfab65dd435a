import type { QueueInput, QueueOutput } from '../models/inputs.js';
import type { Control, Item, Operation, SpecialisedChecker, SpecialisedVerdict } from '../types.js';
import { linearizeRanks } from './queue-ranks/linearize.js';
import { rolesOf, upTo, type QueueHistory } from './queue-ranks/roles.js';
import { searchRanks } from './queue-ranks/search.js';
import { wordsFor, type DescribeOperation } from './words.js';

type QueueOperations = readonly Operation<QueueInput, QueueOutput>[];

/**
 * FIFO queues whose elements may be the same, with a known answer of every dequeue that returned:
 * enqueues and dequeues are followed in step, element by element, so that it does not matter how
 * much is in the queue (`searchRanks`). Time and memory grow with the number of operations, and
 * steeply with how many are in flight; beyond some bound the search of all states takes over.
 */
export function queueRanks(
  initial: readonly Item[],
  describe: DescribeOperation<QueueInput, QueueOutput>,
): SpecialisedChecker<QueueInput, QueueOutput> {
  return {
    name: 'queue-ranks',
    recognise(operations) {
      if (initial.length > 0) {
        return { recognised: false, because: 'the queue is not empty at first' };
      }
      const history = rolesOf(operations);
      return typeof history === 'string'
        ? { recognised: false, because: history }
        : { recognised: true, check: (control) => judge(operations, history, describe, control) };
    },
  };
}

function judge(
  operations: QueueOperations,
  history: QueueHistory,
  describe: DescribeOperation<QueueInput, QueueOutput>,
  control: Control,
): SpecialisedVerdict {
  const found = searchRanks(history.roles, control);
  if (found === 'too-many') {
    return { verdict: 'undecided', because: 'there are too many orders at the same time' };
  }
  if ('turns' in found) {
    return { verdict: 'ok', linearize: () => linearizeRanks(history, found.turns) };
  }
  const end = firstIllegal(operations, found.stuckAt, control);
  const witness: number[] = [];
  let last = -1;
  for (let at = 0; at < operations.length; at++) {
    const { call, return: returned } = operations[at] as QueueOperations[number];
    if (call <= end) {
      witness.push(at);
      last = returned === end ? at : last;
    }
  }
  const words = wordsFor(operations, describe);
  const reason = `no order of the enqueues fits what was dequeued until ${words(last)} returned`;
  return { verdict: 'illegal', witness, reason };
}

/** The first return up to which a history is illegal; mostly that is where the search was stuck. */
function firstIllegal(operations: QueueOperations, stuckAt: number, control: Control): number {
  const returns = [...new Set(operations.map(({ return: returned }) => returned))]
    .filter((time) => time < Infinity)
    .sort((a, b) => a - b);
  let low = -1;
  let high = returns.length - 1;
  for (let at = Math.min(high - 1, returns.indexOf(stuckAt)), step = 1; low < high - 1;) {
    if (isIllegal(upTo(operations, returns[at] as number), control)) {
      high = at;
    } else {
      low = at;
    }
    // By ever larger steps to an end that is legal, and then by halves.
    at = low < 0 ? Math.max(0, high - step) : (low + high) >>> 1;
    step *= 4;
    if (high === 0) {
      break;
    }
  }
  return returns[high] as number;
}

function isIllegal(operations: QueueOperations, control: Control): boolean {
  const history = rolesOf(operations);
  if (typeof history === 'string') {
    return false;
  }
  const found = searchRanks(history.roles, control);
  return typeof found === 'object' && 'stuckAt' in found;
}
