import type { CounterMethods } from './counter.js';
import type { LockMethods } from './lock.js';
import type { QueueMethods } from './queue.js';
import type { RegisterMethods } from './register.js';
import type { SetMethods } from './set.js';
import type { TransactionMethods } from './transactions.js';

export * from './counter.js';
export * from './lock.js';
export * from './queue.js';
export * from './register.js';
export * from './set.js';
export * from './transactions.js';

/**
 * All methods that a client may have, for the compiler. A data type of one's own adds its own:
 *
 * @example
 * declare module 'faultline' {
 *   interface ClientMethods extends StackMethods {}
 * }
 */
export interface ClientMethods
  extends
    CounterMethods,
    LockMethods,
    QueueMethods,
    RegisterMethods,
    SetMethods,
    TransactionMethods {}
