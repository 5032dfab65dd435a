import type { Workload } from '../harness/core/workload.js';
import { register } from './register.js';
import { set } from './set.js';

/** Every workload, by the order in which they are listed. */
export const workloads: readonly Workload[] = [set, register];
