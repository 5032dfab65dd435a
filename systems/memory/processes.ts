import type { Processes } from '../../harness/index.js';

type State = Awaited<ReturnType<Processes['state']>>;

/** The name of the one process of each node. */
export const PROCESS = 'store';

/** One process: what became of it, how often it was started, and who waits for it to go on. */
interface Process {
  state: State;
  starts: number;
  readonly waiting: (() => void)[];
}

/**
 * The processes of an in-process cluster, one on each node. All that a node has in its log is on its
 * disk: a process that is killed comes back with it.
 */
export class MemoryProcesses implements Processes {
  readonly #processes: ReadonlyMap<string, Process>;
  /** Is told of each node whose process dies. */
  died: (node: string) => void = () => undefined;

  constructor(nodes: readonly string[]) {
    this.#processes = new Map(
      nodes.map((node) => [node, { state: 'running', starts: 1, waiting: [] }]),
    );
  }

  runs(node: string): boolean {
    return this.#of(node).state === 'running';
  }

  /** How often the process was started until now; `null` where it is gone. */
  starts(node: string): number | null {
    const { state, starts } = this.#of(node);
    return state === 'gone' ? null : starts;
  }

  /** Waits while the process is stopped; whether it then runs. */
  async awake(node: string): Promise<boolean> {
    const process = this.#of(node);
    while (process.state === 'stopped') {
      await new Promise<void>((resolve) => process.waiting.push(resolve));
    }
    return process.state === 'running';
  }

  list(): readonly string[] {
    return [PROCESS];
  }

  signal(node: string, _process: string, signal: 'KILL' | 'TERM' | 'STOP' | 'CONT'): Promise<void> {
    const process = this.#of(node);
    if (process.state === 'gone') return Promise.resolve();
    if (signal === 'STOP') process.state = 'stopped';
    else if (signal === 'CONT') process.state = 'running';
    else {
      process.state = 'gone';
      this.died(node);
    }
    if (process.state !== 'stopped') for (const resume of process.waiting.splice(0)) resume();
    return Promise.resolve();
  }

  start(node: string): Promise<void> {
    const process = this.#of(node);
    if (process.state === 'gone') {
      process.state = 'running';
      process.starts += 1;
    }
    return Promise.resolve();
  }

  state(node: string): Promise<State> {
    return Promise.resolve(this.#of(node).state);
  }

  incarnation(node: string): Promise<string | null> {
    const { state, starts } = this.#of(node);
    return Promise.resolve(state === 'gone' ? null : String(starts));
  }

  #of(node: string): Process {
    const process = this.#processes.get(node);
    if (process === undefined) throw new Error(`no node named ${node}`);
    return process;
  }
}
