import type { Item, Value } from '../../types.js';
import type { FollowedContainer, FollowedHistory } from '../container-just-in-time/followed.js';
import type { DescribeOperation, Words } from '../words.js';
import type { Elements } from './elements.js';
import type { ContainerOperations } from './operations.js';
import type { Precedence } from './takers.js';

/** Operations on a container whose elements are all different, and what is needed to judge them and to talk about them. */
export interface ContainerSubject {
  readonly columns: ContainerOperations;
  readonly words: Words;
}

/** Elements among which few are illegal by themselves. */
export interface Stuck {
  readonly stuck: readonly number[];
  /** The reason, if no more than that is wrong. */
  readonly reason?: () => string;
}

/** One moment for each operation, which make a legal order. */
export interface Moments {
  /** Per element. */
  readonly comes: Float64Array;
  /** `NEVER` if it stays. */
  readonly leaves: Float64Array;
  /** Elements as they leave, and as they come, if that is at the same moment; all leave before others come. */
  readonly departures: Int32Array;
  readonly arrivals: Int32Array;
}

/** What is known of elements that can all be removed from the history. */
export interface Removed {
  readonly precedence: Precedence;
  readonly moments: () => Moments;
}

/** What is special about a kind of container, whichever checker judges it. */
export interface ContainerKind<Input> {
  /** What it is called. */
  readonly noun: string;
  /** How many elements it holds at first. */
  readonly initial: number;
  /** The element that an operation puts in; nothing if it takes one. */
  readonly elementPut: (input: Input) => Item | undefined;
  /** The priority of what an operation puts in; if elements have priorities. */
  readonly priorityOf?: (input: Input) => number;
  readonly describe: DescribeOperation<Input, Value>;
  /** Whether of two equal elements (of one priority) the one that comes first may always leave first. */
  readonly firstGoesFirst: boolean;
  /**
   * Removes elements from the history, one by one: each only if what is left has a legal order exactly if it has
   * one with that element.
   *
   * @param spare operations without an answer that may take more elements: by their calls.
   */
  readonly remove: (
    elements: Elements,
    subject: ContainerSubject,
    spare: Int32Array,
  ) => Removed | Stuck;
  /** Whether it matters to what follows it when something is put in. */
  readonly followsPuts: boolean;
  /** Follows a history from return to return. */
  readonly follow: (history: FollowedHistory) => FollowedContainer<unknown>;
}
