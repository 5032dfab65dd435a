import type { BankMethods } from './bank.js';
import type { CounterMethods } from './counter.js';
import type { ExpiringMethods } from './expiring.js';
import type { FencedLockMethods } from './fenced-lock.js';
import type { IdMethods } from './ids.js';
import type { LeaseMethods } from './lease.js';
import type { LogMethods } from './log.js';
import type { QueueMethods } from './queue.js';
import type { RegisterMethods } from './register.js';
import type { SetMethods } from './set.js';
import type { TableMethods } from './tables.js';
import type { TransactionMethods } from './transactions.js';
import type { WatchMethods } from './watch.js';

export * from './bank.js';
export * from './counter.js';
export * from './expiring.js';
export * from './fenced-lock.js';
export * from './ids.js';
export type { Key } from './keyed.js';
export * from './lease.js';
export * from './lock.js';
export * from './log.js';
export * from './queue.js';
export * from './register.js';
export * from './set.js';
export * from './tables.js';
export * from './transactions.js';
export * from './watch.js';

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
    BankMethods,
    CounterMethods,
    ExpiringMethods,
    FencedLockMethods,
    IdMethods,
    LeaseMethods,
    LogMethods,
    QueueMethods,
    RegisterMethods,
    SetMethods,
    TableMethods,
    TransactionMethods,
    WatchMethods {}
