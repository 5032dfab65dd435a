import type { Processes } from '../../harness/core/capabilities.js';

type State = 'running' | 'stopped' | 'gone';

/** Processes in memory that obey signals, unless they are told not to. */
export class StubProcesses implements Processes {
  readonly states = new Map<string, State>();
  /** Signals and starts have no effect. */
  deaf = false;

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
    this.#set(node, process, 'running');
    return Promise.resolve();
  }

  state(node: string, process: string): Promise<State> {
    return Promise.resolve(this.states.get(`${node}/${process}`) ?? 'gone');
  }

  #set(node: string, process: string, state: State): void {
    if (!this.deaf) this.states.set(`${node}/${process}`, state);
  }
}
