import type { DescriptorLimits, Descriptors, Processes } from '../core/capabilities.js';
import { EnvironmentError } from '../core/errors.js';
import type { Node } from '../core/node.js';
import type {
  ProgramDescriptors,
  Programs,
  ProgramSignal,
  ProgramState,
} from '../core/programs.js';

/** The programs of a node. @throws EnvironmentError where its nodes can't run any. */
export function programsOf(node: Node): Programs {
  if (node.programs !== undefined) return node.programs;
  throw new EnvironmentError({
    code: 'E_NO_PROGRAMS',
    expected: `a node that runs programs of images`,
    actual: `${node.name} runs none`,
    advice: 'run the system on containers',
  });
}

/** The programs of a store as the processes that faults act on. */
export class ProgramProcesses implements Processes, DescriptorLimits {
  readonly #nodes: ReadonlyMap<string, Node>;
  /** The names of the programs, by node. */
  readonly #names: ReadonlyMap<string, readonly string[]>;

  constructor(nodes: readonly Node[], names: ReadonlyMap<string, readonly string[]>) {
    this.#nodes = new Map(nodes.map((node) => [node.name, node]));
    this.#names = names;
  }

  list(node: string): readonly string[] {
    return this.#names.get(node) ?? [];
  }

  async signal(node: string, process: string, signal: ProgramSignal): Promise<void> {
    await this.#on(node).signal(process, signal);
  }

  async start(node: string, process: string): Promise<void> {
    await this.#on(node).start(process);
  }

  async state(node: string, process: string): Promise<ProgramState> {
    return this.#on(node).state(process);
  }

  async incarnation(node: string, process: string): Promise<string | null> {
    return this.#on(node).incarnation(process);
  }

  async descriptors(node: string, process: string): Promise<Descriptors> {
    return this.#descriptors(node).of(process);
  }

  async limitDescriptors(node: string, process: string, limit: number): Promise<void> {
    await this.#descriptors(node).limit(process, limit);
  }

  #descriptors(node: string): ProgramDescriptors {
    const { descriptors } = this.#on(node);
    if (descriptors !== undefined) return descriptors;
    throw new EnvironmentError({
      code: 'E_NO_DESCRIPTORS',
      expected: `programs on ${node} whose limits can be set`,
      actual: 'theirs stay as they are',
      advice: 'let Faultline start the programs',
    });
  }

  #on(name: string): Programs {
    const node = this.#nodes.get(name);
    if (node === undefined) throw new RangeError(`there is no node "${name}"`);
    return programsOf(node);
  }
}
