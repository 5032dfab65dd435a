import type { Control } from '../../types.js';
import { Ideals, type ByCall } from './ideals.js';

/** A queue's operations by kind, each by calls. */
export interface QueueRoles {
  readonly enqueues: ByCall;
  readonly dequeues: ByCall;
  /** Dequeues that found nothing. */
  readonly empties: ByCall;
  /** Per value: the calls of enqueues without an answer, ascending. */
  readonly openEnqueues: ReadonlyMap<number, readonly number[]>;
  /** The calls of dequeues without an answer, ascending. */
  readonly openDequeues: readonly number[];
}

/** What comes next in a queue: an enqueue with the dequeue of its element, or an empty dequeue. */
export interface Turn {
  /** By its place in its role; an open one is told by its value. */
  readonly enqueue?: number;
  readonly openEnqueue?: number;
  /** Missing if an open one took the element. */
  readonly dequeue?: number;
  readonly empty?: number;
}

/** How far all the ways go. */
export type RanksFound =
  | { readonly turns: readonly Turn[] }
  /** The first return of a dequeue that no way reaches. */
  | { readonly stuckAt: number }
  | 'too-many';

const STATES_PER_LOOK = 256;

/** Beyond this many states the search of all states may be faster. */
const MOST_STATES = 200_000;
const MOST_PER_OPERATION = 50;

/** What has happened when so many elements have come and gone. */
interface State {
  readonly enqueued: number;
  readonly dequeued: number;
  readonly emptied: number;
  /** How many open enqueues of each value, and how many open dequeues took effect. */
  readonly openUsed: ReadonlyMap<number, number>;
  readonly openTaken: number;
  /** No later enqueue, and no later dequeue, is before this. */
  readonly enqueueFrom: number;
  readonly dequeueFrom: number;
  readonly turn: Turn;
  readonly before: State | undefined;
}

const NONE_USED: ReadonlyMap<number, number> = new Map();

/**
 * Looks for an order of a queue whose values may be the same: the n-th element that comes is the
 * n-th that leaves. So enqueues and dequeues are followed rank by rank, not by time: what is in
 * the queue in between does not matter, and the ways to come to a rank are few. Every operation
 * takes place as early as it can. Depth first, and never twice from where others have less room.
 */
export function searchRanks(roles: QueueRoles, { stop }: Pick<Control, 'stop'>): RanksFound {
  const search = new Search(roles);
  const seen = new Undominated();
  const open = [search.start];
  const most = MOST_STATES + MOST_PER_OPERATION * operationsIn(roles);
  for (let visited = 0; visited < most; visited++) {
    if (visited % STATES_PER_LOOK === 0 && stop() !== undefined) {
      return 'too-many';
    }
    const state = open.pop();
    if (state === undefined) {
      return { stuckAt: search.stuckAt };
    }
    if (search.isDone(state)) {
      return { turns: turnsOf(state) };
    }
    for (const next of search.after(state).toReversed()) {
      if (seen.add(next)) {
        open.push(next);
      }
    }
  }
  return 'too-many';
}

function operationsIn({ enqueues, dequeues, empties }: QueueRoles): number {
  return enqueues.call.length + dequeues.call.length + empties.call.length;
}

function turnsOf(done: State): readonly Turn[] {
  const turns: Turn[] = [];
  for (let state = done; state.before !== undefined; state = state.before) {
    turns.push(state.turn);
  }
  return turns.toReversed();
}

class Search {
  readonly start: State = {
    enqueued: 0,
    dequeued: 0,
    emptied: 0,
    openUsed: NONE_USED,
    openTaken: 0,
    enqueueFrom: -Infinity,
    dequeueFrom: -Infinity,
    turn: {},
    before: undefined,
  };
  /** The latest of the returns that had to be reached. */
  stuckAt = -Infinity;
  readonly #roles: QueueRoles;
  readonly #enqueues: Ideals;
  readonly #dequeues: Ideals;
  readonly #empties: Ideals;

  constructor(roles: QueueRoles) {
    this.#roles = roles;
    this.#enqueues = new Ideals(roles.enqueues);
    this.#dequeues = new Ideals(roles.dequeues);
    this.#empties = new Ideals(roles.empties);
  }

  isDone({ dequeued, emptied }: State): boolean {
    return this.#dequeues.isComplete(dequeued) && this.#empties.isComplete(emptied);
  }

  /** What can come next; first what needs no open operation. */
  after(state: State): readonly State[] {
    const next = this.#empty(state);
    const open: State[] = [];
    for (const { operation, value, to } of this.#enqueues.additions(state.enqueued)) {
      const came = { ...state, enqueued: to, turn: { enqueue: operation }, before: state };
      if (this.#enqueueTime(came) <= this.#enqueues.earliestReturn(state.enqueued)) {
        this.#take(came, state, value, next);
        this.#takeByOpen(came, state, open);
      }
    }
    for (const [value, calls] of this.#roles.openEnqueues) {
      const used = state.openUsed.get(value) ?? 0;
      const call = calls[used];
      if (call !== undefined) {
        const openUsed = new Map(state.openUsed).set(value, used + 1);
        const enqueueFrom = Math.max(state.enqueueFrom, call);
        const turn = { openEnqueue: value };
        this.#take({ ...state, openUsed, enqueueFrom, turn, before: state }, state, value, open);
      }
    }
    return [...next, ...open];
  }

  /** After a dequeue that finds nothing, since all that came is gone. */
  #empty(state: State): State[] {
    return this.#empties.additions(state.emptied).flatMap(({ operation, to }) => {
      const time = Math.max(this.#dequeueTime(state), this.#empties.latestCall(to));
      const turn = { empty: operation };
      const clocks = { enqueueFrom: time, dequeueFrom: time };
      const next = { ...state, ...clocks, emptied: to, turn, before: state };
      const limit = this.#empties.earliestReturn(state.emptied);
      return time <= limit && this.#isInTime(next) ? [next] : [];
    });
  }

  /** Adds the states after the element that came is taken. */
  #take(came: State, state: State, value: number, next: State[]): void {
    for (const addition of this.#dequeues.additions(state.dequeued)) {
      if (addition.value === value) {
        const turn = { ...came.turn, dequeue: addition.operation };
        const after = { ...came, dequeued: addition.to, turn };
        const limit = this.#dequeues.earliestReturn(state.dequeued);
        if (this.#dequeueTime(after) <= limit && this.#isInTime(after)) {
          next.push(after);
        }
      }
    }
  }

  /** Adds the state after a dequeue without an answer takes what came. */
  #takeByOpen(came: State, state: State, next: State[]): void {
    const call = this.#roles.openDequeues[state.openTaken];
    if (call !== undefined) {
      const dequeueFrom = Math.max(state.dequeueFrom, call);
      const after = { ...came, openTaken: state.openTaken + 1, dequeueFrom };
      if (this.#isInTime(after)) {
        next.push(after);
      }
    }
  }

  /** Whether what is left can still return in time. */
  #isInTime(state: State): boolean {
    const time = this.#dequeueTime(state);
    const limit = Math.min(
      this.#dequeues.earliestReturn(state.dequeued),
      this.#empties.earliestReturn(state.emptied),
    );
    if (
      time <= limit &&
      this.#enqueueTime(state) <= this.#enqueues.earliestReturn(state.enqueued)
    ) {
      this.stuckAt = limit === Infinity ? this.stuckAt : Math.max(this.stuckAt, limit);
      return true;
    }
    return false;
  }

  #enqueueTime({ enqueued, enqueueFrom }: State): number {
    return Math.max(this.#enqueues.latestCall(enqueued), enqueueFrom);
  }

  #dequeueTime(state: State): number {
    const { dequeued, dequeueFrom } = state;
    return Math.max(this.#dequeues.latestCall(dequeued), dequeueFrom, this.#enqueueTime(state));
  }
}

/** States of which no other one with the same operations has more room. */
class Undominated {
  readonly #byOperations = new Map<string, State[]>();

  add(state: State): boolean {
    const { enqueued, dequeued, emptied, openTaken } = state;
    const used = [...state.openUsed].sort(([a], [b]) => a - b).join();
    const key = `${enqueued},${dequeued},${emptied},${openTaken},${used}`;
    const others = this.#byOperations.get(key) ?? [];
    if (others.some((other) => hasRoomOf(other, state))) {
      return false;
    }
    this.#byOperations.set(key, [...others.filter((other) => !hasRoomOf(state, other)), state]);
    return true;
  }
}

function hasRoomOf(one: State, other: State): boolean {
  return one.enqueueFrom <= other.enqueueFrom && one.dequeueFrom <= other.dequeueFrom;
}
