import { Kind } from '../register/operations.js';

/** Which values operations look at, and when they are called. */
export class Looks {
  private readonly sought = new Map<number, number[]>();
  private readonly avoided = new Map<number, number[]>();

  /** An operation that looks at a value is called at an event; events ascend. */
  add(kind: number, value: number, event: number): void {
    if (kind !== Kind.avoids) {
      add(this.sought, value, event);
    }
    if (kind === Kind.avoids || kind === Kind.maybe) {
      add(this.avoided, value, event);
    }
  }

  /** All values that something looks at. */
  values(): Iterable<number> {
    return new Set([...this.sought.keys(), ...this.avoided.keys()]);
  }

  /** The first event after another at which an operation is called that wants a value. */
  soughtAfter(event: number, value: number): number {
    return nextAfter(this.sought.get(value), event);
  }

  /** The same for one that wants any other value. */
  avoidedAfter(event: number, value: number): number {
    return nextAfter(this.avoided.get(value), event);
  }
}

function add(lists: Map<number, number[]>, key: number, item: number): void {
  const list = lists.get(key);
  if (list === undefined) {
    lists.set(key, [item]);
  } else {
    list.push(item);
  }
}

/** The first of ascending events after `event`. */
function nextAfter(events: readonly number[] | undefined, event: number): number {
  let low = 0;
  let high = events?.length ?? 0;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events?.[middle] as number) > event) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return events?.[low] ?? Infinity;
}
