/**
 * Sentinels that take a silent primary for down after 1.5 s, and not after Redis' 30 s, and that try
 * a failed failover again after 10 s, and not after 6 minutes: a claim about a failover is then tested
 * in seconds, not in minutes.
 */
export const hastySentinels = { downAfter_ms: 1500, failoverTimeout_ms: 5000 } as const;
