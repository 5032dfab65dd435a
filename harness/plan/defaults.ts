/** What a request means where it says nothing. */
export const DEFAULTS = {
  concurrency: 6,
  rate: 150,
  timeLimit_ms: 20_000,
  opTimeout_ms: 2000,
  recoveryTimeout_ms: 60_000,
  finalTimeout_ms: 10_000,
  acknowledgedPerFault: 1,
  quiet_ms: 4000,
  active_ms: 6000,
  at_once: 1,
  jitter: 0,
} as const;
