import { faultWindows, type FaultWindow } from '../../harness/core/fault-window.js';
import { metInWords } from '../../harness/core/fault-words.js';
import type { History } from '../../harness/core/history.js';
import { nemesisRecords } from '../../harness/core/nemesis-record.js';
import type { TestPlan } from '../../harness/core/plan.js';
import { RoleTimeline } from '../../harness/core/role-timeline.js';
import { listInWords } from '../../harness/core/words.js';
import type { WitnessSample } from '../../harness/core/witness.js';

/** What went on around an op: the faults, and who held which role. */
export class Circumstances {
  readonly windows: readonly FaultWindow[];
  readonly roles: RoleTimeline;
  /** What the nodes said of their replication; empty where nobody asked. */
  readonly witness: readonly WitnessSample[];

  constructor(
    plan: Pick<TestPlan, 'roles' | 'reads'>,
    history: History,
    witness: readonly WitnessSample[] = [],
  ) {
    this.witness = witness;
    const records = nemesisRecords(history);
    this.windows = faultWindows(history, records);
    this.roles = new RoleTimeline(plan, history, records);
  }

  /** The windows that overlap a stretch of time. */
  windowsDuring(from_ns: number, to_ns: number): FaultWindow[] {
    return this.windows.filter((window) => window.from_ns <= to_ns && window.to_ns >= from_ns);
  }

  /** `primary`, `former primary`, `replica`, …; `null` where nothing tells. */
  roleAt(node: string, time_ns: number): string | null {
    return this.roles.roleAt(node, time_ns);
  }

  /** The faults that were active, as a clause; `no fault was active` otherwise. */
  faultsInWords(from_ns: number, to_ns: number): string {
    const windows = this.windowsDuring(from_ns, to_ns);
    return windows.length === 0
      ? 'no fault was active'
      : listInWords(windows.map((window) => metInWords(window, from_ns, to_ns)));
  }
}
