import type { Clock } from '../../harness/core/clock.js';
import type { Log } from '../../harness/core/log.js';
import type { DiskParts } from '../disks/pool-disks.js';
import type { Engine, Progress } from '../engine/engine.js';
import type { Routes } from '../network/routes.js';
import type { Claims } from '../owner/claim.js';
import type { Exclusively } from '../owner/turn.js';

/** What a pool works with; `createNodePool` in index.ts fills in the machine's own. */
export interface PoolParts {
  readonly engine: Engine;
  readonly routes: Routes;
  readonly claims: Claims;
  readonly clock: Clock;
  readonly log: Log;
  readonly progress: Progress;
  readonly exclusively: Exclusively;
  readonly owner: string;
  readonly run: string;
  readonly subnet?: string;
  /** Whether the first process of a node answers on the probe port within the bound. */
  readonly answers: (address: string, timeout_ms: number) => Promise<boolean>;
  readonly diskAt: DiskParts['diskAt'];
  /** Where the files of disks lie. */
  readonly diskFolder: string;
}
