import type { RedisOptions } from 'ioredis';

/** Bound on a TCP connect, and on each question to a Sentinel during discovery. */
const CONNECT_TIMEOUT_MS = 1000;

/**
 * The options under which ioredis sends every command at most once. Its defaults reconnect and
 * resend behind the caller's back: a command that was executed without a reply is executed again
 * (25 times in 4 s against a server that drops the connection after executing), and the history
 * becomes a lie. None of these may be relaxed; the tests of the clients count executions.
 */
export const SAFE_OPTIONS = {
  retryStrategy: () => null,
  maxRetriesPerRequest: 0,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
  reconnectOnError: null,
  enableAutoPipelining: false,
  sentinelRetryStrategy: () => null,
  failoverDetector: false,
  // The role check of the Sentinel connector runs inside of the ready check.
  enableReadyCheck: true,
  lazyConnect: true,
  connectTimeout: CONNECT_TIMEOUT_MS,
  sentinelCommandTimeout: CONNECT_TIMEOUT_MS,
  // Fewer round trips per connection: no HELLO, and no CLIENT SETINFO, which 7.0 does not know.
  protocol: 2,
  disableClientInfo: true,
} as const satisfies RedisOptions;
