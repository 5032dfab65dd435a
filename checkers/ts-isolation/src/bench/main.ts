/// <reference types="node" />
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { CASES, CURVES, type Case } from './cases.js';
import type { Measurement } from './case-child.js';
import { isBeyond, pageWith, pointsOn, rowText, type Row } from './page.js';
import { plotOf, type Point } from './plot.js';

const USAGE = `The benchmark of ts-isolation.

  node dist/bench/main.js [part]   what contains this part in its name; all by default
  --write                          puts what was measured in BENCHMARKS.md and benchmarks.svg; other rows stay

Every case runs in a process of its own. A case beyond its bound is marked MISSED, and the exit code is 1.
One with another verdict than expected is left out, and the exit code is 1, too.
`;

/** What a case took; nothing where its verdict is not the one that is expected. */
function measure({ name, expected }: Case): Measurement[] {
  const script = fileURLToPath(new URL('case-child.js', import.meta.url));
  const args = ['--expose-gc', '--max-old-space-size=16000', script, name];
  const output = execFileSync(process.execPath, args, { encoding: 'utf8' });
  const measurement = JSON.parse(output) as Measurement;
  if (measurement.verdict === expected) return [measurement];
  process.stderr.write(`${name}: expected ${expected}, but it is ${measurement.verdict}\n`);
  process.exitCode = 1;
  return [];
}

function main(): void {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    process.stdout.write(USAGE);
    return;
  }
  const part = args.find((arg) => !arg.startsWith('--')) ?? '';
  const rows = CASES.filter(({ name }) => name.includes(part)).flatMap((one) =>
    measure(one).map((measurement): Row => {
      const row = { name: one.name, ...measurement, load: load() };
      if (isBeyond(one, row)) process.exitCode = 1;
      process.stderr.write(`${rowText(one, row)}\n`);
      return row;
    }),
  );
  const points = CURVES.filter(({ name }) => name.includes(part)).flatMap((one) =>
    measure(one).map(({ verdict, processor_s }): Point => {
      process.stderr.write(`${one.name}: ${verdict}, ${processor_s.toFixed(3)} s\n`);
      return { curve: one.curve, size: one.size, seconds: processor_s };
    }),
  );
  if (args.includes('--write')) write(rows, points);
}

function load(): number {
  return loadavg()[0] ?? 0;
}

function write(rows: readonly Row[], measured: readonly Point[]): void {
  const folder = new URL('../../', import.meta.url);
  const page = new URL('BENCHMARKS.md', folder);
  const text = readFileSync(page, 'utf8');
  const known = [...measured, ...pointsOn(text)];
  const points = CURVES.flatMap(({ curve, size }) => {
    const point = known.find((one) => one.curve === curve && one.size === size);
    return point === undefined ? [] : [point];
  });
  const machine = `Node ${process.versions.node}, ${cpus().length} cores of ${cpus()[0]?.model ?? 'unknown'}.`;
  writeFileSync(page, pageWith(text, CASES, rows, points, machine));
  writeFileSync(new URL('benchmarks.svg', folder), plotOf(points));
}

main();
