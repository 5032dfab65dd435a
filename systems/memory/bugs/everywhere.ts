import { OpFailed } from '../../../harness/index.js';
import type { Bug } from './bug.js';

/** So many changes an old copy lacks. */
const CHANGES_BEHIND = 10;

const READING = [
  'register',
  'multi-register',
  'sessions',
  'counter',
  'expiry',
  'log',
  'bank',
  'list-append',
  'rw-register',
  'set-full',
];
const CHANGING = [
  'set',
  'set-full',
  'register',
  'multi-register',
  'sessions',
  'counter',
  'queue',
  'log',
  'log-groups',
  'lock',
  'fenced-lock',
  'lease',
  'expiry',
  'bank',
  'list-append',
  'rw-register',
  'watch',
];

/** Mistakes of a replicated log that data of every kind suffer from. */
export const everywhere: readonly Bug[] = [
  {
    name: 'stale-read',
    summary: 'a read is served by a copy that lacks the last changes',
    workloads: ['bank', ...READING.filter((workload) => workload !== 'bank')],
    read: (replica, now_ms, look) => look(replica.before(CHANGES_BEHIND), now_ms),
  },
  {
    name: 'lost-change',
    summary: 'a change is acknowledged and never made',
    workloads: CHANGING,
    change(replica, at_ms, change) {
      const result = replica.do(at_ms, change);
      replica.rewrite(replica.log.slice(0, -1));
      return result;
    },
  },
  {
    name: 'change-made-twice',
    summary: 'a change is made twice, as by a retry',
    workloads: ['queue', 'counter', 'log', 'bank', 'list-append', 'watch'],
    change(replica, at_ms, change) {
      const result = replica.do(at_ms, change);
      replica.do(at_ms, change);
      return result;
    },
  },
  {
    name: 'failed-change-made',
    summary: 'a change is reported as failed, and made all the same',
    workloads: [
      'set',
      'set-full',
      'register',
      'counter',
      'expiry',
      'queue',
      'log',
      'bank',
      'list-append',
      'watch',
    ],
    change(replica, at_ms, change) {
      replica.do(at_ms, change);
      throw new OpFailed('rolled-back', 'the change was rolled back');
    },
  },
  {
    name: 'change-on-stale-state',
    summary: 'what a change answers is decided by a copy that lacks the last changes',
    workloads: [
      'queue',
      'register',
      'lock',
      'fenced-lock',
      'lease',
      'unique-ids',
      'write-skew',
      'list-append',
    ],
    change(replica, at_ms, change) {
      const result = change(replica.before(CHANGES_BEHIND), at_ms);
      replica.apply({ epoch: replica.epoch, at_ms, change });
      return result;
    },
  },
  {
    name: 'lost-on-failover',
    summary: 'a replica that becomes primary has not got the last acknowledged changes',
    workloads: CHANGING.filter((workload) => workload !== 'lock'),
    promoted(replica) {
      replica.rewrite(replica.log.slice(0, -CHANGES_BEHIND));
    },
  },
  {
    name: 'change-missed-by-a-node',
    summary: 'a node does not make a change that the others make',
    workloads: ['set', 'register', 'sessions'],
    data(data, strikes) {
      const add = data.add.bind(data);
      data.add = (element) => (strikes() ? null : add(element));
      const write = data.write.bind(data);
      data.write = (key, value) => (strikes() ? null : write(key, value));
    },
  },
];
