import type { BitPlace, ChangedByte, Files, FileState } from '../../harness/core/storage.js';
import { EnvironmentError } from '../../harness/core/errors.js';
import type { ExecResult } from '../../harness/core/exec.js';
import type { ContainerNode } from '../pool/container-node.js';
import { changedIn, FLIP, LOOK, stateIn } from './scripts.js';

/** Files within nodes. */
export class ContainerFiles implements Files {
  readonly #nodes: ReadonlyMap<string, ContainerNode>;

  constructor(nodes: readonly ContainerNode[]) {
    this.#nodes = new Map(nodes.map((node) => [node.name, node]));
  }

  async look(node: string, path: string): Promise<FileState | null> {
    return stateIn(await this.#run(node, path, ['sh', '-c', LOOK, 'sh', path]));
  }

  async truncate(node: string, path: string, size_bytes: number): Promise<void> {
    await this.#run(node, path, ['truncate', '--no-create', '--size', String(size_bytes), path]);
  }

  async flip(
    node: string,
    path: string,
    places: readonly BitPlace[],
  ): Promise<readonly ChangedByte[]> {
    const words = places.map(({ offset, bit }) => `${offset}:${bit}`);
    return changedIn(await this.#run(node, path, ['perl', '-e', FLIP, path, ...words]));
  }

  async #run(name: string, path: string, command: readonly string[]): Promise<string> {
    const node = this.#nodes.get(name);
    if (node === undefined) throw new RangeError(`there is no node "${name}"`);
    const result: ExecResult = await node.exec(command);
    if (result.exitCode === 0) return result.stdout;
    throw new EnvironmentError({
      code: 'E_NODE_FILE',
      expected: `${path} on ${name} to be looked at, or changed`,
      actual: result.stderr.trim(),
      advice: 'see whether it is there, and whether the disk of the node can be written',
    });
  }
}
