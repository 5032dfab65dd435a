import type { Item, Value } from '../types.js';

/** A register. Output of a read: the value (`null` is a value). Of a write: ignored. */
export type RegisterInput = { readonly f: 'read' } | { readonly f: 'write'; readonly value: Value };

/**
 * A compare-and-set register. Output of a cas: `true` if it set `to`, `false` if it saw
 * another value than `from`, `{ seen }` if it failed and says which value it saw.
 */
export type CasRegisterInput =
  RegisterInput | { readonly f: 'cas'; readonly from: Value; readonly to: Value };

export type RegisterOutput = Value;
export type CasRegisterOutput = Value;

/** One step of a transaction over several registers. */
export type MicroOperation =
  | { readonly f: 'read'; readonly key: string }
  | { readonly f: 'write'; readonly key: string; readonly value: Value };

/** An atomic transaction. Output: per step, the value read (`undefined`: not known). */
export type MultiRegisterInput = readonly MicroOperation[];
export type MultiRegisterOutput = readonly (Value | undefined)[];

/** A counter. Output of a read: the sum. Of an add: the sum after it, or not known. */
export type CounterInput = { readonly f: 'read' } | { readonly f: 'add'; readonly value: number };
export type CounterOutput = number;

/** A set that only grows. Output of a read: all elements, in any order. Of an add: ignored. */
export type GrowOnlySetInput =
  { readonly f: 'read' } | { readonly f: 'add'; readonly value: Value };
export type GrowOnlySetOutput = readonly Value[];

/**
 * A set. Output of add: whether the element is new. Of remove: whether it was there. Of
 * contains: whether it is there. Of read: all elements, in any order.
 */
export type SetInput =
  | { readonly f: 'add'; readonly value: Value }
  | { readonly f: 'remove'; readonly value: Value }
  | { readonly f: 'contains'; readonly value: Value }
  | { readonly f: 'read' };
export type SetOutput = boolean | readonly Value[];

/** A FIFO queue. Output of a dequeue: the element, `null` if empty. Of an enqueue: ignored. */
export type QueueInput =
  { readonly f: 'enqueue'; readonly value: Item } | { readonly f: 'dequeue' };
export type QueueOutput = Value;

/** A stack. Output of a pop: the element, `null` if empty. Of a push: ignored. */
export type StackInput = { readonly f: 'push'; readonly value: Item } | { readonly f: 'pop' };
export type StackOutput = Value;

/**
 * A priority queue. Output of remove-min: an element of the least priority, any of them if
 * several have it, `null` if empty. Of an insert: ignored.
 */
export type PriorityQueueInput =
  | { readonly f: 'insert'; readonly value: Item; readonly priority: number }
  | { readonly f: 'remove-min' };
export type PriorityQueueOutput = Value;

/**
 * A lock without owners. Output `true`: acquired or released. `false`: refused, because it
 * was held (acquire) or free (release).
 */
export type MutexInput = { readonly f: 'acquire' } | { readonly f: 'release' };
export type MutexOutput = boolean;

/**
 * A lock with a fencing token, and the store that it guards. Output of acquire: the token,
 * greater than every token before, or `null` if refused because the lock was held. Of
 * release: `true` if that token held the lock, `false` if not. Of write: `true` if the store
 * took it, `false` if it had already seen a greater token.
 */
export type FencedLockInput =
  | { readonly f: 'acquire' }
  | { readonly f: 'release'; readonly token: number }
  | { readonly f: 'write'; readonly token: number };
export type FencedLockOutput = number | boolean | null;

/** Strings by key. Output of a get: the string. Of put and append: ignored. */
export type KeyValueInput =
  | { readonly f: 'get'; readonly key: string }
  | { readonly f: 'put'; readonly key: string; readonly value: string }
  | { readonly f: 'append'; readonly key: string; readonly value: string };
export type KeyValueOutput = string | null;

/**
 * A log. Output of append: the offset it got, counted from 0 without gaps. Of read: the value
 * at the offset, `null` if the log is not that long. Of length: how many entries.
 */
export type LogInput =
  | { readonly f: 'append'; readonly value: Item }
  | { readonly f: 'read'; readonly offset: number }
  | { readonly f: 'length' };
export type LogOutput = Value;
