import type { Workload } from '../harness/core/workload.js';
import { bank } from './bank.js';
import { counter } from './counter.js';
import { expiry } from './expiry.js';
import { lease } from './lease.js';
import { listAppend } from './list-append.js';
import { fencedLock, lock } from './lock.js';
import { log } from './log.js';
import { logGroups } from './log-groups.js';
import { longFork } from './long-fork.js';
import { multiRegister } from './multi-register.js';
import { queue } from './queue.js';
import { register } from './register.js';
import { rwRegister } from './rw-register.js';
import { sessions } from './sessions.js';
import { set, setFull } from './set.js';
import { uniqueIds } from './unique-ids.js';
import { watch } from './watch.js';
import { writeSkew } from './write-skew.js';

/** Every workload, by the order in which they are listed. */
export const workloads: readonly Workload[] = [
  set,
  setFull,
  register,
  multiRegister,
  sessions,
  counter,
  uniqueIds,
  queue,
  log,
  logGroups,
  lock,
  fencedLock,
  lease,
  expiry,
  bank,
  listAppend,
  rwRegister,
  longFork,
  writeSkew,
  watch,
];
