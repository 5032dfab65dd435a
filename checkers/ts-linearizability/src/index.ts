export type * from './types.js';
export type * from './models/inputs.js';
export { structuralKey, valueKey } from './values/key.js';
export { describeValue } from './values/describe.js';
export { decimalSum } from './values/decimal-sum.js';
export { anyOf } from './models/any-of.js';
export { casRegister } from './models/cas-register.js';
export { counter } from './models/counter.js';
export { fencedLock, type FencedLockOptions, type FencedLockState } from './models/fenced-lock.js';
export { growOnlySet } from './models/grow-only-set.js';
export { keyValue, type KeyValueState } from './models/key-value.js';
export { log, type LogState } from './models/log.js';
export { multiRegister } from './models/multi-register.js';
export { mutex } from './models/mutex.js';
export { partitionBy } from './models/partition-by.js';
export { partitionByGroups } from './models/partition-by-groups.js';
export { priorityQueue, type Prioritised } from './models/priority-queue.js';
export { queue } from './models/queue.js';
export { register } from './models/register.js';
export { set } from './models/set.js';
export { stack } from './models/stack.js';
export {
  InvalidEventError,
  InvalidHistoryError,
  InvalidOptionError,
  LinearizabilityError,
  type ErrorCode,
} from './errors/errors.js';
export { partitionsOf } from './check/partitions.js';
export { checkEvents, checkOperations } from './check/check.js';
export { operationsOfEvents } from './history/events.js';
export { validateLinearization, type Validation } from './validate/linearization.js';
export { checkOperationsInWorkers, type PoolOptions } from './pool/pool.js';
export { WorkerFailedError } from './pool/errors.js';
export {
  nodeWorkerPort,
  webWorkerPort,
  type NodeWorkerLike,
  type Port,
  type WebWorkerLike,
  type WorkerPort,
} from './pool/port.js';
export { serveChecks, type ModelFactory, type ModelRegistry } from './pool/serve.js';
export type {
  VisualLinearization,
  VisualOperation,
  Visualization,
  VisualStep,
} from './visualize/data.js';
export { layOut, type Layout, type Placement } from './visualize/lanes.js';
export { visualize, type VisualizeOptions } from './visualize/visualize.js';
