import type { Clock } from '../../harness/core/clock.js';
import { EnvironmentError, messageOf } from '../../harness/core/errors.js';
import type { Engine, Labels } from '../engine/engine.js';
import { ContainerNode } from './container-node.js';
import { KEEPER_COMMAND } from './keeper.js';
import { RESET_SCRIPT, STRAY } from './reset.js';

const RESET_MS = 20_000;
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
    const reset = await engine.exec(id, ['sh', '-c', RESET_SCRIPT, 'sh', hosts], {
      timeout_ms: RESET_MS,
    });
    if (reset.exitCode === STRAY) return { clean: false, stray: reset.stdout.trim() };
    if (reset.exitCode !== 0) {
      const output = `${reset.stderr}${reset.stdout}`.trim();
      throw new Error(`its reset ended with ${String(reset.exitCode)}: ${output}`);
    }
  } catch (thrown) {
    if (thrown instanceof EnvironmentError && thrown.code === 'E_ENGINE_GONE') throw thrown;
    throw await startError(engine, container, thrown);
  }
  return { clean: true, node: new ContainerNode(engine, clock, id, spec.name, spec.address) };
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
