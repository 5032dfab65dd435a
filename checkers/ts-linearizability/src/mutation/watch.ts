/// <reference types="node" />
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import { parentPort, workerData } from 'node:worker_threads';
import type { Failure } from './protocol.js';

// A thread beside the tests: it looks at the processor time of the process, which is the same on a
// busy machine, and ends the process when a test took more than its limit.

/** A test that only waits takes no processor time: then time itself ends it. */
const WALL = 10;

interface Expected {
  readonly failure: Failure;
  readonly limit_ms: number;
}

let expected: Expected | undefined;
let cpu_us = 0;
let started_ms = 0;

function now_us(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

parentPort?.on('message', (message: Expected) => {
  expected = message;
  cpu_us = now_us();
  started_ms = performance.now();
});

setInterval(() => {
  if (expected === undefined) {
    return;
  }
  const { failure, limit_ms } = expected;
  const used_ms = (now_us() - cpu_us) / 1000;
  if (used_ms > limit_ms || performance.now() - started_ms > WALL * limit_ms) {
    writeFileSync(String(workerData), JSON.stringify(failure));
    process.kill(process.pid, 'SIGKILL');
  }
}, 50);
