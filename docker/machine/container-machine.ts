import type { CpuBurn, Machine } from '../../harness/core/capabilities.js';
import type { Clock } from '../../harness/core/clock.js';
import { EnvironmentError } from '../../harness/core/errors.js';
import type { Engine } from '../engine/engine.js';
import type { ContainerNode } from '../pool/container-node.js';
import { keeperAnswers } from './answer.js';
import { ASK_KEEPER, BURN, limitIn, READ_QUOTA } from './scripts.js';

/** A node that gets little processor time needs long to start a program. */
const COMMAND_MS = 20_000;

/** Nodes as machines: the engine's freezer and its quota of processor time. */
export class ContainerMachine implements Machine {
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #nodes: ReadonlyMap<string, ContainerNode>;
  readonly #limited: Set<string>;

  /** @param limited ids of the containers under a limit; whoever resets nodes lifts it. */
  constructor(engine: Engine, clock: Clock, nodes: readonly ContainerNode[], limited: Set<string>) {
    this.#engine = engine;
    this.#clock = clock;
    this.#nodes = new Map(nodes.map((node) => [node.name, node]));
    this.#limited = limited;
  }

  async freeze(node: string): Promise<void> {
    if (!(await this.frozen(node))) await this.#engine.pauseContainer(this.#node(node).container);
  }

  async thaw(node: string): Promise<void> {
    if (await this.frozen(node)) await this.#engine.unpauseContainer(this.#node(node).container);
  }

  async frozen(node: string): Promise<boolean> {
    return (await this.#engine.containerState(this.#node(node).container)) === 'paused';
  }

  async answers(node: string, timeout_ms: number): Promise<boolean> {
    const on = this.#node(node);
    if (await keeperAnswers(this.#clock, on.address, timeout_ms)) return true;
    // The links may be cut: then it is asked from within, where only a running node can be asked.
    if ((await this.#engine.containerState(on.container)) !== 'running') return false;
    const ask = ['perl', '-MSocket', '-e', ASK_KEEPER];
    return (await on.exec(ask, { timeout_ms: COMMAND_MS })).exitCode === 0;
  }

  async limitCpu(node: string, percent: number | null): Promise<void> {
    const { container } = this.#node(node);
    // From here on there may be a limit to lift, even if setting it fails half way.
    this.#limited.add(container);
    await this.#engine.limitCpu(container, percent);
    if (percent === null) this.#limited.delete(container);
  }

  async cpuLimit(node: string): Promise<number | null> {
    return limitIn(await this.#run(node, ['sh', '-c', READ_QUOTA]));
  }

  async burn(node: string, duration_ms: number): Promise<CpuBurn> {
    const printed = await this.#run(node, ['perl', '-e', BURN, String(duration_ms / 1000)]);
    const [elapsed_s = Number.NaN, used_s = Number.NaN, throttled_periods = Number.NaN] = printed
      .split(' ')
      .map(Number);
    return { elapsed_ms: elapsed_s * 1000, used_ms: used_s * 1000, throttled_periods };
  }

  async #run(name: string, command: readonly string[]): Promise<string> {
    const result = await this.#node(name).exec(command, { timeout_ms: COMMAND_MS });
    if (result.exitCode === 0) return result.stdout;
    throw new EnvironmentError({
      code: 'E_MACHINE',
      expected: `${name} to tell of its processor time`,
      actual: `exit code ${String(result.exitCode)}: ${result.stderr.trim()}`,
      advice: 'the kernel needs CFS bandwidth control (CONFIG_CFS_BANDWIDTH)',
    });
  }

  #node(name: string): ContainerNode {
    const node = this.#nodes.get(name);
    if (node === undefined) throw new RangeError(`there is no node "${name}"`);
    return node;
  }
}
