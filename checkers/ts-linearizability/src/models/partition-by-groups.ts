import type { Operation, Partition } from '../types.js';
import { partitionBy } from './partition-by.js';

/**
 * A `partition` function for transactions over independent objects: objects that one transaction
 * touches together belong together (union-find). Transactions that touch none are one part.
 *
 * @param keysOf - the keys of the objects that a transaction touches.
 */
export function partitionByGroups<Input, Output>(
  keysOf: (input: Input) => readonly string[],
): (operations: readonly Operation<Input, Output>[]) => readonly Partition[] {
  return function (operations) {
    const groups = new Groups();
    for (const { input } of operations) {
      const [first = NO_KEY, ...others] = keysOf(input);
      groups.join(first, others);
    }
    const byGroup = partitionBy<Input, Output>((input) => groups.of(keysOf(input)[0] ?? NO_KEY));
    return byGroup(operations).map(({ indices }) => {
      const keys = Array.from(indices, (at) =>
        keysOf((operations[at] as Operation<Input, Output>).input),
      );
      return { key: nameOf(new Set(keys.flat())), indices };
    });
  };
}

/** The keys of a group, in order; of many only those that were met first. */
function nameOf(keys: ReadonlySet<string>): string {
  const named = [...keys].slice(0, MOST_NAMED).sort().join(', ');
  return keys.size > MOST_NAMED ? `${named} and ${keys.size - MOST_NAMED} more` : named;
}

const NO_KEY = '';
/** Beyond this, keys of one group are counted, not named. */
const MOST_NAMED = 16;

/** Disjoint sets of keys. */
class Groups {
  private readonly parent = new Map<string, string>();

  /** The key that stands for the group of a key. */
  of(key: string): string {
    let at = key;
    for (let up = this.parent.get(at) ?? at; up !== at; up = this.parent.get(at) ?? at) {
      this.parent.set(at, this.parent.get(up) ?? up);
      at = up;
    }
    return at;
  }

  join(first: string, others: readonly string[]): void {
    for (const other of others) {
      this.parent.set(this.of(other), this.of(first));
    }
  }
}
