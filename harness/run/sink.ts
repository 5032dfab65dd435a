import type { ClockSample, RoleSample, RunRecord } from '../core/results.js';
import type { StoreEvent } from '../core/store-event.js';
import type { WitnessSample } from '../core/witness.js';
import type { Recorder } from './recorder.js';

/** Where a run leaves what it saw: the results folder, or memory in tests. */
export interface RunSink {
  readonly history: Recorder;
  role(sample: RoleSample): void;
  clock(sample: ClockSample): void;
  witness(sample: WitnessSample): void;
  event(event: StoreEvent): void;
  /** Keeps a file of a node. */
  nodeLog(node: string, name: string, text: string): Promise<void>;
  /** Writes `run.json`; called at the start and again at the end. */
  record(record: RunRecord): Promise<void>;
  /** Flushes and closes everything. @throws EnvironmentError when the disk refuses. */
  close(): Promise<void>;
}
