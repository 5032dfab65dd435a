import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sleep, systemClock } from '../../harness/core/clock.js';
import { turnsIn } from './turn.js';

const clock = systemClock();
const signal = new AbortController().signal;
const quiet = (): void => undefined;

describe.skipIf(process.platform !== 'linux')('turns', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'faultline-turn-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  test('works that want the same turn go one after another', async () => {
    const seen: string[] = [];
    const work = (name: string) => async (): Promise<void> => {
      seen.push(`${name} begins`);
      await sleep(clock, 20);
      seen.push(`${name} ends`);
    };
    await Promise.all(
      ['a', 'b', 'c'].map((name) => turnsIn(folder, clock)(work(name), quiet, signal)),
    );
    expect(seen).toHaveLength(6);
    for (let i = 0; i < 6; i += 2) {
      expect(seen[i + 1]).toBe(seen[i]?.replace('begins', 'ends'));
    }
  });

  test('a work that fails gives its turn away all the same', async () => {
    const exclusively = turnsIn(folder, clock);
    const failing = exclusively(() => Promise.reject(new Error('broken')), quiet, signal);
    await expect(failing).rejects.toThrow('broken');
    expect(await exclusively(() => Promise.resolve('next'), quiet, signal)).toBe('next');
  });

  test('whoever has the turn is not told to wait, however long the work takes', async () => {
    let told = 0;
    let waiting = 0;
    const watched = {
      ...clock,
      at: () => {
        waiting += 1;
        return () => {
          waiting = 0;
        };
      },
    };
    const progress = (): void => {
      told += 1;
    };
    await turnsIn(folder, watched)(
      () => Promise.resolve(expect(waiting).toBe(0)),
      progress,
      signal,
    );
    expect(told).toBe(0);
  });

  test('whoever waits is told why, and an interruption ends the wait', async () => {
    const lines: string[] = [];
    const interruption = new AbortController();
    await turnsIn(folder, clock)(
      async () => {
        const waiting = turnsIn(folder, clock)(
          () => Promise.resolve(),
          (line) => {
            lines.push(line);
            interruption.abort(new Error('ctrl-c'));
          },
          interruption.signal,
        );
        await expect(waiting).rejects.toThrow('ctrl-c');
      },
      quiet,
      signal,
    );
    expect(lines[0]).toMatch(/waiting for another run/);
  });
});
