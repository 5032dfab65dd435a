import { giveWay } from '../check/give-way.js';
import { WorkerFailedError } from './errors.js';
import type { WorkerPort } from './port.js';
import type { Answer } from './protocol.js';

/** The pool's line to one worker, which watches that the worker does not fall silent. */
export class WorkerLink {
  private readonly port: WorkerPort;
  private readonly silenceMs: number;
  private readonly heard: (answer: Answer) => void;
  private wanted: 'ready' | 'done' | undefined;
  private resolve: () => void = () => {};
  private reject: (error: WorkerFailedError) => void = () => {};
  private failure: WorkerFailedError | undefined;
  private answers = 0;
  private isEnded = false;
  private watch: ReturnType<typeof setTimeout> | undefined;

  /**
   * @param silenceMs - how long a worker that has something to do may say nothing.
   * @param heard - told of progress and results.
   */
  constructor(port: WorkerPort, silenceMs: number, heard: (answer: Answer) => void) {
    this.port = port;
    this.silenceMs = silenceMs;
    this.heard = heard;
    port.onMessage((message) => this.take(message as Answer));
    port.onError((error) => this.fail(error));
  }

  post(message: unknown): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window's
    this.port.postMessage(message);
  }

  /**
   * Waits until the worker is ready, or done with an order.
   *
   * @throws (rejects) WorkerFailedError if it fails or says nothing for too long.
   */
  async until(wanted: 'ready' | 'done'): Promise<void> {
    try {
      await new Promise<void>((resolve, reject) => {
        if (this.failure !== undefined) {
          reject(this.failure);
        }
        this.wanted = wanted;
        this.resolve = resolve;
        this.reject = reject;
        this.listen();
      });
    } finally {
      clearTimeout(this.watch);
    }
  }

  /** Ends the worker; whoever waits for it waits no longer. */
  end(): void {
    this.isEnded = true;
    this.fail('a worker that was ended');
    clearTimeout(this.watch);
    this.port.terminate();
  }

  private take(answer: Answer): void {
    this.answers++;
    this.listen();
    if (answer.type === 'failed') {
      this.fail(answer.message);
    } else if (answer.type === this.wanted) {
      this.resolve();
    } else {
      this.heard(answer);
    }
  }

  private fail(failure: unknown): void {
    this.failure ??= new WorkerFailedError(failure);
    this.reject(this.failure);
  }

  /** Waits for the next answer, but not for ever. */
  private listen(): void {
    clearTimeout(this.watch);
    if (this.isEnded) {
      return;
    }
    this.watch = setTimeout(() => void this.suspect(this.answers), this.silenceMs);
  }

  /** If this thread was busy all the time, answers may be waiting to be heard. */
  private async suspect(answers: number): Promise<void> {
    await giveWay();
    await giveWay();
    if (this.answers === answers) {
      this.fail(`a worker that said nothing for ${this.silenceMs} ms`);
    }
  }
}
