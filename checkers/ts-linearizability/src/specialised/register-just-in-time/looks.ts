/** Which values operations look at, and when they are called. */
export class Looks {
  private readonly events = new Map<number, number[]>();

  /** An operation that looks at a value is called at an event; events ascend. */
  add(value: number, event: number): void {
    add(this.events, value, event);
  }

  /** All values that something looks at. */
  values(): Iterable<number> {
    return this.events.keys();
  }

  /** The first event after another at which an operation is called that looks at a value. */
  after(event: number, value: number): number {
    return nextAfter(this.events.get(value), event);
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
