import { AwaitTimeoutError, poll, type Primaries } from '../../../harness/index.js';
import type { GroupParts } from './group-parts.js';

const PRIMARY_TIMEOUT_MS = 10_000;
const LOOK_EVERY_MS = 100;

/**
 * The primary that a node shall join; while a failover is under way there is none for a moment.
 * @throws AwaitTimeoutError when there comes to be none.
 */
export async function awaitedPrimary(
  { clock, signal }: GroupParts,
  primaries: Primaries,
): Promise<string> {
  const bounds = { within_ms: PRIMARY_TIMEOUT_MS, every_ms: LOOK_EVERY_MS, signal };
  const found = await poll(clock, bounds, () => primaries.primary());
  if (found.reached) return found.value;
  throw new AwaitTimeoutError({
    code: 'E_REDIS_PRIMARY',
    expected: 'a primary that a node can join',
    actual: `the majority named none within ${PRIMARY_TIMEOUT_MS} ms`,
    advice: 'see what keeps the store from having one',
  });
}
