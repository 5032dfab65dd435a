import { execFile } from 'node:child_process';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import type { Op } from '../harness/core/op.js';
import { historyLine } from '../harness/histories/index.js';
import { inFolder } from './recording.js';

const run = promisify(execFile);
const PROCESSES = 10;
const OPS_PER_KEY = 200;
const VALUES = 5;
const STEP_NS = 1500;

/** What a program took of the machine. */
export interface Usage {
  readonly user_s: number;
  readonly peak_MB: number;
}

/** What `faultline check` takes for a history of so many ops, and what reading its JSON alone takes. */
export async function checkUsage(
  ops: number,
): Promise<{ readonly check: Usage; readonly parse: Usage }> {
  return inFolder(async (folder) => {
    const file = join(folder, 'history.jsonl');
    await writeRegisters(file, ops);
    const parse = await usageOf([script('parse-child.js'), file]);
    const command = script('../harness/cli/main.js');
    const options = ['--model', 'register', '--independent'];
    return { parse, check: await usageOf([command, 'check', file, ...options]) };
  });
}

function script(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

async function usageOf(words: readonly string[]): Promise<Usage> {
  const usage = new URL('usage.js', import.meta.url).href;
  const { stderr } = await run(process.execPath, ['--import', usage, ...words]);
  return JSON.parse(stderr.slice(stderr.lastIndexOf('\n'))) as Usage;
}

/** Writes a history of registers that is linearizable: each op takes effect when it completes. */
async function writeRegisters(path: string, ops: number): Promise<void> {
  const file = await open(path, 'w');
  const values = new Map<string, number>();
  let index = 0;
  try {
    for (let first = 0; first < ops; first += PROCESSES) {
      const numbers = Array.from({ length: PROCESSES }, (_, process) => first + process);
      const lines = [...numbers.map(invocation), ...numbers.map((n) => completion(n, values))];
      await file.appendFile(
        lines.map((op) => historyLine({ ...op, index, time: index++ * STEP_NS })).join(''),
      );
    }
  } finally {
    await file.close();
  }
}

type Event = Omit<Op, 'index' | 'time'>;

function invocation(number: number): Event {
  const process = number % PROCESSES;
  const isRead = number % 7 < 4;
  return {
    process,
    type: 'invoke',
    f: isRead ? 'read' : 'write',
    value: [keyOf(number), isRead ? null : number % VALUES],
    node: `n${(process % 3) + 1}`,
  };
}

function completion(number: number, values: Map<string, number>): Event {
  const op = invocation(number);
  const key = keyOf(number);
  if (op.f === 'read') return { ...op, type: 'ok', value: [key, values.get(key) ?? null] };
  values.set(key, number % VALUES);
  return { ...op, type: 'ok' };
}

function keyOf(number: number): string {
  return `k${Math.floor(number / OPS_PER_KEY)}`;
}
