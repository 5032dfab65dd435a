import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { InputError } from '../core/errors.js';
import { History } from '../core/history.js';
import type { Op } from '../core/op.js';
import { exportLines } from '../histories/index.js';
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
  { index: 3, time: 8, process: 1, type: 'invoke', f: 'read "\n' },
  { index: 4, time: 9, process: 1, type: 'ok', f: 'read "\n', value: null },
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
    ['{"index":0', /expected "," or "}" at line 1, column 11/],
    ['[]', /an event: an object in braces at line 1/],
    [
      '{"index":0,"time":1,"process":0,"type":"okay","f":"r"}',
      /type to be one of .* at line 1.*\n.*"okay"/,
    ],
    [
      '{"index":7,"time":1,"process":0,"type":"ok","f":"r"}',
      /index to be 0, which comes next.*\n.* 7/,
    ],
    [
      '{"index":0,"time":-1,"process":0,"type":"ok","f":"r"}',
      /time to be a number of nanoseconds from 0/,
    ],
    [
      '{"index":0,"time":1,"process":"p","type":"ok","f":"r"}',
      /process to be an integer from 0 to 2\^53 - 1, or "nemesis"/,
    ],
    ['{"index":0,"process":0,"type":"invoke","f":"r"}', /time to be a number.*\n.*nothing/],
    ['{"index":0,"time":1e999,"process":0,"type":"invoke","f":"r"}', /time to be a number/],
    ['{"index":0,"time":1,"process":1e300,"type":"invoke","f":"r"}', /process to be an integer/],
    ['{"index":0,"time":1,"process":-1,"type":"invoke","f":"r"}', /process to be an integer/],
    ['{"index":0,"time":1,"process":0,"type":"ok","f":"r"}', /an invocation by process 0 before/],
    ['{"index":0,"time":1,"process":0,"type":"invoke","f":"r","f":"w"}', /each field once/],
    [
      `{"index":0,"time":1,"process":0,"type":"invoke","f":"w","value":${'['.repeat(100_000)}`,
      /at most 1000 levels of nesting/,
    ],
  ])('refuses %s and says what is wrong and where', async (line, message) => {
    const path = join(folder, 'bad.jsonl');
    await writeFile(path, `${line}\n{}\n`);
    await expect(readHistory(path)).rejects.toThrow(message);
    await expect(readHistory(path)).rejects.toBeInstanceOf(InputError);
  });

  it.each([
    [2, 'process', '7', 'an invocation by process 7 before its completion at line 3'],
    [4, 'time', '7', 'a time that is not before that of line 4, 8, at line 5'],
  ])('refuses events that cannot have happened: line %i', async (at, field, value, message) => {
    const lines = gunzipSync(await readFile(await written()))
      .toString('utf8')
      .split('\n');
    lines[at] = (lines[at] ?? '').replace(new RegExp(`"${field}":\\d+`), `"${field}":${value}`);
    const path = join(folder, 'changed.jsonl');
    await writeFile(path, lines.join('\n'));
    await expect(readHistory(path)).rejects.toThrow(message);
  });

  it('keeps numbers that JSON lacks, processes up to 2^53 - 1, and reads past a mark of bytes', async () => {
    const history = History.of([
      { process: 2 ** 53 - 1, type: 'invoke', f: 'write', value: [NaN, -Infinity, 1e20], time: 0 },
    ]);
    const path = join(folder, 'odd.jsonl');
    await writeFile(path, `\uFEFF${[...exportLines(history)].join('')}`);
    expect([...(await readHistory(path)).history]).toEqual([...history]);
  });

  it('refuses a line that is longer than events may be at once, and says how to read it', async () => {
    const path = join(folder, 'long.jsonl');
    const list = Array.from({ length: 1 << 20 }, (_, at) => at).join(',');
    await writeFile(
      path,
      `{"index":0,"time":1,"process":0,"type":"invoke","f":"r","value":[${list}]}\n`,
    );
    await expect(readHistory(path, { maxEvent_MiB: 2 })).rejects.toThrow(
      /an event of at most 2 MiB at line 1.*\n.*\n.*--max-event/,
    );
    expect((await readHistory(path)).history.length).toBe(1);
  });

  it('says so when there is no such file', async () => {
    await expect(readHistory(join(folder, 'none.jsonl'))).rejects.toThrow(
      /a history file, or the folder of a run/,
    );
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
