import type { CpuBurn, Machine } from '../../harness/core/machine.js';
import type { Clock } from '../../harness/core/clock.js';
import { EnvironmentError } from '../../harness/core/errors.js';
import type { ExecResult } from '../../harness/core/exec.js';
import { allSettled } from '../../harness/core/settled.js';
import type { ContainerInfo, Engine } from '../engine/engine.js';
import type { ContainerNode } from '../pool/container-node.js';
import { keeperAnswers } from './answer.js';
import { type Limited, setLimit } from './limits.js';
import {
  ALLOCATE,
  ASK_KEEPER,
  BURN,
  KILLED,
  limitIn,
  memoryLimitIn,
  READ_MEMORY_KILLS,
  READ_MEMORY_LIMIT,
  READ_QUOTA,
} from './scripts.js';

/** A node that gets little processor time needs long to start a program. */
const COMMAND_MS = 20_000;

/** Nodes as machines: the engine's freezer, its quota of processor time, its limit of memory. */
export class ContainerMachine implements Machine {
  readonly #engine: Engine;
  readonly #clock: Clock;
  readonly #nodes: ReadonlyMap<string, ContainerNode>;
  readonly #limited: Limited;

  /** @param limited the containers under a limit; whoever resets nodes lifts it. */
  constructor(engine: Engine, clock: Clock, nodes: readonly ContainerNode[], limited: Limited) {
    this.#engine = engine;
    this.#clock = clock;
    this.#nodes = new Map(nodes.map((node) => [node.name, node]));
    this.#limited = limited;
  }

  async freeze(node: string): Promise<void> {
    await this.#onThose(node, 'running', (id) => this.#engine.pauseContainer(id));
  }

  async thaw(node: string): Promise<void> {
    await this.#onThose(node, 'paused', (id) => this.#engine.unpauseContainer(id));
  }

  async frozen(node: string): Promise<boolean> {
    const states = await this.#states(node);
    return states.every(([, state]) => state === 'paused');
  }

  async answers(node: string, timeout_ms: number): Promise<boolean> {
    const on = this.#node(node);
    if (await keeperAnswers(this.#clock, on.address, timeout_ms)) return true;
    // The links may be cut: then it is asked from within, where only a running node can be asked.
    const { sandbox } = on;
    if ((await this.#engine.containerState(sandbox.container)) !== 'running') return false;
    const ask = ['perl', '-MSocket', '-e', ASK_KEEPER];
    return (await sandbox.exec(ask, { timeout_ms: COMMAND_MS })).exitCode === 0;
  }

  async limitCpu(node: string, percent: number | null): Promise<void> {
    await this.#limit(node, this.#limited.cpu, percent, (...to) => this.#engine.limitCpu(...to));
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

  async limitMemory(node: string, bytes: number | null): Promise<void> {
    await this.#limit(node, this.#limited.memory, bytes, (...to) =>
      this.#engine.limitMemory(...to),
    );
  }

  async memoryLimit(node: string): Promise<number | null> {
    return memoryLimitIn(await this.#run(node, ['sh', '-c', READ_MEMORY_LIMIT]));
  }

  async allocate(node: string, bytes: number): Promise<boolean> {
    const command = ['perl', '-e', ALLOCATE, String(Math.ceil(bytes / 2 ** 20))];
    const result = await this.#node(node).exec(command, { timeout_ms: COMMAND_MS });
    if (result.exitCode === 0) return true;
    if (result.exitCode === KILLED) return false;
    throw this.#error(node, 'to take memory', result);
  }

  async outOfMemoryKills(node: string): Promise<number> {
    return Number(await this.#run(node, ['sh', '-c', READ_MEMORY_KILLS]));
  }

  async #limit(
    node: string,
    limited: Set<string>,
    limit: number | null,
    set: (id: string, limit: number | null) => Promise<void>,
  ): Promise<void> {
    const { working } = this.#node(node);
    await allSettled(working.map((id) => setLimit(limited, id, limit, set)));
  }

  async #onThose(
    node: string,
    state: ContainerInfo['state'],
    act: (id: string) => Promise<void>,
  ): Promise<void> {
    const states = await this.#states(node);
    await allSettled(states.filter(([, is]) => is === state).map(([id]) => act(id)));
  }

  #states(node: string): Promise<[id: string, state: ContainerInfo['state']][]> {
    return allSettled(
      this.#node(node).containers.map(async (id): Promise<[string, ContainerInfo['state']]> => [
        id,
        await this.#engine.containerState(id),
      ]),
    );
  }

  async #run(name: string, command: readonly string[]): Promise<string> {
    const result = await this.#node(name).exec(command, { timeout_ms: COMMAND_MS });
    if (result.exitCode === 0) return result.stdout;
    throw this.#error(name, 'to tell of its limits', result);
  }

  #error(name: string, what: string, result: ExecResult): EnvironmentError {
    return new EnvironmentError({
      code: 'E_MACHINE',
      expected: `${name} ${what}`,
      actual: `exit code ${String(result.exitCode)}: ${result.stderr.trim()}`,
      advice: 'the kernel needs CONFIG_CFS_BANDWIDTH and CONFIG_MEMCG',
    });
  }

  #node(name: string): ContainerNode {
    const node = this.#nodes.get(name);
    if (node === undefined) throw new RangeError(`there is no node "${name}"`);
    return node;
  }
}
