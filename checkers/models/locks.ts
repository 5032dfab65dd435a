import {
  fencedLock,
  mutex,
  type FencedLockInput,
  type FencedLockOutput,
  type FencedLockState,
  type MutexInput,
  type MutexOutput,
  type Value,
} from 'ts-linearizability';
import { type Decoded, Misfit, type ModelOp, defineModel } from '../../harness/core/model.js';
import { unknownOp } from './op-values.js';

const MUTEX_OPS = 'acquire, release';
const FENCED_OPS = 'acquire → token, release token, write token';

export const mutexModel = defineModel({
  name: 'mutex',
  summary: 'a lock without owners',
  ops: MUTEX_OPS,
  initial: 'true if it is held at first (false)',
  create: (initial) => {
    if (initial === undefined || typeof initial === 'boolean') return mutex(initial);
    throw new Misfit('invocation', 'true or false', initial);
  },
  starts: () => [false, true],
  decode(op): Decoded<MutexInput, MutexOutput> {
    if (op.f !== 'acquire' && op.f !== 'release') throw unknownOp(op, MUTEX_OPS);
    return { input: { f: op.f }, output: op.outcome === 'ok' ? true : undefined };
  },
});

interface FencedOptions {
  readonly leases: boolean;
}

export const fencedLockModel = defineModel<
  FencedLockState,
  FencedLockInput,
  FencedLockOutput,
  FencedOptions
>({
  name: 'fenced-lock',
  summary: 'a lock that gives out ever greater tokens, and the store that it guards',
  ops: FENCED_OPS,
  options: {
    leases: { summary: 'the lock may become free without a release', default: false },
  },
  create: (_initial, { leases }) => fencedLock({ leases }),
  figures: { refusedWrites: ({ input, output }) => input.f === 'write' && output === false },
  decode(op): Decoded<FencedLockInput, FencedLockOutput> {
    switch (op.f) {
      case 'acquire':
        return { input: { f: op.f } as const, output: grantOf(op) };
      case 'release':
      case 'write':
        return { input: { f: op.f, token: tokenOf(op.value) } as const, output: acceptanceOf(op) };
      default:
        throw unknownOp(op, FENCED_OPS);
    }
  },
});

function grantOf(op: ModelOp): FencedLockOutput | undefined {
  if (op.outcome !== 'ok' || op.result === undefined) return undefined;
  if (op.result === null || typeof op.result === 'number') return op.result;
  throw new Misfit('completion', 'a token: a number, or null when refused', op.result);
}

function acceptanceOf(op: ModelOp): FencedLockOutput | undefined {
  if (op.outcome !== 'ok') return undefined;
  return op.result !== false;
}

function tokenOf(value: Value | undefined): number {
  if (typeof value === 'number') return value;
  throw new Misfit('invocation', 'a token: a number', value);
}
