import type { Capabilities } from './capabilities.js';
import type { Clock } from './clock.js';
import type { Json } from './json.js';
import type { NodeLayout } from './layout.js';
import type { Log } from './log.js';
import type { Random } from './random.js';
import type { Health, RoleView } from './cluster-view.js';
import type { WriteRoles } from './write-roles.js';

/** The nemesis of one run: serves faults, `await` and `heal`. */
export interface Nemesis {
  /**
   * Runs one operation and tells what it did, with the proof.
   * @throws FaultlineError when it can't be done; the history then holds the error.
   */
  invoke(f: string, value: Json | undefined): Promise<Json>;
  /** Ends everything that is still active. Idempotent; never rejects. */
  teardown(): Promise<void>;
}

/** What a nemesis may see and use. */
export interface NemesisContext {
  readonly nodes: readonly string[];
  readonly layout: NodeLayout;
  /** Which roles take writes. */
  readonly writeRoles: WriteRoles;
  readonly capabilities: Capabilities;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly signal: AbortSignal;
  health(): Promise<Health>;
  roles(): Promise<readonly RoleView[]>;
  /** Client ops acknowledged so far. */
  acknowledged(): number;
}
