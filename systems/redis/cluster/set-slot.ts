import { type Clock, EnvironmentError, messageOf, poll } from '../../../harness/index.js';
import type { AdminConnection } from '../connection/admin.js';

/** Since 8.0 Valkey waits 2 s for its replicas, unless it is told another time. */
const ANSWER_TIMEOUT_MS = 4000;
/** The default of `repl-timeout`, and time for the waits before and after it. */
const REPLICAS_TIMEOUT_MS = 70_000;
const RETRY_EVERY_MS = 200;

/** What says that a primary has not done it: not all of its replicas have acknowledged. */
const TOO_FEW_REPLICAS = 'NOREPLICAS';

/** How long replicas are waited for. */
export interface SetSlotBounds {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly within_ms?: number;
}

/**
 * `CLUSTER SETSLOT`. Since 8.0 a primary of Valkey first lets all replicas that are online acknowledge it, or refuses it. One
 * that was cut off counts as online until the primary gives its link up, `repl-timeout` later. So it is ordered
 * again until then, as its documentation advises.
 * @throws EnvironmentError when the replicas did not acknowledge it, or no answer came; ioredis' own error when it is
 *   refused otherwise.
 * @see https://valkey.io/commands/cluster-setslot/
 */
export async function setSlot(
  server: AdminConnection,
  { clock, signal, within_ms = REPLICAS_TIMEOUT_MS }: SetSlotBounds,
  slot: number,
  ...words: readonly string[]
): Promise<void> {
  const patient = server.another(ANSWER_TIMEOUT_MS);
  const last = { refusal: '' };
  try {
    const done = await poll(clock, { within_ms, every_ms: RETRY_EVERY_MS, signal }, async () => {
      try {
        await patient.order('CLUSTER', 'SETSLOT', slot, ...words);
        return true;
      } catch (thrown) {
        last.refusal = messageOf(thrown);
        if (!last.refusal.startsWith(TOO_FEW_REPLICAS)) throw thrown;
        return null;
      }
    });
    if (done.reached) return;
  } finally {
    await patient.close();
  }
  throw new EnvironmentError({
    code: 'E_REDIS_SETSLOT',
    expected: `the replicas to acknowledge CLUSTER SETSLOT ${slot} ${words.join(' ')} within ${within_ms / 1000} s`,
    actual: `the primary said: ${last.refusal}`,
    advice:
      'see whether its replicas reach it; a lower replTimeout_s lets it give a silent one up earlier',
  });
}
