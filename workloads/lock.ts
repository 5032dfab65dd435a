import { fencedLockType, lockType } from '../harness/core/data-types/index.js';
import {
  concurrentKeys,
  eachProcess,
  follow,
  limit,
  type Course,
  type GeneratorEvent,
} from '../harness/core/generator/index.js';
import { elementsOf, type Json } from '../harness/core/json.js';
import type { Workload, WorkloadContext } from '../harness/core/workload.js';

const PAUSE_AFTER_REFUSAL_MS = 5;

/** The token of a lock that the process holds, and whether it has used it. */
interface Holding {
  readonly token: Json | undefined;
  readonly used: boolean;
  /** How often it was given the lock. */
  readonly times: number;
}

/** How often a holder stalls before it goes on, as a process that is paused: each time that is divisible by this. */
interface Stalls {
  readonly every: number;
  readonly stall_ms: number;
}

const FREE: Holding = { token: undefined, used: false, times: 0 };

/** The token in `[lock, token]`. */
function tokenIn({ value }: GeneratorEvent): Json {
  return elementsOf(value)[1] ?? null;
}

/** Takes the lock, writes what it guards where it guards anything, and gives it back. */
function course(guards: boolean, { every, stall_ms }: Stalls): Course<Holding> {
  return {
    op({ token, used }) {
      if (token === undefined) return { f: 'acquire', value: null };
      return { f: guards && !used ? 'write' : 'release', value: token };
    },
    pause_ms: ({ token, used, times }) =>
      token !== undefined && !used && every > 0 && times % every === 0 ? stall_ms : 0,
    after(holding, event) {
      const { times } = holding;
      const free = { ...FREE, times };
      if (event.f === 'acquire') {
        return event.type === 'ok'
          ? { token: tokenIn(event), used: false, times: times + 1 }
          : free;
      }
      return event.f === 'write' ? { ...holding, used: true } : free;
    },
  };
}

/** Each lock is used for so many ops only: one whose holder got no answer may be held for ever. */
function locks({ random, options }: WorkloadContext, guards: boolean) {
  const threadsPerKey = Number(options['threadsPerLock']);
  const liveKeys = Number(options['liveLocks']);
  const skew = Number(options['skew']);
  const stalls = { every: Number(options['stallEvery']), stall_ms: Number(options['stall_ms']) };
  return concurrentKeys({ threadsPerKey, liveKeys, random, skew }, () =>
    limit(
      Number(options['opsPerLock']),
      eachProcess(follow(course(guards, stalls), FREE, PAUSE_AFTER_REFUSAL_MS)),
    ),
  );
}

const defaults = {
  threadsPerLock: 5,
  liveLocks: 2,
  opsPerLock: 200,
  skew: 0,
  stallEvery: 0,
  stall_ms: 0,
};

/** Locks that are taken and given back. */
export const lock: Workload = {
  name: 'lock',
  summary: 'locks that are taken and given back',
  invariant: 'nobody is given a lock that another one holds',
  dataType: lockType,
  checkers: ['linearizable'],
  model: { name: 'mutex', options: { independent: true } },
  defaults,
  main: (context) => locks(context, false),
  final: () => null,
};

/** Locks with fencing tokens, and writes to what they guard. */
export const fencedLock: Workload = {
  name: 'fenced-lock',
  summary: 'locks with fencing tokens, and writes to what they guard',
  invariant: 'tokens rise, and no write is accepted under a token once a later one was seen',
  dataType: fencedLockType,
  checkers: ['linearizable'],
  model: { name: 'fenced-lock', options: { independent: true } },
  defaults: { ...defaults, leases: false },
  main: (context) => locks(context, true),
  final: () => null,
};
