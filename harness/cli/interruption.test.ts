import { afterEach, describe, expect, it, vi } from 'vitest';

import { Interrupted } from './exit-code.js';
import { interruptible, type WhenRepeated } from './interruption.js';
import { Screen } from './screen.js';

describe('an interruption', () => {
  const releases: (() => void)[] = [];
  afterEach(() => {
    for (const release of releases.splice(0)) release();
    vi.restoreAllMocks();
  });

  function interrupting(whenRepeated: WhenRepeated) {
    const lines: string[] = [];
    const screen = new Screen();
    vi.spyOn(screen, 'log').mockImplementation((line) => {
      if (typeof line === 'string') lines.push(line);
    });
    const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    const { signal, release } = interruptible(screen, whenRepeated);
    releases.push(release);
    return { lines, exit, signal };
  }

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s aborts with exit code %i', (name, exitCode) => {
    const { signal } = interrupting('go-on');
    process.emit(name, name);
    expect(signal.reason).toBeInstanceOf(Interrupted);
    expect((signal.reason as Interrupted).exitCode).toBe(exitCode);
  });

  it('that is repeated lets a teardown go on, and says so', () => {
    const { lines, exit, signal } = interrupting('go-on');
    for (let i = 0; i < 3; i += 1) process.emit('SIGINT', 'SIGINT');
    expect(exit).not.toHaveBeenCalled();
    expect((signal.reason as Interrupted).exitCode).toBe(130);
    expect(lines[0]).toBe('SIGINT: ending in good order');
    expect(lines[2]).toMatch(/still ending in good order.*kill -9 \d+.*faultline clean/);
  });

  it('that is repeated ends at once where nothing is left behind', () => {
    const { lines, exit } = interrupting('exit');
    process.emit('SIGINT', 'SIGINT');
    process.emit('SIGINT', 'SIGINT');
    expect(exit).toHaveBeenCalledWith(130);
    expect(lines[0]).toMatch(/once more to exit at once/);
  });

  it('is no longer heard after its release', () => {
    const before = process.listenerCount('SIGHUP');
    interrupting('go-on');
    expect(process.listenerCount('SIGHUP')).toBe(before + 1);
    for (const release of releases.splice(0)) release();
    expect(process.listenerCount('SIGHUP')).toBe(before);
  });
});
