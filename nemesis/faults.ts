import type { Fault } from '../harness/core/fault.js';
import { rollingRestart } from './processes/rolling-restart.js';
import { clock } from './clock/clock.js';
import { strobe } from './clock/strobe.js';
import { fileCorruption } from './data/file-corruption.js';
import { diskFull } from './disk/disk-full.js';
import { diskReadOnly } from './disk/disk-read-only.js';
import { diskSlow } from './disk/disk-slow.js';
import { failover } from './failover/failover.js';
import { freeze } from './machine/freeze.js';
import { memoryLimit } from './machine/memory-limit.js';
import { throttle } from './machine/throttle.js';
import { flapping } from './partition/flapping/flapping.js';
import { partition } from './partition/partition.js';
import { outage } from './power/outage.js';
import { powerLoss } from './power/power-loss.js';
import { shutdown } from './power/shutdown.js';
import { crashLoop } from './processes/crash-loop.js';
import { descriptorLimit } from './processes/descriptor-limit.js';
import { kill } from './processes/kill.js';
import { pause } from './processes/pause.js';
import { restart } from './processes/restart.js';
import { terminate } from './processes/terminate.js';
import { corrupt } from './traffic/corrupt.js';
import { delay } from './traffic/delay.js';
import { duplicate } from './traffic/duplicate.js';
import { loss } from './traffic/loss.js';
import { reorder } from './traffic/reorder.js';
import { slow } from './traffic/slow.js';

/** The faults that any store can have, where its nodes and its system offer what they need. */
export const FAULTS: readonly Fault[] = [
  partition,
  flapping,
  loss,
  slow,
  delay,
  reorder,
  duplicate,
  corrupt,
  kill,
  terminate,
  restart,
  pause,
  descriptorLimit,
  crashLoop,
  freeze,
  outage,
  shutdown,
  throttle,
  memoryLimit,
  clock,
  strobe,
  powerLoss,
  diskFull,
  diskSlow,
  diskReadOnly,
  fileCorruption,
  failover,
  rollingRestart,
];
