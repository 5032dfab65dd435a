import { AwaitTimeoutError, poll } from '../../../harness/index.js';
import { type AdminConnection, askAll } from '../connection/admin.js';
import { askSentinelView, type SentinelView } from '../observation/sentinel-view.js';
import type { GroupParts } from './group-parts.js';

/** A failover takes some seconds, and twice `failover-timeout` (here 5 s) where it does not succeed. */
const OVER_TIMEOUT_MS = 30_000;
const LOOK_EVERY_MS = 50;

/** What keeps a failover from being over in the eyes of some Sentinels; nothing when it is. */
export function failoverProblems(
  views: ReadonlyMap<string, SentinelView | null>,
  nameOf: (address: string) => string,
): readonly string[] {
  const named = new Set([...views.values()].map((view) => view?.primary.address));
  const disagree = named.size > 1;
  return [...views].flatMap(([node, view]) => {
    if (view === null) return [`the Sentinel on ${node} did not answer`];
    const { address, flags } = view.primary;
    if (flags.includes('failover_in_progress')) {
      return [`the Sentinel on ${node} had a failover in progress`];
    }
    return disagree ? [`the Sentinel on ${node} named ${nameOf(address)} as primary`] : [];
  });
}

/**
 * Waits until none of some Sentinels has a failover in progress, and all of them name the same
 * primary. `SENTINEL RESET` erases a failover that is in progress: a Sentinel that has promoted a
 * replica then goes on naming the old primary, and no other Sentinel corrects it, since none has a
 * newer configuration epoch (Redis 7.0, `sentinelResetMaster`, `sentinelProcessHelloMessage`).
 * @throws AwaitTimeoutError when that does not come to be.
 */
export async function failoverOver(
  { clock, signal, topology }: Pick<GroupParts, 'clock' | 'signal' | 'topology'>,
  sentinels: ReadonlyMap<string, AdminConnection>,
): Promise<void> {
  const last: { problems: readonly string[] } = { problems: [] };
  const bounds = { within_ms: OVER_TIMEOUT_MS, every_ms: LOOK_EVERY_MS, signal };
  const over = await poll(clock, bounds, async () => {
    const views = await askAll(sentinels, askSentinelView);
    last.problems = failoverProblems(views, topology.nameOf);
    return last.problems.length === 0 ? true : null;
  });
  if (over.reached) return;
  throw new AwaitTimeoutError({
    code: 'E_REDIS_FAILOVER_IN_PROGRESS',
    expected: 'no failover to be in progress when a member is taken out or a Sentinel is reset',
    actual: `after ${OVER_TIMEOUT_MS} ms ${last.problems.join(', ')}`,
    advice: 'see whether links are cut, and what keeps the failover from its end',
  });
}
