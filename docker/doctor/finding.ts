import type { KernelFeature } from '../../harness/core/kernel.js';

export type Check =
  | 'host'
  | 'engine'
  | 'base'
  | 'images'
  | 'subnet'
  | 'node'
  | 'iptables'
  | 'libfaketime'
  | KernelFeature
  | 'disk'
  | 'memory';

/** One thing that runs on real nodes need, or gain from. */
export interface Finding {
  readonly check: Check;
  /** `missing`: no run on real nodes without it. `limited`: runs go, but not all of them. */
  readonly status: 'ok' | 'limited' | 'missing';
  /** What there is, in one line. */
  readonly found: string;
  /** What follows for runs. */
  readonly meaning: string;
  /** What to do about it; `null` when there is nothing to do. */
  readonly advice: string | null;
  /** Whether `fix` can do it. */
  readonly fixable: boolean;
}

export function ok(check: Check, found: string, meaning: string): Finding {
  return { check, status: 'ok', found, meaning, advice: null, fixable: false };
}

export function limited(check: Check, found: string, meaning: string, advice: string): Finding {
  return { check, status: 'limited', found, meaning, advice, fixable: false };
}

export function missing(
  check: Check,
  found: string,
  meaning: string,
  advice: string,
  fixable = false,
): Finding {
  return { check, status: 'missing', found, meaning, advice, fixable };
}
