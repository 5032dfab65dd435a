export { checkListAppend } from './list-append/check.js';
export {
  checkRwRegister,
  type RwRegisterOptions,
  type RwRegisterResult,
} from './rw-register/check.js';
export { InvalidHistoryError } from './history/invalid-history.js';
export { validateOrder } from './validate-order.js';
export type { AnomalyType } from './models/anomalies.js';
export { CONSISTENCY_MODELS, forbids, implies, type ConsistencyModel } from './models/models.js';
export { UnknownModelError } from './models/unknown-model.js';
export type {
  Anomaly,
  Append,
  Dependency,
  IsolationOptions,
  IsolationResult,
  ListOp,
  ListRead,
  MicroOp,
  NotJudged,
  RegisterOp,
  RegisterRead,
  Transaction,
  Value,
  Write,
} from './types.js';
export { transactionText } from './values/words.js';
