import type { Finding as FindingOf } from '../../harness/core/finding.js';
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

/** One thing that runs in containers need, or gain from. */
export type Finding = FindingOf<Check>;

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
