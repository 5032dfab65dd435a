import type { DescriptorLimits, Descriptors, Processes } from '../../harness/core/capabilities.js';

type State = 'running' | 'stopped' | 'gone';

/** Processes in memory that obey signals, unless they are told not to. */
export class StubProcesses implements Processes, DescriptorLimits {
  readonly watchers = ['sentinel'];
  readonly states = new Map<string, State>();
  /** Signals and starts have no effect. */
  deaf = false;
  readonly descriptorsOf = new Map<string, Descriptors>();
  #starts = 0;
  readonly #incarnations = new Map<string, string>();

  constructor(nodes: readonly string[]) {
    for (const node of nodes) {
      for (const process of this.list()) this.states.set(`${node}/${process}`, 'running');
    }
  }

  list(): readonly string[] {
    return ['server', 'sentinel'];
  }

  signal(node: string, process: string, signal: 'KILL' | 'TERM' | 'STOP' | 'CONT'): Promise<void> {
    const after = { KILL: 'gone', TERM: 'gone', STOP: 'stopped', CONT: 'running' } as const;
    this.#set(node, process, after[signal]);
    return Promise.resolve();
  }

  start(node: string, process: string): Promise<void> {
    if (!this.deaf) this.#incarnations.set(`${node}/${process}`, `start ${(this.#starts += 1)}`);
    this.#set(node, process, 'running');
    return Promise.resolve();
  }

  state(node: string, process: string): Promise<State> {
    return Promise.resolve(this.states.get(`${node}/${process}`) ?? 'gone');
  }

  async incarnation(node: string, process: string): Promise<string | null> {
    const state = await this.state(node, process);
    return state === 'gone' ? null : (this.#incarnations.get(`${node}/${process}`) ?? 'start 0');
  }

  descriptors(node: string, process: string): Promise<Descriptors> {
    const known = this.descriptorsOf.get(`${node}/${process}`);
    return Promise.resolve(known ?? { open: 12, limit: 1024 });
  }

  async limitDescriptors(node: string, process: string, limit: number): Promise<void> {
    const { open } = await this.descriptors(node, process);
    if (!this.deaf) this.descriptorsOf.set(`${node}/${process}`, { open, limit });
  }

  #set(node: string, process: string, state: State): void {
    if (!this.deaf) this.states.set(`${node}/${process}`, state);
  }
}
