import type { Clock } from '../../harness/core/clock.js';
import { endsRun, EnvironmentError, messageOf } from '../../harness/core/errors.js';
import type { ExecResult } from '../../harness/core/node.js';
import type { Engine, Labels } from '../engine/engine.js';
import { ContainerNode } from './container-node.js';
import { KEEPER_COMMAND } from '../../nodes/index.js';
import { PREPARE_SCRIPT } from './prepare.js';
import { RESET_SCRIPT, STRAY } from './reset.js';

const SCRIPT_MS = 20_000;
const LOG_LINES = 20;

/** What makes a node. */
export interface NodeSpec {
  readonly name: string;
  readonly address: string;
  readonly image: string;
  readonly network: string;
  /** Of the container; unique on the engine. */
  readonly containerName: string;
  readonly labels: Labels;
}

/** A container that was created; started and reset by {@link clean}. */
export interface NodeContainer {
  readonly id: string;
  readonly spec: NodeSpec;
}

/** `other`: created, stopped by the engine's death, or ended by itself. */
export type NodeState = 'running' | 'paused' | 'other';

/** A clean node; or, where a system wrote to a place that can't be wiped, that place. */
export type CleanOutcome =
  | { readonly clean: true; readonly node: ContainerNode }
  | { readonly clean: false; readonly stray: string };

/** Creates a node's container, not running yet. */
export async function createNodeContainer(engine: Engine, spec: NodeSpec): Promise<NodeContainer> {
  const id = await engine.createContainer({
    name: spec.containerName,
    hostname: spec.name,
    image: spec.image,
    command: KEEPER_COMMAND,
    network: spec.network,
    address: spec.address,
    capabilities: ['NET_ADMIN'],
    labels: spec.labels,
  });
  return { id, spec };
}

/**
 * Brings a container to the state of a new node, whatever state it is in: created, stopped by
 * the engine's death, frozen, or used by a run.
 * @throws EnvironmentError `E_NODE_START` with the tail of the container's log.
 */
export async function cleanNode(
  engine: Engine,
  clock: Clock,
  container: NodeContainer,
  state: NodeState,
  hosts: string,
): Promise<CleanOutcome> {
  const { id, spec } = container;
  try {
    if (state === 'paused') await engine.unpauseContainer(id);
    if (state === 'other') await engine.startContainer(id);
    const reset = await runScript(engine, id, RESET_SCRIPT, hosts, STRAY);
    if (reset.exitCode === STRAY) return { clean: false, stray: reset.stdout.trim() };
  } catch (thrown) {
    if (endsRun(thrown)) throw thrown;
    throw await startError(engine, container, thrown);
  }
  return { clean: true, node: new ContainerNode(engine, clock, id, spec.name, spec.address) };
}

/**
 * Gives a node whose container was started again what the start has taken from it.
 * @throws EnvironmentError `E_NODE_START` with the tail of the container's log.
 */
export async function prepareNode(
  engine: Engine,
  container: NodeContainer,
  hosts: string,
): Promise<void> {
  try {
    await runScript(engine, container.id, PREPARE_SCRIPT, hosts);
  } catch (thrown) {
    if (endsRun(thrown)) throw thrown;
    throw await startError(engine, container, thrown);
  }
}

/** @throws Error where the script ends with anything but 0 or an exit code that is expected. */
async function runScript(
  engine: Engine,
  id: string,
  script: string,
  hosts: string,
  expected?: number,
): Promise<ExecResult> {
  const result = await engine.exec(id, ['sh', '-c', script, 'sh', hosts], {
    timeout_ms: SCRIPT_MS,
  });
  if (result.exitCode === 0 || result.exitCode === expected) return result;
  const output = `${result.stderr}${result.stdout}`.trim();
  throw new Error(`its preparation ended with ${String(result.exitCode)}: ${output}`);
}

async function startError(
  engine: Engine,
  { id, spec }: NodeContainer,
  cause: unknown,
): Promise<EnvironmentError> {
  let log: string;
  try {
    log = (await engine.containerLog(id, LOG_LINES)).trim();
  } catch (thrown) {
    log = `(not to be had: ${messageOf(thrown)})`;
  }
  const why = cause instanceof EnvironmentError ? cause.actual : messageOf(cause);
  return new EnvironmentError({
    code: 'E_NODE_START',
    expected: `node ${spec.name} (image ${spec.image}) to start`,
    actual: `${why}\n  the last lines of its log:\n    ${(log === '' ? '(empty)' : log).replaceAll('\n', '\n    ')}`,
    advice: 'run `faultline doctor`; if the image is at fault, mend its Dockerfile and try again',
    cause,
  });
}
