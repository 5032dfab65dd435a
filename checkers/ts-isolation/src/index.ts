export { checkListAppend, type ListAppendOptions } from './list-append/check.js';
export { validateOrder } from './list-append/validate-order.js';
export {
  CONSISTENCY_MODELS,
  type Anomaly,
  type AnomalyType,
  type Append,
  type ConsistencyModel,
  type CycleName,
  type Dependency,
  type IsolationResult,
  type MicroOp,
  type NotJudged,
  type Read,
  type Transaction,
  type Value,
} from './types.js';
export { transactionText } from './values/words.js';
