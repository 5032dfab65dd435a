import type { AttachedContainers } from '../../harness/core/attached-containers.js';
import type { Clock } from '../../harness/core/clock.js';
import { EnvironmentError, InputError, messageOf } from '../../harness/core/errors.js';
import type { Log } from '../../harness/core/log.js';
import type { Node, NodePool, NodeRequest, NodeSet } from '../../harness/core/node.js';
import { allSettled } from '../../harness/core/settled.js';
import { localAddressTo, Neighbours } from '../../nodes/index.js';
import { ensureImage } from '../build/image.js';
import type { Engine, Progress } from '../engine/engine.js';
import { ATTACHED_LABEL, ownLabels, RUN_LABEL } from '../owner/labels.js';
import type { Exclusively } from '../owner/turn.js';
import { SANDBOX_IMAGE } from '../pool/sandbox.js';
import { notReached } from './attach-errors.js';
import { AttachedProgram } from './attached-programs.js';
import { Attachment, detach, type Target } from './attachment.js';
import { findTargets } from './targets.js';

export interface AttachedPoolParts {
  readonly containers: AttachedContainers;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly log: Log;
  readonly progress: Progress;
  readonly exclusively: Exclusively;
  readonly owner: string;
  /** Unique on the engine. */
  readonly run: string;
}

/** Containers that somebody else has started, as the nodes of one command. */
export class AttachedPool implements NodePool {
  readonly #parts: AttachedPoolParts;
  #acquiring: Promise<unknown> = Promise.resolve();

  constructor(parts: AttachedPoolParts) {
    this.#parts = parts;
  }

  acquire(request: NodeRequest, signal: AbortSignal): Promise<NodeSet> {
    const acquired = this.#acquire(request.names, signal);
    this.#acquiring = acquired.catch(() => undefined);
    return acquired;
  }

  async dispose(): Promise<void> {
    // What is still being made would escape.
    await this.#acquiring;
    const { engine, run } = this.#parts;
    const sandboxes = await engine.containers(`${RUN_LABEL}=${run}`);
    const failures = await Promise.all(
      sandboxes.map(async (sandbox) => {
        try {
          await detach(engine, sandbox, sandbox.labels[ATTACHED_LABEL] ?? '');
          return [];
        } catch (thrown) {
          return [`${sandbox.name}: ${messageOf(thrown).replaceAll('\n', ' ')}`];
        }
      }),
    );
    if (failures.flat().length === 0) return;
    throw new EnvironmentError({
      code: 'E_DISPOSE',
      expected: 'all that was done to the network of the containers to be undone',
      actual: failures.flat().join('\n      '),
      advice: 'run `faultline clean`',
    });
  }

  async #acquire(names: readonly string[], signal: AbortSignal): Promise<NodeSet> {
    const { engine, clock, log, progress, exclusively, owner, run, containers } = this.#parts;
    const start_ns = clock.now();
    const context = { engine, progress, signal, exclusively };
    const image = await ensureImage(SANDBOX_IMAGE, context);
    // Nothing of an earlier run of this pool is kept.
    const earlier = await engine.containers(`${RUN_LABEL}=${run}`);
    await allSettled(earlier.map((one) => detach(engine, one, one.labels[ATTACHED_LABEL] ?? '')));
    const targets = await findTargets(engine, containers, names.length);
    signal.throwIfAborted();
    const clients = await localAddressTo(targets[0]?.address ?? '');
    const parts = { engine, clock, image, labels: ownLabels(run, owner) };
    const attached = await allSettled(targets.map((target) => Attachment.create(parts, target)));
    const neighbours = new Neighbours(
      targets.map(({ address }) => address),
      clients,
    );
    const networks = attached.map((one, index) =>
      one.network(names[index] ?? '', neighbours.of(index)),
    );
    signal.throwIfAborted();
    const capabilities = await neighbours.joined(networks, clock, async (unheard) => {
      const logs = await allSettled(attached.map((one) => one.log()));
      return notReached(
        unheard,
        logs.filter((text) => text !== ''),
      );
    });
    log.info('nodes', { names: [...names], took_ns: clock.now() - start_ns });
    const nodes = targets.map((target, index) =>
      this.#node(names[index] ?? '', containers.containers[index] ?? '', target),
    );
    return { nodes, capabilities };
  }

  #node(name: string, given: string, { id, address }: Target): Node {
    const { engine, clock } = this.#parts;
    const programs = new AttachedProgram(engine, clock, id, given);
    const refuse = (): Promise<never> =>
      Promise.reject(
        new InputError({
          code: 'E_ATTACHED',
          expected: 'containers that were there before the run to be left as they are',
          actual: `a process was to be started in ${given}, or a file to be written there`,
          advice: 'let Faultline start your store, or do without',
        }),
      );
    return {
      name,
      address,
      programs,
      exec: (command, options) => programs.exec(given, command, options),
      readFile: (path, tail_bytes) => programs.readFile(given, path, tail_bytes),
      spawn: refuse,
      writeFile: refuse,
    };
  }
}
