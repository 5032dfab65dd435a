/** One end of a channel of messages, as a browser's or Node's worker offers it. */
export interface Port {
  postMessage(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

/** A worker as the pool holds it. */
export interface WorkerPort extends Port {
  /** Calls the listener if the worker fails, ends by itself, or sends what cannot be read. */
  onError(listener: (error: unknown) => void): void;
  terminate(): void;
}

/** The part of a `Worker` of `node:worker_threads` that is needed. */
export interface NodeWorkerLike {
  postMessage(message: unknown): void;
  on(
    event: 'message' | 'error' | 'exit' | 'messageerror',
    listener: (value: unknown) => void,
  ): unknown;
  terminate(): unknown;
}

/** The part of a browser's `Worker` that is needed. */
export interface WebWorkerLike {
  postMessage(message: unknown): void;
  addEventListener(
    event: 'message' | 'messageerror',
    listener: (event: { readonly data: unknown }) => void,
  ): void;
  addEventListener(event: 'error', listener: (event: { readonly message?: string }) => void): void;
  terminate(): void;
}

/** The pool's side of a worker of `node:worker_threads`. */
export function nodeWorkerPort(worker: NodeWorkerLike): WorkerPort {
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window's
    postMessage: (message) => worker.postMessage(message),
    onMessage: (listener) => void worker.on('message', listener),
    onError(listener) {
      worker.on('error', listener);
      worker.on('messageerror', listener);
      worker.on('exit', (code) =>
        listener(`a worker that ended with code ${String(code)} before it was told to`),
      );
    },
    terminate: () => void worker.terminate(),
  };
}

/** The pool's side of a browser's worker. */
export function webWorkerPort(worker: WebWorkerLike): WorkerPort {
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window's
    postMessage: (message) => worker.postMessage(message),
    onMessage: (listener) => worker.addEventListener('message', ({ data }) => listener(data)),
    onError(listener) {
      worker.addEventListener('error', ({ message }) =>
        listener(message ?? 'a worker whose script cannot be loaded'),
      );
      worker.addEventListener('messageerror', () =>
        listener('a message that cannot be read, from a worker'),
      );
    },
    terminate: () => worker.terminate(),
  };
}
