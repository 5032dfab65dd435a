import type { FaultWindow } from '../../harness/core/fault-window.js';
import { layoutOf } from '../../harness/core/layout.js';
import type { TestPlan } from '../../harness/core/plan.js';
import { primaryTakenAway } from '../../harness/core/primary-away.js';
import { nameInWords } from '../../harness/core/fault-words.js';
import type { RoleTimeline } from '../../harness/core/role-timeline.js';
import { writeRolesOf } from '../../harness/core/write-roles.js';
import { counted, seconds } from '../../harness/core/words.js';

/** A fault that took the primary away, and during which nobody was seen to take its place. */
export interface WithoutPromotion {
  readonly window: FaultWindow;
  readonly primary: string;
}

/** Those faults, where somebody watches the primary who could promote another node. */
export function withoutPromotion(
  plan: TestPlan,
  windows: readonly FaultWindow[],
  roles: RoleTimeline,
): WithoutPromotion[] {
  if (layoutOf(plan).watchers.length === 0) return [];
  return windows.flatMap((window) => {
    const primary = primaryTakenAway(window, writeRolesOf(plan));
    if (primary === null || wasReplaced(primary, window, roles)) return [];
    return [{ window, primary }];
  });
}

/** A promotion may be seen late: it counts where it can have happened while the fault lasted. */
function wasReplaced(primary: string, window: FaultWindow, roles: RoleTimeline): boolean {
  return roles.promotions.some(
    ({ from, after_ns, seen_ns }) =>
      from === primary && seen_ns >= window.from_ns && after_ns <= window.to_ns,
  );
}

/** What a reader of a verdict has to know of them; `null` where there are none. */
export function promotionNote(found: readonly WithoutPromotion[]): string | null {
  const [first, ...more] = found;
  if (first === undefined) return null;
  const { window, primary } = first;
  const others =
    more.length === 0 ? '' : `; the same is so of ${counted(more.length, 'more fault')}`;
  return (
    `no other node was seen to be promoted while ${primary}, the primary, was taken away by ` +
    `${nameInWords(window.begin)}, from ${seconds(window.from_ns)} to ${seconds(window.to_ns)}, ` +
    `so nothing is said of a failover${others}`
  );
}
