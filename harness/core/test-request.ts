import type { ClientMode } from './client.js';
import type { JsonObject } from './json.js';
import type { Schedule } from './schedule.js';

/** A test that somebody asks for, by names; what is absent has a default. */
export interface TestRequest {
  readonly system: string;
  readonly workload: string;
  readonly systemOptions?: JsonObject;
  readonly workloadOptions?: JsonObject;
  /** Names of what goes wrong, or a schedule of one's own; no fault when absent. */
  readonly faults?: NemesisRequest | Schedule;
  /** What judges the history, beside the checkers of every test; the workload's own checkers when absent. */
  readonly checkers?: readonly string[];
  /** Regular expressions that must fit no line of a node's log; those that the checker `log-patterns` brings when absent. */
  readonly logPatterns?: readonly string[];
  /** How many nodes; the system's own number when absent. */
  readonly nodeCount?: number;
  /** The first of the system's own when absent. */
  readonly clientMode?: ClientMode;
  /** Client threads. */
  readonly concurrency?: number;
  /** Mean ops per second over all threads; 0: as fast as the store answers. */
  readonly rate?: number;
  /** Bound on the main phase. When absent 20 s; of steps, 20 s beside all that they wait for at most. */
  readonly timeLimit_ms?: number;
  readonly opTimeout_ms?: number;
  readonly recoveryTimeout_ms?: number;
  readonly finalTimeout_ms?: number;
  readonly acknowledgedPerFault?: number;
}

/** Faults by the names of presets, one after another at random. */
export interface NemesisRequest {
  readonly nemesis: readonly string[];
  /** Time before each fault. */
  readonly quiet_ms?: number;
  /** Length of each fault, from the order that begins it to the one that ends it. */
  readonly active_ms?: number;
  /** How many faults may be active at the same time. */
  readonly at_once?: number;
  /** How far these times vary, from 0 to 1. */
  readonly jitter?: number;
}
