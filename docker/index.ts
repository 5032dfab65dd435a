import { type Clock, systemClock } from '../harness/core/clock.js';
import { EnvironmentError } from '../harness/core/errors.js';
import { type Log, silentLog } from '../harness/core/log.js';
import type { NodePool } from '../harness/core/node.js';
import { dockerEngine } from './engine/docker-engine.js';
import type { Engine, Progress } from './engine/engine.js';
import { hostRoutes } from './network/routes.js';
import { Claims, STATE_FOLDER } from './owner/claim.js';
import { ownerOf } from './owner/owner.js';
import { ContainerPool } from './pool/node-pool.js';

export type { Engine, Progress } from './engine/engine.js';
export { dockerEngine } from './engine/docker-engine.js';

export interface NodePoolOptions {
  /** A name for what is created, such as the run's id; letters, digits and dashes. */
  readonly run?: string;
  /** The network to use; a free /24 of 198.18.0.0/15 when absent. */
  readonly subnet?: string;
  readonly clock?: Clock;
  readonly log?: Log;
  /** Told what goes on while images are made, one line at a time. */
  readonly progress?: Progress;
  readonly engine?: Engine;
  /** Where this machine's harness processes note which subnets they have; /run/faultline. */
  readonly stateFolder?: string;
}

/**
 * A pool of nodes on the Docker engine: takes a subnet, guards it against packets that would
 * leave the host, and makes its network. Close every client before `dispose`.
 * @throws EnvironmentError `E_ENGINE_GONE` when no engine answers; others with what is missing.
 */
export async function createNodePool(options: NodePoolOptions = {}): Promise<NodePool> {
  const clock = options.clock ?? systemClock();
  const engine = options.engine ?? dockerEngine(clock);
  const owner = await ownerOf(process.pid);
  if (owner === null) {
    throw new EnvironmentError({
      code: 'E_PLATFORM',
      expected: 'Linux, where nodes can run',
      actual: `this is ${process.platform}`,
      advice: 'use a system that runs in-process, such as `memory`',
    });
  }
  return ContainerPool.create({
    engine,
    clock,
    owner,
    routes: hostRoutes,
    claims: new Claims(options.stateFolder ?? STATE_FOLDER),
    log: options.log ?? silentLog,
    progress: options.progress ?? (() => undefined),
    run: options.run ?? 'pool',
    ...(options.subnet === undefined ? {} : { subnet: options.subnet }),
  });
}
