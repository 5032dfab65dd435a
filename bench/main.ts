import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { checkUsage } from './check.js';
import { bareLoopRate, interpreterRate } from './recording.js';
import { redisRates } from './redis.js';

/** The bounds that the harness sets itself; ratios are taken in one run, pair by pair. */
const BOUNDS = {
  recordingRatio: 0.5,
  redisRatio: 0.8,
  memory_MB: 600,
  set_MB: 2_000,
  checkRatio: 6,
  check_bytesPerOp: 500,
};

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function verdict(met: boolean): string {
  return met ? 'met' : 'MISSED';
}

async function recording(): Promise<boolean> {
  const ratios: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    const bare = await bareLoopRate(200_000);
    const { rate } = await interpreterRate(200_000);
    if (round === 0) continue;
    ratios.push(rate / bare);
    say(
      `  bare loop ${bare.toFixed(0)} ops/s, interpreter ${rate.toFixed(0)} ops/s, ratio ${(rate / bare).toFixed(2)}`,
    );
  }
  const met = median(ratios) >= BOUNDS.recordingRatio;
  say(
    `interpreter recording to disk / bare loop: ${median(ratios).toFixed(2)} (at least ${BOUNDS.recordingRatio}: ${verdict(met)})`,
  );
  return met;
}

function memory(): boolean {
  const child = fileURLToPath(new URL('memory-child.js', import.meta.url));
  const text = execFileSync(process.execPath, [child, '1000000'], { encoding: 'utf8' });
  const { peak_MB, rate } = JSON.parse(text) as { peak_MB: number; rate: number };
  const met = peak_MB < BOUNDS.memory_MB;
  say(
    `1,000,000 ops: peak ${peak_MB.toFixed(0)} MB at ${rate.toFixed(0)} ops/s (under ${BOUNDS.memory_MB} MB: ${verdict(met)})`,
  );
  return met;
}

/** The account of a set of five million elements on three nodes. */
function set(): boolean {
  const child = fileURLToPath(new URL('set-child.js', import.meta.url));
  const text = execFileSync(process.execPath, [child, '5000000'], { encoding: 'utf8' });
  const judged = JSON.parse(text) as { outcome: string; processor_s: number; peak_MB: number };
  const met = judged.peak_MB < BOUNDS.set_MB && judged.outcome === 'invalid';
  say(
    `a set of 5,000,000 elements on three nodes: ${judged.outcome} after ${judged.processor_s.toFixed(1)} s of processor time, peak ${judged.peak_MB.toFixed(0)} MB with its history (under ${BOUNDS.set_MB} MB: ${verdict(met)})`,
  );
  return met;
}

/** A history that somebody recorded, from its file to its verdict. */
async function check(): Promise<boolean> {
  const ops = 1_000_000;
  const { check: judged, parse } = await checkUsage(ops);
  const ratio = judged.user_s / parse.user_s;
  const bytes = ((judged.peak_MB - parse.peak_MB) * 2 ** 20) / ops;
  const isQuick = ratio <= BOUNDS.checkRatio;
  const isSmall = bytes <= BOUNDS.check_bytesPerOp;
  say(
    `faultline check of 1,000,000 ops: ${judged.user_s.toFixed(1)} s of user time, of JSON.parse of its lines alone ${parse.user_s.toFixed(1)} s, ratio ${ratio.toFixed(1)} (at most ${BOUNDS.checkRatio}: ${verdict(isQuick)})`,
  );
  say(
    `  peak ${judged.peak_MB.toFixed(0)} MB, ${bytes.toFixed(0)} bytes for each op more than that (at most ${BOUNDS.check_bytesPerOp}: ${verdict(isSmall)})`,
  );
  return isQuick && isSmall;
}

async function redis(): Promise<boolean> {
  const rates = await redisRates(60_000, 6);
  for (const { bare, interpreter } of rates) {
    say(
      `  bare ioredis ${bare.toFixed(0)} ops/s, interpreter ${interpreter.toFixed(0)} ops/s, ratio ${(interpreter / bare).toFixed(2)}`,
    );
  }
  const ratio = median(rates.map(({ bare, interpreter }) => interpreter / bare));
  const met = ratio >= BOUNDS.redisRatio;
  say(
    `interpreter with ioredis / bare ioredis, 20 connections: ${ratio.toFixed(2)} (at least ${BOUNDS.redisRatio}: ${verdict(met)})`,
  );
  return met;
}

const all = [await recording(), memory(), set(), await check(), await redis()];
process.exitCode = all.every(Boolean) ? 0 : 1;
