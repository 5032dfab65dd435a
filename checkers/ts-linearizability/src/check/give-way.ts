interface Surroundings {
  /** In Node. */
  readonly setImmediate?: (task: () => void) => unknown;
  /** In browsers, where a timer waits for four milliseconds. */
  readonly MessageChannel?: new () => {
    readonly port1: {
      addEventListener(event: 'message', listener: () => void): void;
      start(): void;
      close(): void;
    };
    readonly port2: { postMessage(message: null): void };
  };
}

/** Lets one turn of the event loop pass: timers, answers and clicks that wait go first. */
export async function giveWay(): Promise<void> {
  const { setImmediate, MessageChannel } = globalThis as Surroundings;
  await new Promise<void>((resolve) => {
    if (setImmediate !== undefined) {
      setImmediate(resolve);
    } else if (MessageChannel !== undefined) {
      const { port1, port2 } = new MessageChannel();
      port1.addEventListener('message', () => {
        port1.close();
        resolve();
      });
      port1.start();
      port2.postMessage(null);
    } else {
      setTimeout(resolve, 0);
    }
  });
}
