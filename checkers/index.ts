import type { Checker } from '../harness/core/checker.js';
import { availability } from './availability/checker.js';
import { bankTotal } from './bank-total/checker.js';
import { convergence } from './convergence/checker.js';
import { expiry } from './expiry/checker.js';
import { leadership } from './leadership/checker.js';
import { leaseExclusion } from './lease-exclusion/checker.js';
import { log } from './log/checker.js';
import { logDelivery } from './log-delivery/checker.js';
import { logPatterns } from './log-patterns/checker.js';
import { longFork } from './long-fork/checker.js';
import { totalQueue } from './total-queue/checker.js';
import { uniqueIds } from './unique-ids/checker.js';
import { writeSkew } from './write-skew/checker.js';
import { faultsProven } from './faults-proven/checker.js';
import { isolation } from './isolation/checker.js';
import { linearizable } from './linearizable/checker.js';
import { lostWrites } from './lost-writes/checker.js';
import { causal, pram, sequential } from './register-levels/checker.js';
import { replicaLinks } from './replica-links/checker.js';
import { sessionGuarantees } from './session-guarantees/checker.js';
import { setFull } from './set-full/checker.js';
import { staleness } from './staleness/checker.js';
import { stats } from './stats/checker.js';
import { storeEvents } from './store-events/checker.js';
import { watchEvents } from './watch-events/checker.js';

export { models } from './models/index.js';

/** Every checker, by the order in which they are listed. */
export const checkers: readonly Checker[] = [
  faultsProven,
  isolation,
  linearizable,
  lostWrites,
  bankTotal,
  causal,
  convergence,
  expiry,
  leadership,
  leaseExclusion,
  log,
  logDelivery,
  logPatterns,
  longFork,
  pram,
  sequential,
  sessionGuarantees,
  setFull,
  totalQueue,
  uniqueIds,
  watchEvents,
  writeSkew,
  stats,
  availability,
  replicaLinks,
  staleness,
  storeEvents,
];
