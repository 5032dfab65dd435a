import type { Thread, ThreadStates } from '../core/generator/context.js';
import { NEMESIS, type Process } from '../core/op.js';

/**
 * Which thread is free and which process it runs. An `info` retires a client's process: its
 * thread goes on as `process + concurrency`. The nemesis never changes its process.
 */
export class Threads implements ThreadStates {
  readonly all: readonly Thread[];
  readonly #concurrency: number;
  readonly #busy: Uint8Array;
  readonly #process: Int32Array;
  #busyCount = 0;

  constructor(concurrency: number) {
    this.#concurrency = concurrency;
    this.all = [...Array.from({ length: concurrency }, (_, thread) => thread), NEMESIS];
    this.#busy = new Uint8Array(concurrency + 1);
    this.#process = Int32Array.from({ length: concurrency }, (_, thread) => thread);
  }

  get busyCount(): number {
    return this.#busyCount;
  }

  isFree(thread: Thread): boolean {
    return this.#busy[this.#slot(thread)] === 0;
  }

  processOf(thread: Thread): Process {
    return thread === NEMESIS ? NEMESIS : (this.#process[thread] as number);
  }

  threadOf(process: Process): Thread {
    return process === NEMESIS ? NEMESIS : process % this.#concurrency;
  }

  occupy(thread: Thread): void {
    this.#busy[this.#slot(thread)] = 1;
    this.#busyCount += 1;
  }

  release(thread: Thread): void {
    this.#busy[this.#slot(thread)] = 0;
    this.#busyCount -= 1;
  }

  /** Gives a client thread a new process. */
  retire(thread: Thread): void {
    if (thread === NEMESIS) return;
    this.#process[thread] = (this.#process[thread] as number) + this.#concurrency;
  }

  #slot(thread: Thread): number {
    return thread === NEMESIS ? this.#concurrency : thread;
  }
}
