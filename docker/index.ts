import { type Clock, systemClock } from '../harness/core/clock.js';
import { EnvironmentError } from '../harness/core/errors.js';
import { type Log, silentLog } from '../harness/core/log.js';
import type { NodePool } from '../harness/core/node.js';
import type { AttachedContainers } from '../harness/core/attached-containers.js';
import { AttachedPool } from './attach/attached-pool.js';
import { clean as cleanAll, type CleanReport } from './clean/clean.js';
import { diskFolder } from './disks/disk-folder.js';
import { HostDisk } from './disks/host-disk.js';
import { doctor as lookAtAll } from './doctor/doctor.js';
import type { Finding } from './doctor/finding.js';
import { fix as fixAll } from './doctor/fix.js';
import { dockerEngine } from './engine/docker-engine.js';
import type { Engine, Progress } from './engine/engine.js';
import { hostKernel } from './kernel/host-kernel.js';
import { keeperAnswers } from './machine/answer.js';
import { hostRoutes } from './network/routes.js';
import { Claims, STATE_FOLDER } from './owner/claim.js';
import { ownerOf } from '../nodes/index.js';
import { turnsIn } from './owner/turn.js';
import { ContainerPool } from './pool/node-pool.js';
import { SANDBOX_IMAGE } from './pool/sandbox.js';

export type { CleanReport } from './clean/clean.js';
export { nodeSubnet } from './network/subnet.js';
export type { Check, Finding } from './doctor/finding.js';
export type { Engine, Progress } from './engine/engine.js';
export { dockerEngine } from './engine/docker-engine.js';
export { hostKernel } from './kernel/host-kernel.js';

/** So many were made by this process. */
let attachedPools = 0;

/** The parts of the machine to work with; the machine's own where absent. */
export interface Machine {
  readonly clock?: Clock;
  /** The one at `DOCKER_HOST`, or at its usual socket. */
  readonly engine?: Engine;
  /** Where this machine's harness processes note which subnets they have; /run/faultline. */
  readonly stateFolder?: string;
  /** Whether the node at an address answers within the bound; it is connected to when absent. */
  readonly answers?: (address: string, timeout_ms: number) => Promise<boolean>;
}

export interface NodePoolOptions extends Machine {
  /** A name for what is created, such as the run's id; letters, digits and dashes. */
  readonly run?: string;
  /** The network to use; a free /24 of 198.18.0.0/15 when absent. */
  readonly subnet?: string;
  readonly log?: Log;
  /** Told what goes on while images are made, one line at a time. */
  readonly progress?: Progress;
}

export interface DoctorOptions extends Machine {
  /** Images that will be needed, by their folders under docker/images; those of the demo when absent. */
  readonly images?: readonly string[];
  readonly progress?: Progress;
  readonly signal?: AbortSignal;
}

/**
 * A pool of nodes on the Docker engine: takes a subnet, guards it against packets that would
 * leave the host, and makes its network. Close every client before `dispose`.
 * @throws EnvironmentError `E_ENGINE_GONE` when no engine answers; others with what is missing.
 */
export async function createNodePool(options: NodePoolOptions = {}): Promise<ContainerPool> {
  const owner = await thisProcess();
  const { stateFolder, ...parts } = partsOf(options);
  return ContainerPool.create({
    ...parts,
    diskFolder: diskFolder(stateFolder, owner),
    owner,
    log: options.log ?? silentLog,
    progress: options.progress ?? (() => undefined),
    run: options.run ?? 'pool',
    ...(options.subnet === undefined ? {} : { subnet: options.subnet }),
  });
}

/**
 * A pool of nodes that are containers of this machine's Docker engine which somebody else has started. They
 * are left as they are: our sandboxes share their networks for the time of a run. All that is done there is
 * undone by `dispose`, or by {@link clean} where this process is killed before.
 */
export async function createAttachedPool(
  containers: AttachedContainers,
  options: Omit<NodePoolOptions, 'subnet'> = {},
): Promise<NodePool> {
  const owner = await thisProcess();
  const { clock, engine, exclusively } = partsOf(options);
  attachedPools += 1;
  return new AttachedPool({
    containers,
    clock,
    engine,
    exclusively,
    owner,
    log: options.log ?? silentLog,
    progress: options.progress ?? (() => undefined),
    run: `${options.run ?? 'attached'}-${owner}-${String(attachedPools)}`,
  });
}

/**
 * What runs on real nodes need: each with what is there, what follows and what to do. Never
 * throws for what is missing. Starts one short-lived node where that can be done.
 */
export async function doctor(options: DoctorOptions = {}): Promise<readonly Finding[]> {
  const parts = partsOf(options);
  return lookAtAll({
    ...parts,
    images: imagesOf(options),
    signal: options.signal ?? new AbortController().signal,
    createPool: () => createNodePool({ ...options, run: 'doctor' }),
  });
}

/**
 * Does what the findings of {@link doctor} call fixable: installs and starts the engine, builds
 * the images. Ask `doctor` again afterwards.
 * @throws EnvironmentError with the output of what failed.
 */
export async function fix(
  findings: readonly Finding[],
  options: DoctorOptions = {},
): Promise<void> {
  await fixAll(findings, {
    ...partsOf(options),
    images: imagesOf(options),
    progress: options.progress ?? (() => undefined),
    signal: options.signal ?? new AbortController().signal,
  });
}

/**
 * Removes what dead harness processes left behind; with `all`, everything of ours but images. In a
 * dry run it only tells what it would remove.
 */
export function clean(
  options: Machine & { readonly all?: boolean; readonly dryRun?: boolean } = {},
): Promise<CleanReport> {
  const { all = false, dryRun = false } = options;
  return cleanAll({ ...partsOf(options), all, dryRun });
}

async function thisProcess(): Promise<string> {
  const owner = await ownerOf(process.pid);
  if (owner !== null) return owner;
  throw new EnvironmentError({
    code: 'E_PLATFORM',
    expected: 'Linux, where nodes can run',
    actual: `this is ${process.platform}`,
    advice: 'use a system that runs in-process, such as `memory`',
  });
}

/** No node is looked into where no image is asked for. Images of other systems are made when they are first used. */
function imagesOf({ images = ['redis'] }: DoctorOptions): readonly string[] {
  return images.length === 0 ? [] : [...new Set([SANDBOX_IMAGE, ...images])];
}

function partsOf(machine: Machine) {
  const clock = machine.clock ?? systemClock();
  const folder = machine.stateFolder ?? STATE_FOLDER;
  return {
    clock,
    engine: machine.engine ?? dockerEngine(clock),
    routes: hostRoutes,
    kernel: hostKernel,
    claims: new Claims(folder),
    stateFolder: folder,
    diskAt: (path: string) => new HostDisk(clock, path),
    exclusively: turnsIn(folder, clock),
    answers:
      machine.answers ??
      ((address: string, timeout_ms: number) => keeperAnswers(clock, address, timeout_ms)),
  };
}
