import { Kind } from '../register/operations.js';
import { covers, type Configuration } from './configuration.js';
import type { Moment } from './moment.js';
import { casOf, replaceable, writable, writeOf } from './sources.js';

type Test = (at: Configuration) => boolean;

/**
 * What can be done at the last moment before an operation returns, so that it is done by then.
 *
 * Changes are placed as late as possible. Take any legal order, and the changes between two
 * returns: all can wait until just before the second of the two, where more operations are in flight. The last of them can wait
 * even longer, unless the operation that returns is that change, or is not done without it.
 * So before each return there are either no changes, or the last one is what the operation that returns
 * needs. A write that returns needs itself at most: if another write is to hide it, that one can
 * come after it, and therefore later.
 *
 * Writes that only were there for reads of their values, between the previous value and the latest
 * write, are not placed when that write is, but when such a read, or the write, returns:
 * `placeEarlier`. So whatever is not needed yet stays open, and there are few configurations.
 */
export class Moves {
  /** Whether something was left out that was too much. */
  isCut = false;
  private readonly moment: Moment;
  /** How many configurations a sequence of cas can lead to, and how many of these are optional. */
  private readonly width: number;
  private readonly depth: number;
  private found: Configuration[] = [];

  constructor(moment: Moment, width: number) {
    this.moment = moment;
    this.width = width;
    this.depth = Math.max(1, Math.floor(Math.log2(width) / 3) - 1);
  }

  /** The configurations that a configuration can have become before an operation returns. */
  before(operation: number, at: Configuration): readonly Configuration[] {
    const { moment } = this;
    this.found = [];
    const isDone = moment.isDone(at, operation);
    const isFree = moment.isFree(at, operation);
    if (isDone && !isFree) {
      return [at];
    }
    const kind = moment.columns.kind[operation];
    const own = moment.columns.value[operation] as number;
    const done: Test = (next) => moment.isDone(next, operation);
    const placed: Test = (next) => !moment.isFree(next, operation);
    if (kind === Kind.write) {
      this.write(operation, at, isDone);
    } else if (kind === Kind.read) {
      this.reach(operation, at, replaceable(moment, at).add(own), done);
    } else if (kind === Kind.avoids) {
      this.reach(operation, at, writable(moment, at), done);
    } else {
      if (isDone) {
        this.found.push(at);
      } else if (kind === Kind.maybe) {
        this.reach(operation, at, writable(moment, at), done);
      }
      this.reach(operation, at, replaceable(moment, at), placed);
    }
    return this.found;
  }

  /** A write that was not placed returns. */
  private write(operation: number, at: Configuration, isDone: boolean): void {
    const { moment } = this;
    const value = moment.columns.value[operation] as number;
    if (isDone) {
      // Before the latest write it costs nothing, and may have been read there.
      if (moment.isHidden(at, operation)) {
        this.follow(moment.place(at, operation, true), value, true, (next) => {
          this.found.push(next);
          return true;
        });
      } else {
        this.found.push(at);
      }
      // If something has to find another value, any change may be of use.
      if (!moment.isSought(value, moment.event) && !moment.hasAvoiding) {
        return;
      }
    }
    for (const left of this.leave(at, () => false)) {
      this.found.push(moment.place(left, operation, false));
    }
  }

  /** Places what an operation needs that is neither done nor a write: now, or before the latest write. */
  private reach(operation: number, at: Configuration, values: Iterable<number>, test: Test): void {
    const { moment } = this;
    const isHidden = moment.isHidden(at, operation);
    const left = this.leave(at, test);
    for (const value of values) {
      const earlier = isHidden ? writeOf(moment, at, value, true) : undefined;
      if (earlier !== undefined) {
        this.follow(moment.place(at, earlier, true), value, true, (next) => {
          if (test(next)) {
            this.found.push(next);
          }
          return true;
        });
      }
      for (const before of left) {
        const source = writeOf(moment, before, value, false);
        if (source !== undefined) {
          this.follow(moment.place(before, source, false), value, false, (next) =>
            this.goesOn(next, test),
          );
        }
      }
    }
  }

  private goesOn(next: Configuration, test: Test): boolean {
    if (test(next)) {
      this.found.push(next);
      return false;
    }
    return true;
  }

  /** What cas can make of a configuration before its value is written over; up to what passes the test. */
  private leave(at: Configuration, test: Test): readonly Configuration[] {
    const left: Configuration[] = [];
    this.follow(at, at.value, false, (next) => {
      if (next !== at && !this.goesOn(next, test)) {
        return false;
      }
      if (!left.some((other) => covers(other, next))) {
        left.push(next);
      }
      return true;
    });
    return left;
  }

  /** Follows all sequences of cas from a value; `visit` says whether to go on from there. */
  private follow(
    from: Configuration,
    value: number,
    isEarlier: boolean,
    visit: (at: Configuration) => boolean,
  ): void {
    const { moment } = this;
    if (!visit(from) || !moment.effects.hasReplacing) {
      return;
    }
    const open = [{ at: from, value }];
    for (const here of open) {
      for (const source of casOf(moment, here.at, here.value, isEarlier)) {
        const isOptional = source < 0 && here.at.spent.length >= from.spent.length + this.depth;
        if (isOptional || open.length > 2 * this.width) {
          this.isCut = true;
          continue;
        }
        const at = moment.place(here.at, source, isEarlier);
        const next = moment.valueOf(source);
        if (!open.some((other) => other.value === next && covers(other.at, at)) && visit(at)) {
          open.push({ at, value: next });
        }
      }
    }
  }
}
