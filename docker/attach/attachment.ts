import type { Clock } from '../../harness/core/clock.js';
import { EnvironmentError, messageOf } from '../../harness/core/errors.js';
import type { ExecOptions, ExecResult } from '../../harness/core/exec.js';
import { KEEPER_COMMAND, type NodeNetwork, type SharedNetwork } from '../../nodes/index.js';
import type { ContainerInfo, Engine, Labels } from '../engine/engine.js';
import { statusOf } from '../engine/engine-error.js';
import { removeThawed } from '../engine/remove-thawed.js';
import { ATTACHED_LABEL } from '../owner/labels.js';
import { boundedExec } from '../pool/bounded-exec.js';
import { inUse, sandboxFailed, startedAgain } from './attach-errors.js';
import { ATTACH, DETACH, READ_DEVICE } from './scripts.js';

const SCRIPT_MS = 20_000;
const LOG_LINES = 20;
/** The engine's answer where the name of a container is taken. */
const CONFLICT = 409;

/** A container that is not ours, which becomes a node. */
export interface Target {
  readonly id: string;
  readonly name: string;
  /** By which the others and the clients reach it. */
  readonly address: string;
  /** Tells this start of it from others. */
  readonly incarnation: string;
}

/** What a sandbox is made with. */
export interface AttachParts {
  readonly engine: Engine;
  readonly clock: Clock;
  /** Tag of the sandbox' image. */
  readonly image: string;
  readonly labels: Labels;
}

/** Our sandbox in the network of a container that is not ours; all that acts on it acts from there. */
export class Attachment {
  readonly target: Target;
  readonly #parts: AttachParts;
  readonly #sandbox: string;
  readonly #device: string;

  private constructor(parts: AttachParts, target: Target, sandbox: string, device: string) {
    this.#parts = parts;
    this.target = target;
    this.#sandbox = sandbox;
    this.#device = device;
  }

  /** @throws EnvironmentError where another run has the container, or its network can't be prepared. */
  static async create(parts: AttachParts, target: Target): Promise<Attachment> {
    const { engine, image, labels } = parts;
    const sandbox = await engine
      .createContainer({
        // Of two who try, one gets the name.
        name: `faultline-attached-${target.id.slice(0, 12)}`,
        image,
        entrypoint: ['sh'],
        command: ['-c', ATTACH, 'sh', target.address, ...KEEPER_COMMAND],
        network: { sharedWith: target.id },
        capabilities: ['NET_ADMIN'],
        labels: { ...labels, [ATTACHED_LABEL]: target.id },
      })
      .catch((thrown: unknown) => {
        const cause = thrown instanceof EnvironmentError ? thrown.cause : thrown;
        throw statusOf(cause) === CONFLICT ? inUse(target.name, thrown) : thrown;
      });
    try {
      await engine.startContainer(sandbox);
      const device = (await script(engine, sandbox, READ_DEVICE)).stdout.trim();
      if (device === '') throw new Error(`no device has the address ${target.address}`);
      return new Attachment(parts, target, sandbox, device);
    } catch (thrown) {
      const log = await engine.containerLog(sandbox, LOG_LINES).catch(() => '');
      const why = thrown instanceof EnvironmentError ? thrown.actual : messageOf(thrown);
      throw sandboxFailed(target.name, why, log);
    }
  }

  /** Its network, as a node of a run. @param others addresses of the other nodes and of the clients. */
  network(name: string, others: readonly string[]): NodeNetwork {
    const { engine, clock } = this.#parts;
    const { id, name: given, address, incarnation } = this.target;
    const shared: SharedNetwork = { device: this.#device, others };
    const on = { name, container: this.#sandbox };
    return {
      name,
      address,
      shared,
      exec: async (command: readonly string[], options?: ExecOptions): Promise<ExecResult> => {
        // A container that was started again has another network than its sandbox.
        if ((await engine.containerIncarnation(id)) !== incarnation) throw startedAgain(given);
        return boundedExec(engine, clock, on, command, options);
      },
    };
  }

  /** What its sandbox has printed: nothing, where all went well. */
  async log(): Promise<string> {
    return (await this.#parts.engine.containerLog(this.#sandbox, LOG_LINES)).trim();
  }
}

/**
 * Undoes all that was done to the network of a container by the sandbox beside it, and removes that.
 * @param target id of that container.
 */
export async function detach(
  engine: Engine,
  { id, state }: Pick<ContainerInfo, 'id' | 'state'>,
  target: string,
): Promise<void> {
  if (state === 'paused') await engine.unpauseContainer(id);
  const runs = state === 'running' || state === 'paused';
  // One that was never started has done nothing; where the other has ended, its network is gone as well.
  if (runs || (state === 'exited' && (await isRunning(engine, target)))) {
    if (!runs) await engine.startContainer(id);
    await script(engine, id, DETACH);
  }
  await removeThawed(engine, id, 'other');
}

async function isRunning(engine: Engine, id: string): Promise<boolean> {
  const found = await engine.findContainer(id);
  return found?.state === 'running' || found?.state === 'paused';
}

async function script(engine: Engine, id: string, text: string): Promise<ExecResult> {
  const result = await engine.exec(id, ['sh', '-c', text], { timeout_ms: SCRIPT_MS });
  if (result.exitCode === 0) return result;
  throw new Error(`exit code ${String(result.exitCode)}: ${result.stderr.trim()}`);
}
