import { comparePriorities } from '../../models/priorities.js';
import { EMPTY, NONE, type ContainerOperations } from '../containers/operations.js';
import { FollowedContainer, type FollowedHistory } from './followed.js';
import { Multisets, type Multiset } from './multisets.js';
import { happened, type State } from './states.js';

/** What can be in a priority queue: values with priorities, the least priority first. */
interface Items {
  /** Per operation, what it inserts; of a removal the value. */
  readonly item: Int32Array;
  /** Per item, the first one with the same priority. */
  readonly priority: Int32Array;
  /** Per value, its items. */
  readonly ofValue: readonly (readonly number[])[];
}

/** Gives each value with its priority a number, by which the inserts are told apart. */
function itemsOf({ isPut, value, values, priority: priorities }: ContainerOperations): Items {
  const priorityOf = (at: number): number => priorities?.[at] ?? NaN;
  const inserts = [...isPut.keys()].filter((at) => isPut[at] === 1);
  inserts.sort(
    (a, b) =>
      comparePriorities(priorityOf(a), priorityOf(b)) ||
      (value[a] as number) - (value[b] as number),
  );
  const isAlike = (one: number, other: number): boolean =>
    comparePriorities(priorityOf(one), priorityOf(other)) === 0;
  const item = value.slice();
  const priority: number[] = [];
  const ofValue: number[][] = Array.from({ length: values }, () => []);
  let isAlone = false;
  for (let from = 0, to = 0; from < inserts.length; from = to) {
    const first = inserts[from] as number;
    while (to < inserts.length && isAlike(first, inserts[to] as number)) {
      to++;
    }
    const group = inserts.slice(from, to);
    // Priorities between which there is no other value are as good as one.
    const wasAlone = isAlone;
    isAlone = group.every((at) => value[at] === value[first]);
    const goesOn = wasAlone && isAlone && value[inserts[from - 1] as number] === value[first];
    const own = priority.length;
    let last = goesOn ? first : NONE;
    for (const at of group) {
      if (last === NONE || value[last] !== value[at]) {
        ofValue[value[at] as number]?.push(priority.length);
        priority.push(own);
      }
      item[at] = priority.length - 1;
      last = at;
    }
  }
  return { item, priority: Int32Array.from(priority), ofValue };
}

/** A priority queue whose values may be the same. */
export class FollowedPriorityQueue extends FollowedContainer<Multiset> {
  readonly #items: Items;
  readonly #contents: Multisets;

  constructor(history: FollowedHistory) {
    const items = itemsOf(history.operations);
    const contents = new Multisets(items.priority.length);
    super(history, contents.empty, items.item);
    this.#items = items;
    this.#contents = contents;
  }

  override get tableBytes(): number {
    return super.tableBytes + this.#contents.bytes;
  }

  protected override beginReturn(_at: number, states: readonly State<Multiset>[]): void {
    this.#contents.keep(states.map(({ content }) => content));
  }

  protected override takeEffect(state: State<Multiset>, at: number): void {
    if (this.operations.isPut[at] === 1) {
      this.#insertAfterRemovals(state, at, true);
    } else {
      this.#remove(state, at);
    }
  }

  /**
   * Removes a value if it has the least priority. If not, what has a lower one is removed before.
   * Or the value is inserted right before, with a priority below that of all others.
   */
  #remove(state: State<Multiset>, at: number): void {
    if (!this.isNew(state)) {
      return;
    }
    const value = this.operations.value[at] as number;
    const removed = this.#removed(state, value);
    if (removed !== undefined) {
      this.finish(happened(removed, NONE, at));
    }
    this.#passing(state, value, at, (priority, least) =>
      removed === undefined ? priority <= least : priority < least,
    ).forEach((next) => this.finish(next));
    if (removed === undefined) {
      this.#reduced(state).forEach((next) => this.#remove(next, at));
      this.#freed(state).forEach((next) => this.#remove(next, at));
    }
  }

  /** The content without a value of the least priority, or if it was found empty. */
  #removed(state: State<Multiset>, value: number): State<Multiset> | undefined {
    const { content } = state;
    if (value === EMPTY) {
      return content.size === 0 ? state : undefined;
    }
    const least = this.#leastPriority(content);
    const item = this.#itemsOf(value).find((one) => this.#items.priority[one] === least);
    return item === undefined || this.#contents.count(content, item) === 0
      ? undefined
      : { ...state, content: this.#contents.with(content, item, -1) };
  }

  /** The states after a pending removal of something with the least priority. */
  #reduced(state: State<Multiset>): State<Multiset>[] {
    const next: State<Multiset>[] = [];
    for (const removal of this.each(state.done, 0)) {
      const removed = this.#removed(state, this.operations.value[removal] as number);
      if (removed !== undefined) {
        const done = state.done | this.bitOf(removal);
        next.push(happened({ ...removed, done }, NONE, removal));
      }
    }
    return next;
  }

  /**
   * The state after a removal without an answer. It makes way for a higher priority, so everything
   * of the least one has to go: it does not matter which goes first.
   */
  #freed(state: State<Multiset>): State<Multiset>[] {
    const least = this.#contents.least(state.content);
    const using = least < 0 ? undefined : this.usingTake(state);
    if (using === undefined) {
      return [];
    }
    const content = this.#contents.with(state.content, least, -1);
    return [happened({ ...using.state, content }, NONE, using.at)];
  }

  /** The states after a value is inserted, with a priority that is right, and removed at once. */
  #passing(
    state: State<Multiset>,
    value: number,
    removal: number,
    isRight: (priority: number, least: number) => boolean,
  ): State<Multiset>[] {
    const least = this.#leastPriority(state.content);
    const next: State<Multiset>[] = [];
    for (const item of this.#itemsOf(value)) {
      if (!isRight(this.#items.priority[item] as number, least)) {
        continue;
      }
      const insert = this.next(state.done, 1, item);
      if (insert !== NONE) {
        const done = state.done | this.bitOf(insert);
        next.push(happened({ ...state, done }, insert, removal));
      }
      const using = this.usingPut(state, item);
      if (using !== undefined) {
        next.push(happened(using.state, using.at, removal));
      }
    }
    return next;
  }

  /** Inserts after any removals that are pending and that the insert would be in the way of. */
  #insertAfterRemovals(state: State<Multiset>, at: number, isWorth: boolean): void {
    if (!this.isNew(state)) {
      return;
    }
    const item = this.#items.item[at] as number;
    if (isWorth) {
      this.finish({
        ...happened(state, NONE, at),
        content: this.#contents.with(state.content, item, 1),
      });
    }
    const own = this.#items.priority[item] as number;
    const next = this.#reduced(state);
    for (const removal of this.each(state.done, 0)) {
      const done = state.done | this.bitOf(removal);
      const value = this.operations.value[removal] as number;
      next.push(
        ...this.#passing(
          { ...state, done },
          value,
          removal,
          (priority, lowest) => priority > own && priority <= lowest,
        ),
      );
    }
    next.forEach((one) => this.#insertAfterRemovals(one, at, true));
    this.#freed(state).forEach((one) => this.#insertAfterRemovals(one, at, false));
  }

  #leastPriority(content: Multiset): number {
    return this.#items.priority[this.#contents.least(content)] ?? Infinity;
  }

  #itemsOf(value: number): readonly number[] {
    return this.#items.ofValue[value] ?? [];
  }
}
