/// <reference types="node" />
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { CASES, CURVES, type Case } from './cases.js';
import type { Measurement } from './case-child.js';
import { plotOf, type Point } from './plot.js';

const USAGE = `The benchmark of ts-isolation.

  node dist/bench/main.js [part]   what contains this part in its name; all by default
  --write                          puts what was measured in BENCHMARKS.md and benchmarks.svg

Every case runs in a process of its own. A case beyond its bound is marked MISSED, and the exit code is 1.
`;

function measure(name: string): Measurement {
  const script = fileURLToPath(new URL('case-child.js', import.meta.url));
  const args = ['--expose-gc', '--max-old-space-size=16000', script, name];
  const output = execFileSync(process.execPath, args, { encoding: 'utf8' });
  return JSON.parse(output) as Measurement;
}

function main(): void {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    process.stdout.write(USAGE);
    return;
  }
  const part = args.find((arg) => !arg.startsWith('--')) ?? '';
  const rows = CASES.filter(({ name }) => name.includes(part)).map((one) => {
    const measured = measure(one.name);
    const row = rowOf(one, measured);
    if (isBeyond(one, measured)) process.exitCode = 1;
    process.stderr.write(`${row}\n`);
    return row;
  });
  const points = CURVES.filter(({ name }) => name.includes(part)).map((one): Point => {
    const { processor_s } = measure(one.name);
    process.stderr.write(`${one.name}: ${processor_s.toFixed(3)} s\n`);
    return { curve: one.curve, size: one.size, seconds: processor_s };
  });
  if (args.includes('--write')) write(rows, points);
}

function isBeyond({ bound_s = Infinity, bound_MB = Infinity }: Case, of: Measurement): boolean {
  return of.processor_s > bound_s || of.memory_MB > bound_MB;
}

function rowOf(one: Case, of: Measurement): string {
  const { name, bound_s, bound_MB } = one;
  const bounds = [
    bound_s === undefined ? '' : `${bound_s} s`,
    bound_MB === undefined ? '' : `${bound_MB} MB`,
    isBeyond(one, of) ? 'MISSED' : '',
  ];
  return `| ${name} | ${of.verdict} | ${of.processor_s.toFixed(1)} s | ${bounds.filter(Boolean).join(', ')} | ${Math.round(of.memory_MB)} MB | ${Math.round(of.history_MB)} MB |`;
}

function write(rows: readonly string[], points: readonly Point[]): void {
  const folder = new URL('../../', import.meta.url);
  const page = new URL('BENCHMARKS.md', folder);
  const table = [
    '| history | verdict | processor | bound | memory | of it history |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ];
  const curves = points.map(
    ({ curve, size, seconds }) =>
      `| ${curve} | ${size} | ${seconds.toFixed(3)} s | ${((seconds * 1e6) / size).toFixed(1)} µs |`,
  );
  const machine = `Node ${process.versions.node}, ${cpus().length} cores of ${cpus()[0]?.model ?? 'unknown'}, load ${loadavg()[0]?.toFixed(1) ?? ''}.`;
  const parts = {
    machine: [machine],
    cases: table,
    curves: [
      '| what | transactions | processor | for each |',
      '| --- | --- | --- | --- |',
      ...curves,
    ],
  };
  let text = readFileSync(page, 'utf8');
  for (const [name, lines] of Object.entries(parts)) {
    const marked = new RegExp(`<!-- ${name} -->[\\s\\S]*?<!-- end of ${name} -->`);
    const own = `<!-- ${name} -->\n\n${lines.join('\n')}\n\n<!-- end of ${name} -->`;
    text = text.replace(marked, own);
  }
  writeFileSync(page, text);
  writeFileSync(new URL('benchmarks.svg', folder), plotOf(points));
}

main();
