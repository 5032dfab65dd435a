import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { InputError } from '../core/errors.js';
import type { Op } from '../core/op.js';
import { readHistory } from './history-reader.js';
import { HistoryWriter } from './history-writer.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'faultline-'));
});
afterEach(() => rm(folder, { recursive: true }));

const ops: readonly Op[] = [
  { index: 0, time: 5, process: 0, type: 'invoke', f: 'add', value: 1, node: 'n1' },
  {
    index: 1,
    time: 6,
    process: 'nemesis',
    type: 'invoke',
    f: 'start-partition',
    value: { a: [1] },
  },
  {
    index: 2,
    time: 7,
    process: 0,
    type: 'info',
    f: 'add',
    value: 1,
    node: 'n1',
    error: { code: 'timeout' },
  },
  { index: 3, time: 8, process: 1, type: 'ok', f: 'read', value: null },
  { index: 4, time: 9, process: 1, type: 'invoke', f: 'read "\n' },
];

async function written(): Promise<string> {
  const path = join(folder, 'history.jsonl');
  const writer = await HistoryWriter.create(path);
  for (const op of ops) writer.append(op);
  await writer.close();
  return path;
}

describe('history.jsonl', () => {
  it('reads back what was written, value by value', async () => {
    const { history, tornLastLine } = await readHistory(await written());
    expect([...history].map((op) => JSON.parse(JSON.stringify(op)) as unknown)).toEqual(
      ops.map((op) => JSON.parse(JSON.stringify(op)) as unknown),
    );
    expect(tornLastLine).toBe(false);
  });

  it('reads what a killed run left, but for a torn last line', async () => {
    const path = await written();
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.slice(0, -10));
    const { history, tornLastLine } = await readHistory(path);
    expect(history.length).toBe(4);
    expect(tornLastLine).toBe(true);
  });

  it.each([
    ['{"index":0', /line 1 .*\n.*not JSON/],
    ['[]', /not an object/],
    ['{"index":0,"time":1,"process":0,"type":"okay","f":"r"}', /"okay", not one of/],
    ['{"index":7,"time":1,"process":0,"type":"ok","f":"r"}', /index 7 where 0 comes next/],
    ['{"index":0,"time":-1,"process":0,"type":"ok","f":"r"}', /time is no number/],
    ['{"index":0,"time":1,"process":"p","type":"ok","f":"r"}', /process is neither/],
    ['{"index":0,"time":1,"process":0,"type":"ok","f":"r","error":"x"}', /error is no object/],
  ])('refuses %s and says what is wrong and where', async (line, message) => {
    const path = join(folder, 'bad.jsonl');
    await writeFile(path, `${line}\n{}\n`);
    await expect(readHistory(path)).rejects.toThrow(message);
    await expect(readHistory(path)).rejects.toBeInstanceOf(InputError);
  });

  it('says so when there is no such file', async () => {
    await expect(readHistory(join(folder, 'none.jsonl'))).rejects.toThrow(/a history file at/);
  });

  it('says what to do when the disk refuses', async () => {
    const writer = await HistoryWriter.create('/dev/full');
    for (const op of ops) writer.append(op);
    await expect(writer.close()).rejects.toThrow(/free some disk space/);
  });

  it('reaches the file without being closed', async () => {
    const path = join(folder, 'live.jsonl');
    const writer = await HistoryWriter.create(path);
    writer.append(ops[0] as Op);
    await expect.poll(() => readFile(path, 'utf8')).toContain('"index":0');
    await writer.close();
  });
});
