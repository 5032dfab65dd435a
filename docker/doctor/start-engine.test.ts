import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { systemClock } from '../../harness/core/clock.js';
import { FakeEngine } from '../testing/fake-engine.js';
import { startEngine } from './start-engine.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-engine-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

function start(engine: FakeEngine, command: readonly [string, ...string[]]): Promise<void> {
  return startEngine({
    engine,
    clock: systemClock(),
    progress: () => undefined,
    signal: new AbortController().signal,
    fresh: false,
    dockerd: { command, logFile: join(folder, 'log') },
  });
}

test('an engine that ends at once is an error with the tail of its log', async () => {
  const engine = new FakeEngine();
  engine.gone = true;
  const started = start(engine, ['sh', '-c', 'echo no cgroups here; exit 7']);
  await expect(started).rejects.toMatchObject({ code: 'E_ENGINE_START' });
  await expect(started).rejects.toThrow(/ended with 7[^]*no cgroups here/);
});

test('an engine that is not installed is an error that names it', async () => {
  const engine = new FakeEngine();
  engine.gone = true;
  await expect(start(engine, ['no-such-dockerd'])).rejects.toThrow(/no-such-dockerd/);
});

test('it is waited for until it answers', async () => {
  const engine = new FakeEngine();
  engine.gone = true;
  setTimeout(() => {
    engine.gone = false;
  }, 300);
  await start(engine, ['sleep', '1']);
  await expect(engine.info()).resolves.toMatchObject({ version: 'fake' });
});
