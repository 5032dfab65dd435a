import { withOne, type Spent } from '../just-in-time/spent.js';
import { Kind } from '../register/operations.js';
import type { Placed } from './configuration.js';
import type { Moment } from './moment.js';

/** The changes of a course in their order, and the events before which they were placed. */
interface Changes {
  readonly order: readonly number[];
  readonly events: readonly number[];
}

/**
 * A legal order: the changes as the course has them, what looks at the value after the first
 * change in its interval that it fits, and each hidden write right before the one that hides it.
 */
export function linearize(moment: Moment, course: Placed | undefined): Int32Array {
  const { columns, timeline } = moment;
  const { order, events } = changesOf(moment, course);
  const isPlaced = new Uint8Array(columns.kind.length);
  order.forEach((operation) => (isPlaced[operation] = 1));
  const after = order.concat(-1).map((): { fitting: number[]; hidden: number[] } => ({
    fitting: [],
    hidden: [],
  }));
  let first = 0;
  for (const operation of timeline.events) {
    if (operation < 0 || isPlaced[operation] === 1 || columns.return[operation] === Infinity) {
      continue;
    }
    const call = timeline.called[operation] as number;
    const returned = timeline.returned[operation] as number;
    while ((events[first] ?? Infinity) <= call) {
      first++;
    }
    for (let count = first; ; count++) {
      const value = count === 0 ? 0 : (columns.value[order[count - 1] as number] as number);
      const next = order[count] ?? -1;
      if (moment.fits(operation, value)) {
        after[count]?.fitting.push(operation);
        break;
      }
      if ((events[count] ?? Infinity) > returned) {
        throw new Error(`operation ${operation} fits nowhere in a legal order`);
      }
      if (columns.kind[operation] === Kind.write && columns.kind[next] === Kind.write) {
        after[count]?.hidden.push(operation);
        break;
      }
    }
  }
  return Int32Array.from(
    after.flatMap(({ fitting, hidden }, count) => [
      ...fitting,
      ...hidden,
      ...(count < order.length ? [order[count] as number] : []),
    ]),
  );
}

function changesOf(moment: Moment, course: Placed | undefined): Changes {
  const links: Placed[] = [];
  for (let link = course; link !== undefined; link = link.before) {
    links.push(link);
  }
  const order: number[] = [];
  const events: number[] = [];
  let spent: Spent = [];
  let latest = 0;
  for (const { source, event, isEarlier } of links.toReversed()) {
    const operation = source < 0 ? (moment.nextOptional(~source, spent) ?? -1) : source;
    spent = source < 0 ? withOne(spent, ~source) : spent;
    if (isEarlier) {
      events.splice(latest, 0, events[latest] as number);
      order.splice(latest++, 0, operation);
    } else {
      latest = moment.isWrite(source) ? order.length : latest;
      events.push(event);
      order.push(operation);
    }
  }
  return { order, events };
}
