import type { NEMESIS, Process } from '../op.js';

/** A worker of the interpreter: 0 to concurrency - 1, or the nemesis. Runs one process at a time. */
export type Thread = number | typeof NEMESIS;

/** Which threads are free, and which process each one runs now. Kept by the interpreter. */
export interface ThreadStates {
  isFree(thread: Thread): boolean;
  processOf(thread: Thread): Process;
  threadOf(process: Process): Thread;
}

/** What a generator may know when it is asked: the time, and the threads it may use. */
export class Context {
  readonly time: number;
  readonly threads: readonly Thread[];
  readonly #states: ThreadStates;
  readonly #rotation: number;

  constructor(time: number, threads: readonly Thread[], states: ThreadStates, rotation = 0) {
    this.time = time;
    this.threads = threads;
    this.#states = states;
    this.#rotation = rotation;
  }

  /** A free thread, fairly: the search starts at another one each time. */
  freeThread(): Thread | undefined {
    const count = this.threads.length;
    for (let i = 0; i < count; i += 1) {
      const thread = this.threads[(this.#rotation + i) % count] as Thread;
      if (this.#states.isFree(thread)) return thread;
    }
    return undefined;
  }

  isFree(thread: Thread): boolean {
    return this.#states.isFree(thread);
  }

  allFree(): boolean {
    for (const thread of this.threads) if (!this.#states.isFree(thread)) return false;
    return true;
  }

  processOf(thread: Thread): Process {
    return this.#states.processOf(thread);
  }

  threadOf(process: Process): Thread {
    return this.#states.threadOf(process);
  }

  /** The same moment, seen by some of the threads. */
  restrictedTo(threads: readonly Thread[]): Context {
    return new Context(this.time, threads, this.#states, this.#rotation);
  }

  /** Another moment of the same threads. */
  atTime(time: number): Context {
    return new Context(time, this.threads, this.#states, this.#rotation);
  }
}
