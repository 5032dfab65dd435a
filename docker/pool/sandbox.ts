import type { Clock } from '../../harness/core/clock.js';
import type { ExecOptions, ExecResult } from '../../harness/core/exec.js';
import { KEEPER_COMMAND, type NodeNetwork } from '../../nodes/index.js';
import type { ContainerSpec, Engine, Labels, NetworkPlace } from '../engine/engine.js';
import { boundedExec } from './bounded-exec.js';
import { PREPARE_SCRIPT } from './prepare.js';
import { MARK } from './reset.js';

/** Name of its image's folder under docker/images. */
export const SANDBOX_IMAGE = 'sandbox';

/** Prepares the network of its container, and then answers on the probe port. */
const PREPARE_AND_KEEP = `${MARK}\n${PREPARE_SCRIPT}\nshift\nexec "$@"`;

/**
 * The container that holds a node's network and address, and our tools; no other container of the
 * node may change the network. Once it answers on the probe port its network is prepared.
 * @param hosts content of /etc/hosts.
 */
export function sandboxSpec(
  image: string,
  name: string,
  place: NetworkPlace,
  hosts: string,
  labels: Labels,
): ContainerSpec {
  return {
    name,
    image,
    entrypoint: ['sh'],
    command: ['-c', PREPARE_AND_KEEP, 'sh', hosts, ...KEEPER_COMMAND],
    network: place,
    capabilities: ['NET_ADMIN'],
    labels,
  };
}

/** The sandbox of one node, for all that acts on its network. */
export class Sandbox implements NodeNetwork {
  readonly name: string;
  readonly address: string;
  readonly container: string;
  /** Whether anything ran in it that may have left something to undo. */
  touched = false;
  readonly #engine: Engine;
  readonly #clock: Clock;

  constructor(engine: Engine, clock: Clock, container: string, name: string, address: string) {
    this.#engine = engine;
    this.#clock = clock;
    this.container = container;
    this.name = name;
    this.address = address;
  }

  exec(command: readonly string[], options?: ExecOptions): Promise<ExecResult> {
    this.touched = true;
    return boundedExec(this.#engine, this.#clock, this, command, options);
  }
}
