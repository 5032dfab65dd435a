import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
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
  const path = join(folder, 'history.jsonl.gz');
  const writer = await HistoryWriter.create(path);
  for (const op of ops) writer.append(op);
  await writer.close();
  return path;
}

describe('the history of a run on disk', () => {
  it('reads back what was written, value by value', async () => {
    const { history, tornLastLine } = await readHistory(await written());
    expect([...history].map((op) => JSON.parse(JSON.stringify(op)) as unknown)).toEqual(
      ops.map((op) => JSON.parse(JSON.stringify(op)) as unknown),
    );
    expect(tornLastLine).toBe(false);
  });

  it('reads what a killed run left, but for a torn last line', async () => {
    const path = join(folder, 'plain.jsonl');
    const text = gunzipSync(await readFile(await written())).toString('utf8');
    await writeFile(path, text.slice(0, -10));
    const { history, tornLastLine } = await readHistory(path);
    expect(history.length).toBe(4);
    expect(tornLastLine).toBe(true);
  });

  it('keeps what was flushed, wherever the compressed file is cut', async () => {
    const path = join(folder, 'cut.jsonl.gz');
    const writer = await HistoryWriter.create(path);
    for (const op of ops.slice(0, 3)) writer.append(op);
    await writer.flush();
    const flushed = (await readFile(path)).length;
    for (const op of ops.slice(3)) writer.append(op);
    await writer.close();
    const bytes = await readFile(path);
    expect(bytes.length).toBeGreaterThan(flushed);
    for (let length = flushed; length <= bytes.length; length += 1) {
      await writeFile(path, bytes.subarray(0, length));
      const { history } = await readHistory(path);
      expect(history.length, `cut at ${length}`).toBeGreaterThanOrEqual(3);
      if (length === bytes.length) expect(history.length).toBe(ops.length);
    }
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
    const path = join(folder, 'live.jsonl.gz');
    const writer = await HistoryWriter.create(path);
    writer.append(ops[0] as Op);
    const lines = async (): Promise<string> => gunzipSync(await readFile(path)).toString('utf8');
    await expect.poll(() => lines().catch(() => '')).toContain('"index":0');
    await writer.close();
  });
});
