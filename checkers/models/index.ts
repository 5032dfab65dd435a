import { bankModel } from './bank.js';
import type { Model } from '../../harness/core/model.js';
import { counterModel } from './counter.js';
import { keyValueModel } from './key-value.js';
import { fencedLockModel, mutexModel } from './locks.js';
import { logModel } from './log.js';
import { multiRegisterModel } from './multi-register.js';
import { priorityQueueModel, queueModel, stackModel } from './queues.js';
import { casRegisterModel, registerModel } from './registers.js';
import { growOnlySetModel, setModel } from './sets.js';
import { listAppendModel, rwRegisterModel } from './transactions.js';

/** Every model that Faultline brings. */
export const models: readonly Model[] = [
  registerModel,
  casRegisterModel,
  multiRegisterModel,
  counterModel,
  growOnlySetModel,
  setModel,
  queueModel,
  stackModel,
  priorityQueueModel,
  mutexModel,
  fencedLockModel,
  keyValueModel,
  logModel,
  bankModel,
  listAppendModel,
  rwRegisterModel,
];
