import type { Model } from '../types.js';
import { tokenOrder } from '../specialised/fenced-lock.js';
import { structuralKey } from '../values/key.js';
import type { FencedLockInput, FencedLockOutput } from './inputs.js';

/** Who holds the lock, the greatest token known to be given out, the greatest one the store saw. */
export interface FencedLockState {
  /** `unknown`: an acquire without an answer holds it. */
  readonly holder: number | 'unknown' | null;
  readonly issued: number;
  readonly seen: number;
}

/** With `leases`, the lock may become free at any time without a release. */
export interface FencedLockOptions {
  readonly leases?: boolean;
}

/** A lock that gives out ever greater tokens, and the store that its holders write to. */
export function fencedLock(
  options: FencedLockOptions = {},
): Model<FencedLockState, FencedLockInput, FencedLockOutput> {
  const leases = options.leases ?? false;
  return {
    name: 'fenced-lock',
    init: () => [{ holder: null, issued: -Infinity, seen: -Infinity }],
    step(state, input, output) {
      switch (input.f) {
        case 'acquire':
          return acquire(state, leases, output);
        case 'release':
          return release(state, leases, input.token, output);
        default: {
          const taken = input.token >= state.seen;
          if (output !== undefined && output !== taken) {
            return [];
          }
          return [taken ? { ...state, seen: input.token } : state];
        }
      }
    },
    key: structuralKey,
    readOnly: (input, output) =>
      (input.f === 'acquire' && output === null) || (input.f === 'write' && output === false),
    describeOperation,
    describeState: ({ holder, seen }) =>
      `${holder === null ? 'free' : `held by ${holder}`}, store saw ${seen === -Infinity ? 'nothing' : seen}`,
    specialised: [tokenOrder(leases, describeOperation)],
  };
}

function describeOperation(input: FencedLockInput, output: FencedLockOutput | undefined): string {
  return `${input.f}(${input.f === 'acquire' ? '' : input.token}) -> ${
    output === undefined ? '?' : output === null ? 'refused' : output
  }`;
}

function acquire(
  state: FencedLockState,
  leases: boolean,
  output: FencedLockOutput | undefined,
): readonly FencedLockState[] {
  const free = state.holder === null;
  if (output === undefined) {
    const taken = { ...state, holder: 'unknown' as const };
    return free ? [taken] : leases ? [taken, state] : [state];
  }
  if (output === null) {
    return free ? [] : [state];
  }
  const issues = typeof output === 'number' && output > state.issued && (free || leases);
  return issues ? [{ ...state, holder: output, issued: output }] : [];
}

function release(
  state: FencedLockState,
  leases: boolean,
  token: number,
  output: FencedLockOutput | undefined,
): readonly FencedLockState[] {
  const holds = state.holder === token || (state.holder === 'unknown' && token > state.issued);
  const free = { ...state, holder: null, issued: Math.max(state.issued, token) };
  if (output === undefined) {
    return state.holder === 'unknown' && holds ? [free, state] : [holds ? free : state];
  }
  if (output === true) {
    return holds ? [free] : [];
  }
  if (state.holder !== token) {
    return [state];
  }
  // The lease ended before the release came.
  return leases ? [{ ...state, holder: null }] : [];
}
