import type { Key, Operation, Partition } from '../types.js';

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
    const keys = operations.map(({ input }) => keysOf(input));
    for (const [first = NO_KEY, ...others] of keys) {
      groups.join(first, others);
    }
    const parts = new Map<Key, { readonly keys: Set<string>; readonly indices: number[] }>();
    for (const [position, touched] of keys.entries()) {
      const group = groups.of(touched[0] ?? NO_KEY);
      const part = parts.get(group) ?? { keys: new Set(), indices: [] };
      parts.set(group, part);
      part.indices.push(position);
      touched.forEach((key) => part.keys.add(key));
    }
    return Array.from(parts.values(), (part) => ({
      key: nameOf(part.keys),
      indices: part.indices,
    }));
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
  private readonly parent = new Map<Key, string>();

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
