/// <reference types="node" />
import { setTimeout as passed } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { WorkerLink } from './link.js';
import { webWorkerPort, type WebWorkerLike } from './port.js';
import type { Answer } from './protocol.js';

const SILENCE_MS = 20;

/** A link to a worker that says what the test says, and what it heard. */
function linked() {
  let say: (answer: Answer) => void = () => {};
  const heard: Answer[] = [];
  const port = {
    postMessage: () => {},
    onMessage(listener: (message: unknown) => void) {
      say = listener;
    },
    onError: () => {},
    terminate: () => {},
  };
  const link = new WorkerLink(port, SILENCE_MS, (answer) => heard.push(answer));
  return { link, say, heard };
}

const timers = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe('a link to a worker', () => {
  it('does not mind that a worker says nothing while it has nothing to do', async () => {
    const { link, say } = linked();
    const ready = link.until('ready');
    say({ type: 'ready' });
    await ready;
    await passed(4 * SILENCE_MS);
    const done = link.until('done');
    say({ type: 'done' });
    await expect(done).resolves.toBeUndefined();
  });

  it('that is ended lets nobody wait, and sets no timer for what comes late', async () => {
    const before = timers();
    const { link, say, heard } = linked();
    const done = link.until('done');
    link.end();
    await expect(done).rejects.toThrow('got a worker that was ended');
    say({ type: 'result', index: 0, result: {} as never });
    expect(heard).toHaveLength(1);
    expect(timers()).toBe(before);
  });
});

describe("a browser's worker", () => {
  function browserWorker() {
    const listeners: Record<string, (event: never) => void> = {};
    const posted: unknown[] = [];
    let terminated = 0;
    const worker: WebWorkerLike = {
      postMessage: (message) => void posted.push(message),
      addEventListener: (event: string, listener: (event: never) => void) => {
        listeners[event] = listener;
      },
      terminate: () => void terminated++,
    };
    const emit = (event: string, detail: object): void => listeners[event]?.(detail as never);
    return { port: webWorkerPort(worker), emit, posted, terminated: () => terminated };
  }

  it('takes and gives messages as data, and is ended', () => {
    const { port, emit, posted, terminated } = browserWorker();
    const heard: unknown[] = [];
    port.onMessage((message) => heard.push(message));
    emit('message', { data: 'ready' });
    port.postMessage('order');
    port.terminate();
    expect([heard, posted, terminated()]).toEqual([['ready'], ['order'], 1]);
  });

  it('fails with what it says, or in words if it says nothing', () => {
    const { port, emit } = browserWorker();
    const errors: unknown[] = [];
    port.onError((error) => errors.push(error));
    emit('error', { message: 'boom' });
    emit('error', {});
    emit('messageerror', { data: null });
    expect(errors).toEqual([
      'boom',
      'a worker whose script cannot be loaded',
      'a message that cannot be read, from a worker',
    ]);
  });
});
