import { TLSSocket } from 'node:tls';
import { Redis, type RedisOptions } from 'ioredis';
import { type Clock, EnvironmentError, messageOf, NS_PER_MS } from '../../../harness/index.js';
import { type Wait, WaitingRedis } from './waiting-redis.js';

/**
 * Opens a connection that has answered (or, without ready check, that TCP has accepted), within a
 * bound that covers discovery, connect and handshake together.
 * @param wait what each write waits for.
 * @throws EnvironmentError when it could not be opened; nothing but the handshake was sent.
 */
export async function openConnection(
  options: RedisOptions,
  clock: Clock,
  bound_ms: number,
  wait: Wait | null = null,
): Promise<Redis> {
  const redis =
    wait === null
      ? new Redis({ ...options, replyMapping: 'legacy' })
      : new WaitingRedis(options, wait);
  const seen: { error?: Error } = {};
  redis.on('error', (error: Error) => {
    seen.error = error;
  });
  let timedOut = false;
  const cancel = clock.at(clock.now() + bound_ms * NS_PER_MS, () => {
    timedOut = true;
    closeConnection(redis);
  });
  try {
    await redis.connect();
    return redis;
  } catch (thrown) {
    closeConnection(redis);
    const target = options.sentinels === undefined ? `${options.host}:${options.port}` : 'Sentinel';
    throw new EnvironmentError({
      code: 'E_REDIS_CONNECT',
      expected: `a connection to Redis through ${target}`,
      actual: timedOut
        ? `there was no answer within ${bound_ms} ms`
        : messageOf(seen.error ?? thrown),
      advice: 'see the log of the node, and whether a fault has cut it off',
      cause: thrown,
    });
  } finally {
    cancel();
  }
}

/**
 * Ends a connection at once; what is pending rejects. The reset throws away what the kernel has
 * not delivered yet, so that no packet travels to a node whose network has been removed. Node cannot reset a
 * connection with TLS.
 */
export function closeConnection(redis: Redis): void {
  // Without a socket (before the first connect, or while a Sentinel is asked) there is none.
  const stream = redis.stream as Redis['stream'] | undefined;
  // Before `disconnect`, whose half-close would keep the socket from being reset.
  if (stream !== undefined && !stream.destroyed) {
    if (stream.connecting || stream instanceof TLSSocket) stream.destroy();
    else stream.resetAndDestroy();
  }
  redis.disconnect();
}

/** Whether a command would be written to the socket now; where not, it has certainly not been sent. */
export function canSend(redis: Redis): boolean {
  return redis.status === 'ready' && redis.stream.writable;
}
