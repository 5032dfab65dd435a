/**
 * The versions of Redis and Valkey that can be had, each from the Debian release that has it: bullseye, bookworm,
 * trixie (8.0 and Valkey 8.1) and sid.
 */
export const VERSIONS = ['6.0', '7.0', '8.0', 'valkey-8.1', 'valkey-9.1'] as const;

export type Version = (typeof VERSIONS)[number];

export const DEFAULT_VERSION: Version = '7.0';

/** Whether a version has `WAITAOF`, which came with 7.2. */
export function hasWaitAof(version: Version): boolean {
  return version !== '6.0' && version !== '7.0';
}

/** Whether a version lacks what Redis 7.0 brought: several files of the append-only log, new settings. */
export function isBefore7(version: Version): boolean {
  return version === '6.0';
}
