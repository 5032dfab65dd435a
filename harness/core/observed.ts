import type { LogMatches } from './log-patterns.js';
import type { RoleSample } from './results.js';
import type { StoreEvent } from './store-event.js';
import type { WitnessSample } from './witness.js';

/** What was seen of a store beside its clients: plain data, stored with the run. */
export interface Observed {
  /** What the nodes said of their roles, at each change; absent where nobody asked. */
  readonly roles?: readonly RoleSample[];
  /** What the nodes said of their replication, at each change; absent where nobody asked. */
  readonly witness?: readonly WitnessSample[];
  /** What programs of the store published, in the order in which it was heard; absent where nobody listened. */
  readonly events?: readonly StoreEvent[];
  /** Lines of the nodes' logs that the plan's patterns fit; absent where the plan asks for neither `log-patterns` nor patterns of its own. */
  readonly logMatches?: LogMatches;
}

/** What was observed in a run, and nothing else of it. */
export function observedIn({ roles, witness, events, logMatches }: Observed): Observed {
  return {
    ...(roles !== undefined && { roles }),
    ...(witness !== undefined && { witness }),
    ...(events !== undefined && { events }),
    ...(logMatches !== undefined && { logMatches }),
  };
}
