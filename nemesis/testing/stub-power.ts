import type { Power } from '../../harness/core/machine.js';
import type { StubDisks } from './stub-disks.js';
import type { StubMachine } from './stub-machine.js';
import type { StubProcesses } from './stub-processes.js';

/** The power of machines in memory, whose processes end with it, unless it is told to stay as it is. */
export class StubPower implements Power {
  /** Neither does power go, nor does it come back. */
  stuck = false;
  /** Whether processes end when they are told to. */
  obeyed = true;
  readonly #off = new Set<string>();
  readonly #machine: StubMachine;
  readonly #processes: StubProcesses;
  readonly #disks: StubDisks;

  constructor(machine: StubMachine, processes: StubProcesses, disks: StubDisks) {
    this.#machine = machine;
    this.#processes = processes;
    this.#disks = disks;
  }

  cut(node: string, unsynced: 'kept' | 'lost'): Promise<void> {
    if (this.stuck) return Promise.resolve();
    if (unsynced === 'lost') this.#disks.lose(node);
    this.#off.add(node);
    this.#machine.silent.add(node);
    for (const process of this.#processes.list()) {
      this.#processes.states.set(`${node}/${process}`, 'gone');
    }
    return Promise.resolve();
  }

  async shutDown(node: string): Promise<boolean> {
    await this.cut(node, 'kept');
    return this.obeyed;
  }

  on(node: string): Promise<boolean> {
    return Promise.resolve(!this.#off.has(node));
  }

  start(node: string): Promise<void> {
    if (!this.stuck) {
      this.#off.delete(node);
      this.#machine.silent.delete(node);
    }
    return Promise.resolve();
  }
}
