import type { DataFiles, Loaded } from '../../harness/core/storage.js';
import type { StubProcesses } from './stub-processes.js';

/** Data files in memory; a server whose files are damaged ends when it is started. */
export class StubDataFiles implements DataFiles {
  readonly kinds = ['log'];
  /** Nodes whose files the server refuses. */
  readonly damaged = new Set<string>();
  /** What a repair says; `null` where nothing can be repaired. */
  repairs: string | null = 'two lines were cut off';
  /** What is repaired is refused as before. */
  repairsInVain = false;
  readonly #processes: StubProcesses;

  constructor(processes: StubProcesses) {
    this.#processes = processes;
  }

  process(): string {
    return 'server';
  }

  find(node: string, kind: string): Promise<string | null> {
    return Promise.resolve(kind === 'log' ? `/data/${node}.log` : null);
  }

  loaded(node: string): Promise<Loaded> {
    if (!this.damaged.has(node)) return Promise.resolve({ state: 'loaded' });
    this.#processes.states.set(`${node}/server`, 'gone');
    return Promise.resolve({ state: 'refused', reason: 'bad format' });
  }

  repair(node: string): Promise<string | null> {
    if (this.repairs !== null && !this.repairsInVain) this.damaged.delete(node);
    return Promise.resolve(this.repairs);
  }

  discard(node: string): Promise<string> {
    this.damaged.delete(node);
    return Promise.resolve(`the files of ${node} were put away`);
  }
}
