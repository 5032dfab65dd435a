import { Writable } from 'node:stream';

import { describe, expect, it } from 'vitest';

import { styled } from '../core/styled-text.js';
import { Interrupted } from './exit-code.js';
import { Output } from './output.js';

/** A stream that keeps what it gets, and fails with an error once it is told to. */
class FakeStream extends Writable {
  text = '';
  failure: NodeJS.ErrnoException | null = null;
  readonly isTTY: boolean;
  readonly columns = 80;

  constructor(isTTY: boolean) {
    super({ decodeStrings: false, emitClose: false });
    this.isTTY = isTTY;
  }

  override _write(chunk: unknown, _encoding: string, done: (error?: Error | null) => void): void {
    if (this.failure === null) this.text += String(chunk);
    done(this.failure);
  }

  getColorDepth(): number {
    return this.isTTY ? 8 : 1;
  }
}

function outputOn(isTTY: boolean): { readonly stream: FakeStream; readonly output: Output } {
  const stream = new FakeStream(isTTY);
  return { stream, output: new Output(stream as unknown as NodeJS.WriteStream) };
}

const HOSTILE = 'a\u001b[2J\u009b31m\u202eb\n';
const SHOWN = String.raw`a\u001b[2J\u009b31m\u202eb` + '\n';

describe('an output', () => {
  it.each([true, false])('shows escapes of what could steer a terminal (terminal: %s)', (isTTY) => {
    const { stream, output } = outputOn(isTTY);
    output.write(HOSTILE);
    output.write([HOSTILE, styled('red', 'x\u001b[0m')]);
    expect(stream.text).toContain(SHOWN + SHOWN);
    expect(stream.text).toContain(String.raw`x\u001b[0m`);
  });

  it('hands data to a program as it is, and to a terminal with escapes', async () => {
    const [pipe, terminal] = [outputOn(false), outputOn(true)];
    await pipe.output.writeData([HOSTILE, 'end']);
    await terminal.output.writeData([HOSTILE, 'end']);
    expect(pipe.stream.text).toBe(`${HOSTILE}end`);
    expect(terminal.stream.text).toBe(`${SHOWN}end`);
  });

  it('moves the cursor on a terminal only', () => {
    const [pipe, terminal] = [outputOn(false), outputOn(true)];
    pipe.output.clearLine();
    terminal.output.clearLine();
    expect([pipe.stream.text, terminal.stream.text]).toEqual(['', '\r\u001b[2K']);
  });

  it.each([
    ['EPIPE', 141],
    ['EIO', 141],
  ])('that nobody reads any more (%s) is told once, and stays quiet', async (code, exitCode) => {
    const { stream, output } = outputOn(false);
    const told: Error[] = [];
    output.onLost((reason) => told.push(reason));
    stream.failure = Object.assign(new Error(code), { code });
    output.write('one');
    output.write('two');
    await output.flushed();
    expect(told).toHaveLength(1);
    expect(told[0]).toBeInstanceOf(Interrupted);
    expect((told[0] as Interrupted).exitCode).toBe(exitCode);
    expect(output.lost).toBe(told[0]);
  });

  it('that can’t be written for another reason says which', async () => {
    const { stream, output } = outputOn(false);
    stream.failure = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
    output.write('one');
    await output.flushed();
    expect(output.lost?.message).toMatch(/no space left[^]*is its disk full/);
  });
});
