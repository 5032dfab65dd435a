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
    for (let position = 0; position < operations.length; position++) {
      const [first = NO_KEY, ...others] = keysOf(inputAt(operations, position));
      groups.join(first, others);
    }
    const parts: { readonly keys: Set<string>; readonly indices: number[] }[] = [];
    const partOf = new Map<Key, (typeof parts)[number]>();
    for (let position = 0; position < operations.length; position++) {
      const keys = keysOf(inputAt(operations, position));
      const group = groups.of(keys[0] ?? NO_KEY);
      let part = partOf.get(group);
      if (part === undefined) {
        part = { keys: new Set(), indices: [] };
        partOf.set(group, part);
        parts.push(part);
      }
      part.indices.push(position);
      for (const key of keys) {
        part.keys.add(key);
      }
    }
    const partitions: Partition[] = [];
    for (const { keys, indices } of parts) {
      partitions.push({ key: nameOf(keys), indices });
    }
    return partitions;
  };
}

/** The keys of a group, in order; of many only those that were met first. */
function nameOf(keys: ReadonlySet<string>): string {
  const named: string[] = [];
  for (const key of keys) {
    if (named.length === MOST_NAMED) {
      return `${named.sort().join(', ')} and ${keys.size - MOST_NAMED} more`;
    }
    named.push(key);
  }
  return named.sort().join(', ');
}

const NO_KEY = '';
/** Beyond this, keys of one group are counted, not named. */
const MOST_NAMED = 16;

function inputAt<Input, Output>(
  operations: readonly Operation<Input, Output>[],
  position: number,
): Input {
  return (operations[position] as Operation<Input, Output>).input;
}

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
