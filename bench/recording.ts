import { mkdtemp, rm } from 'node:fs/promises';
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { ClientSource } from '../harness/core/client.js';
import { systemClock } from '../harness/core/clock.js';
import { clients, limit, unfold } from '../harness/core/generator/index.js';
import { History } from '../harness/core/history.js';
import { silentLog } from '../harness/core/log.js';
import type { Completion } from '../harness/core/op.js';
import { Interpreter } from '../harness/run/interpreter.js';
import { HistoryWriter } from '../harness/store/history-writer.js';

const CONCURRENCY = 20;

/** A client that answers at once. */
const idle: ClientSource = {
  open: () =>
    Promise.resolve({
      usable: true,
      invoke: (op) => Promise.resolve<Completion>({ type: 'ok', value: op.value }),
      close: () => Promise.resolve(),
    }),
};

/** Ops per second of the interpreter with clients that do nothing, recording to disk. */
export async function interpreterRate(
  ops: number,
): Promise<{ readonly rate: number; readonly history: History }> {
  return inFolder(async (folder) => {
    const clock = systemClock();
    const writer = await HistoryWriter.create(join(folder, 'history.jsonl.gz'));
    const history = new History();
    const interpreter = new Interpreter({
      clock,
      concurrency: CONCURRENCY,
      nodes: ['n1', 'n2', 'n3'],
      source: idle,
      invokeNemesis: () => Promise.resolve(null),
      opTimeout_ms: 5000,
      history,
      recorder: writer,
      log: silentLog,
    });
    const generator = clients(
      limit(
        ops,
        unfold(0, (n) => [{ f: 'add', value: n }, n + 1]),
      ),
    );
    const start = performance.now();
    await interpreter.play(generator, new AbortController().signal);
    await writer.close();
    const seconds = (performance.now() - start) / 1000;
    await interpreter.close();
    return { rate: ops / seconds, history };
  });
}

/** Ops per second of a bare async loop of as many clients that writes the same lines. */
export async function bareLoopRate(ops: number): Promise<number> {
  return inFolder(async (folder) => {
    const stream = createWriteStream(join(folder, 'bare.jsonl')).setMaxListeners(0);
    const start = process.hrtime.bigint();
    let next = 0;
    let index = 0;
    const began = performance.now();
    const line = (process_: number, type: string, value: number): string =>
      `{"index":${index++},"time":${Number(process.hrtime.bigint() - start)},"process":${process_},"type":"${type}","f":"add","value":${value},"node":"n1"}\n`;
    const client = async (process_: number): Promise<void> => {
      while (next < ops) {
        const value = next++;
        if (!stream.write(line(process_, 'invoke', value))) await once(stream, 'drain');
        await Promise.resolve();
        stream.write(line(process_, 'ok', value));
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, (_, process_) => client(process_)));
    stream.end();
    await once(stream, 'finish');
    return ops / ((performance.now() - began) / 1000);
  });
}

/** Gives a folder for files that are removed afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'faultline-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Gives a recorder that writes to a file in a folder of its own, removed afterwards. */
export async function recordingTo<T>(work: (recorder: HistoryWriter) => Promise<T>): Promise<T> {
  return inFolder(async (folder) => {
    const writer = await HistoryWriter.create(join(folder, 'history.jsonl.gz'));
    try {
      return await work(writer);
    } finally {
      await writer.close();
    }
  });
}
